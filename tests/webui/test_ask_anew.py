"""A question that is asked anew, through the pages."""

import pytest
from flask.testing import FlaskClient

from tests.webui.site import Clock, send, sign_in


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
    assert (
        'href="/ask/2/2">Go on with it' in client.get("/ask").text
    )  # the next step, though all are filled in
    send(client, "/ask/2/4", {"to": "5"})
    page = client.get("/requests/1").text
    assert 'You asked this anew: <a href="/requests/2">see the later request</a>.' in page
    assert "Ask this anew" not in page
    assert "New role" not in client.get("/").text


def test_day_that_passed_on_the_waiting_list_is_told_to_everybody(client: FlaskClient, clock: Clock) -> None:
    send(sign_in(client, "e-01"), "/ask/new", {"situation": "3", "must": "y"})
    send(client, "/ask/1/3", {"need_by": "2026-11-25"})
    send(client, "/ask/1/4", {"to": "5"})
    send(sign_in(client, "exchange"), "/mentoring/desk/1/give-up", {"reason": "Nobody."})
    send(sign_in(client, "e-01"), "/requests/1/wait")
    clock.move(days=3)
    passed = (
        "the day by which you needed a conversation, 25 November 2026, has passed. Ask anew with a later day"
    )
    sign_in(client, "e-01")
    assert f"Nobody is asked any more, for {passed}, which withdraws" in client.get("/requests/1").text
    told = "The day by which you needed somebody for “New role” has passed, and nobody was found"
    assert told in client.get("/").text
    exchange = sign_in(client, "exchange")
    assert "Wednesday 25 November 2026, which has passed</td>" in exchange.get("/mentoring/desk").text
    page = exchange.get("/mentoring/desk/1").text
    assert "Wednesday 25 November 2026, which has passed</dd>" in page
    assert "The day by which it was needed has passed: Invented Person 1 is to ask anew." in page
    made = send(exchange, "/mentoring/sweeps", {"kind": "mentor"}).location or ""
    assert "nobody can be asked any more, for the day by which it was needed" in exchange.get(made).text


def test_nobody_waits_on_for_a_day_that_passed(client: FlaskClient, clock: Clock) -> None:
    send(sign_in(client, "e-01"), "/ask/new", {"situation": "3", "must": "y"})
    send(client, "/ask/1/3", {"need_by": "2026-11-25"})
    send(client, "/ask/1/4", {"to": "5"})
    send(sign_in(client, "exchange"), "/mentoring/desk/1/give-up", {"reason": "Nobody."})
    clock.move(days=3)
    page = sign_in(client, "e-01").get("/requests/1").text
    assert "Nobody could be found, and the day by which you needed a conversation, 25 November 2026" in page
    assert "Go on the waiting list" not in page
    late = send(client, "/requests/1/wait")
    assert late.status_code == 409
    assert "The day by which a conversation was needed has passed: ask anew with a later day." in late.text


def test_brief_waits_until_it_is_said_what_it_is_about(client: FlaskClient) -> None:
    send(sign_in(client, "e-01"), "/ask/new", {"story": "The reorganization of my office.", "to": "1"})
    assert "none chosen yet" in client.get("/requests/1").text
    assert "One-page brief" not in client.get("/requests/1").text
    send(client, "/ask/1/1", {"situation": "3"})
    assert "One-page brief with an agenda" in client.get("/requests/1").text


def test_step_of_a_request_that_was_asked_leads_to_it(client: FlaskClient) -> None:
    send(sign_in(client, "e-01"), "/ask/new", {"situation": "3", "must": "y"})
    send(client, "/ask/1/4", {"to": "5"})
    assert client.get("/ask/1/4").location == "/requests/1"
    assert "You have asked this already: its steps stay as they were." in client.get("/requests/1").text
    assert client.get("/ask/1/9").status_code == 404
    assert sign_in(client, "e-02").get("/ask/1/4").status_code == 404
