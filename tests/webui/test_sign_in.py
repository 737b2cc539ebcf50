"""Signing in."""

from flask.testing import FlaskClient

from tests.webui.site import sign_in


def test_one_of_the_invented_people_lands_on_the_desk(client: FlaskClient) -> None:
    page = sign_in(client, "exchange").get("/")
    assert page.status_code == 200
    assert b"<h1>My desk</h1>" in page.data
