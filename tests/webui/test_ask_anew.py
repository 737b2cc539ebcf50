"""A question that is asked anew, through the pages."""

import pytest
from flask.testing import FlaskClient

from tests.webui.site import send, sign_in


@pytest.fixture
def stage() -> str:
    return "mentors"


def test_request_that_found_nobody_is_withdrawn_once_it_is_asked_anew(client: FlaskClient) -> None:
    send(sign_in(client, "e-01"), "/ask/new", {"situation": "3", "must": "y"})
    send(client, "/ask/1/4", {"to": "5"})
    send(sign_in(client, "exchange"), "/mentoring/desk/1/give-up", {"reason": "Nobody."})
    page = sign_in(client, "e-01").get("/requests/1").text
    assert "change the question and ask anew, which withdraws this request." in page
    send(client, "/requests/1/wait")
    page = client.get("/requests/1").text
    assert "Meanwhile you may ask anew, which withdraws this request." in page
    assert 'href="/ask/again/1">Ask this anew' in page
    send(client, "/ask/again/1", {"situation": "1"})
    assert "Your request about “New role” is on the waiting list" in client.get("/").text
    send(client, "/ask/2/4", {"to": "5"})
    page = client.get("/requests/1").text
    assert 'You asked this anew: <a href="/requests/2">see the later request</a>.' in page
    assert "Ask this anew" not in page
    assert "New role" not in client.get("/").text
