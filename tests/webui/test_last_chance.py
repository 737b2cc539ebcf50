"""The times named for a request, until when the last that still helps can be booked, and all beside them."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.engagements import Engagement
from models.requests import MentoringRequest, RequestWindow
from tests.webui.site import send, sign_in
from tests.webui.test_meetings import WAITING

TIMES = f"/engagements/{WAITING}/times"
TOLD = "The last of them that helps can be booked"
EVERY = "Show every time that suits both calendars"


@pytest.fixture
def stage() -> str:
    return "talking"


@pytest.fixture
def wednesdays(db: Session) -> MentoringRequest:
    request = db.get_one(Engagement, WAITING).request
    request.week = [RequestWindow(weekday=2, start_minute=0, end_minute=1440)]
    db.commit()
    return request


def test_times_named_for_a_request_say_until_when_they_help(
    client: FlaskClient, db: Session, wednesdays: MentoringRequest
) -> None:
    e01 = sign_in(client, "e-01")
    page = e01.get(TIMES).text
    assert "These are the times named when the conversation was asked for." in page
    assert TOLD not in page  # no day by which one is needed
    wednesdays.need_by = date(2026, 11, 25)
    db.commit()
    assert (
        f"{TOLD} only until 24 November 2026, 11:00 a.m. Eastern; later ones may stand" in e01.get(TIMES).text
    )
    assert TOLD not in e01.get(f"{TIMES}?every=1").text


@pytest.mark.usefixtures("wednesdays")
def test_refusal_keeps_every_time_that_was_asked_for(client: FlaskClient) -> None:
    e01 = sign_in(client, "e-01")
    few, every = e01.get(TIMES).text, e01.get(f"{TIMES}?every=1").text
    (action,) = re.findall(r'action="([^"]*/times[^"]*)"', every)
    refused = send(e01, action, {"place": "Room 4"})
    assert refused.status_code == 422
    assert [EVERY in page for page in (few, every, refused.text)] == [True, False, False]
    offered = [page.count('name="start"') for page in (few, every, refused.text)]
    assert offered[0] < offered[1] == offered[2]
