"""My calendar for others: the address a calendar program reads, and the delegates."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.calendar_feeds import CalendarFeed
from models.db import unit_of_work
from models.delegations import Delegation
from tests.models.talks import open_week
from tests.models.world import actor
from tests.webui.site import Clock, send, sign_in


@pytest.fixture
def e05(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-05")


def test_address_is_shown_once_and_read_without_a_session(
    e05: FlaskClient, make_client: Callable[[], FlaskClient], db: Session, clock: Clock
) -> None:
    assert "You have no such address." in e05.get("/times/calendar").text
    found = re.search(r"http://localhost(/calendars/[0-9a-f]{64}\.ics)", send(e05, "/times/calendar").text)
    assert found
    page = e05.get("/times/calendar").text
    assert found.group(1) not in page
    assert "Your address was made on 23 November 2026." in page
    answer = make_client().get(found.group(1))
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    assert "METHOD:PUBLISH" in answer.text
    assert db.scalars(select(CalendarFeed.revoked_at)).all() == [None]
    assert send(e05, "/times/calendar/revoke").status_code == 303
    assert make_client().get(found.group(1)).status_code == 404
    assert send(e05, "/times/calendar/revoke").status_code == 409


def test_delegate_is_named_and_ended(
    e05: FlaskClient, make_client: Callable[[], FlaskClient], db: Session
) -> None:
    engine = e05.application.extensions["roundtrip"].engine
    with unit_of_work(engine) as session:
        actor(session, "host-EN").email = "helper@agency.example"
        open_week(session)
    helper = sign_in(make_client(), "host-EN")
    assert helper.get("/calendars/of/E-05").status_code == 404
    assert send(e05, "/times/delegates", {"email": "Helper@agency.example"}).status_code == 303
    assert "host-EN" in e05.get("/times/delegates").text
    desk = helper.get("/").text
    assert "You look after the times of Invented Person 5: see what is booked</a>" in desk
    assert "You hold no role now" not in desk
    assert "the times of Invented Person 5, who names you and ends it" in helper.get("/account").text
    assert helper.get("/calendars/of/E-05").status_code == 200
    assert helper.get("/calendars/of/E-09").status_code == 404
    number = db.scalars(select(Delegation.id)).one()
    assert send(sign_in(make_client(), "e-09"), f"/times/delegates/{number}/end").status_code == 404
    assert send(e05, f"/times/delegates/{number}/end").status_code == 303
    assert helper.get("/calendars/of/E-05").status_code == 404


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Enter the address with which the person signs in here."),
        ("x" * 250 + "@y.gov", "An address has at most 254 characters."),
        (
            "nobody@agency.example",
            "Nobody signs in here with this address: the programme office opens an account.",
        ),
    ],
)
def test_delegate_nobody_knows_is_refused(e05: FlaskClient, email: str, sentence: str) -> None:
    answer = send(e05, "/times/delegates", {"email": email})
    assert (answer.status_code, answer.text.count(sentence)) == (422, 2)
