"""What the desk says of a profile that is not approved yet."""

import pytest
from flask.testing import FlaskClient

from tests.webui.site import send, sign_in

PROFILE = "/giving/profile/mentor"


@pytest.fixture
def stage() -> str:
    return "giving"


def test_profile_is_on_the_desk_until_it_is_approved(client: FlaskClient) -> None:
    e05 = sign_in(client, "e-05")
    assert "profile as a mentor" not in e05.get("/").text
    send(e05, PROFILE, {"capacity": "2", "last_1": "2025"})
    draft = "Your profile as a mentor is a draft: complete it, then ask your agency to approve it"
    assert draft in e05.get("/").text
    send(e05, f"{PROFILE}/submit")
    desk = e05.get("/").text
    assert draft not in desk
    assert "Your agency reads your profile as a mentor; you are asked once it has approved it" in desk
