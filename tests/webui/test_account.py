"""My account: who I am here, the password, the other browsers."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.webui.site import send, sign_in
from tests.webui.test_sign_in import MAIL, SENTENCE, accept, enter, invite, real

NEWER = "nine kites over the harbor wall"


def change(client: FlaskClient, **fields: str) -> tuple[int, str]:
    typed = {"current": SENTENCE, "password": NEWER, "repeated": NEWER} | fields
    answer = send(client, "/account/password", typed, page="/account")
    return answer.status_code, answer.text


def test_every_page_leads_to_who_i_am_and_what_i_do_here(client: FlaskClient) -> None:
    sign_in(client, "host-EN")
    assert 'href="/account"' in client.get("/").text
    page = client.get("/account").text
    assert "contact, Energy" in page
    assert "In this browser alone." in page
    assert "Nobody in the demonstration has one: whom you choose is who you are." in page


@real
def test_new_password_is_proved_by_the_old_one_and_ends_other_browsers(
    engine: Engine, make_client: Callable[[], FlaskClient]
) -> None:
    here, there = make_client(), make_client()
    accept(here, invite(engine))
    enter(there)
    assert "In this browser, and in 1 other." in here.get("/account").text
    status, _ = change(here)
    assert status == 303
    assert "Your password is changed. Every other browser is signed out." in here.get("/account").text
    assert there.get("/account").location == "/sign-in?next=/account"
    assert enter(there).status_code == 422
    assert enter(there, MAIL, NEWER).status_code == 303


@real
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"current": ""}, "Enter the password you have now."),
        ({"current": "wrong"}, "The password you have now is another one."),
        ({"repeated": SENTENCE}, "The two passwords differ: enter the same one twice."),
        ({"password": "short", "repeated": "short"}, "A password has at least 15 characters"),
    ],
)
def test_password_that_will_not_do_is_said_beside_its_field(
    client: FlaskClient, engine: Engine, fields: dict[str, str], sentence: str
) -> None:
    accept(client, invite(engine))
    status, page = change(client, **fields)
    assert status == 422
    assert page.count(sentence) == 2
    assert enter(client).status_code == 303


@real
def test_guessing_the_password_of_an_open_browser_is_slowed_down(client: FlaskClient, engine: Engine) -> None:
    accept(client, invite(engine))
    for _ in range(10):
        assert change(client, current="wrong")[0] == 422
    status, page = change(client)
    assert status == 429
    assert "Too many failed tries: wait five minutes, then try again." in page


@real
def test_other_browsers_are_signed_out_without_a_new_password(
    engine: Engine, make_client: Callable[[], FlaskClient]
) -> None:
    here, there = make_client(), make_client()
    accept(here, invite(engine))
    enter(there)
    assert send(here, "/account/elsewhere", page="/account").location == "/account"
    page = here.get("/account").text
    assert "You are signed out everywhere else." in page
    assert "In this browser alone." in page
    assert there.get("/account").status_code != 200
    assert enter(there).status_code == 303
