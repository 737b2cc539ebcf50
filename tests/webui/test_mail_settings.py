"""What a worker is told of its mail server, by the environment."""

import pytest

from models.errors import Invalid
from webui.mailer import MailSettings, mail_settings

GOOD = {
    "ROUNDTRIP_SMTP": "smtps://me:p%40ss@mail.example",
    "ROUNDTRIP_ADDRESS": "https://roundtrip.example/",
    "ROUNDTRIP_MAIL_FROM": "office@roundtrip.example",
}


def test_settings_come_from_the_environment() -> None:
    assert mail_settings({}) is None
    assert mail_settings(GOOD) == MailSettings(
        "smtps://me:p%40ss@mail.example", "https://roundtrip.example", "office@roundtrip.example"
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ROUNDTRIP_ADDRESS": ""}, "ROUNDTRIP_SMTP is set, so ROUNDTRIP_ADDRESS must be too."),
        (
            {"ROUNDTRIP_SMTP": "mail.example:25"},
            "ROUNDTRIP_SMTP must begin with one of smtp://, smtp+starttls://, smtps://.",
        ),
        (
            {"ROUNDTRIP_SMTP": "smtp://mail.example"},
            "ROUNDTRIP_SMTP: without encryption only to this machine; use smtp+starttls:// or smtps://.",
        ),
        (
            {"ROUNDTRIP_MAIL_FROM": "office"},
            "ROUNDTRIP_ADDRESS is the https:// address of the pages, ROUNDTRIP_MAIL_FROM an e-mail address.",
        ),
    ],
)
def test_wrong_settings_say_what_is_wrong(wrong: dict[str, str], sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        mail_settings(GOOD | wrong)
    assert str(refused.value) == sentence
