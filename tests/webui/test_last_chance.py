"""Until when the last of the times named for a request that still helps can be booked."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.engagements import Engagement
from models.requests import RequestWindow
from tests.webui.site import sign_in
from tests.webui.test_meetings import WAITING

TIMES = f"/engagements/{WAITING}/times"
TOLD = "The last of them that helps can be booked until"


@pytest.mark.parametrize("stage", ["talking"])
def test_times_named_for_a_request_say_until_when_they_help(client: FlaskClient, db: Session) -> None:
    e01 = sign_in(client, "e-01")
    request = db.get_one(Engagement, WAITING).request
    request.week = [RequestWindow(weekday=2, start_minute=0, end_minute=1440)]
    db.commit()
    page = e01.get(TIMES).text
    assert "These are the times named when the conversation was asked for." in page
    assert TOLD not in page  # no day by which one is needed
    request.need_by = date(2026, 11, 25)
    db.commit()
    assert f"{TOLD} 24 November 2026, 11:00 a.m. Eastern" in e01.get(TIMES).text
    assert TOLD not in e01.get(f"{TIMES}?every=1").text
