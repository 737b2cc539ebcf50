"""A day that has passed is not stated as if it were to come."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.engagements import Engagement
from models.executives import Executive
from models.meetings import Meeting
from tests.models.world import find
from tests.webui.site import Clock, send, sign_in

Open = Callable[[], FlaskClient]


@pytest.mark.parametrize("stage", ["helped"])
def test_day_to_choose_a_time_is_told_as_past(make_client: Open, clock: Clock, db: Session) -> None:
    e01 = sign_in(make_client(), "e-01")
    meeting = db.scalars(select(Meeting.id).where(Meeting.engagement_id == 1)).one()
    assert send(e01, f"/meetings/{meeting}/cancel").status_code == 303
    assert "<br>is to be booked by" in e01.get("/meetings").text
    assert "; a coordinator looks at it after that." in e01.get("/engagements/1/times").text
    clock.now = db.get_one(Engagement, 1, populate_existing=True).book_by
    e01 = sign_in(make_client(), "e-01")
    assert "<br>was to be booked by" in e01.get("/meetings").text
    page = e01.get("/engagements/1/times").text
    assert "A time was to be chosen by" in page
    assert "and a coordinator looks at it now; until 22 January 2027 you can still choose one." in page
    for address in ("/requests/1", "/ask"):
        assert '<span class="rt-muted">(overdue)</span>' in e01.get(address).text


@pytest.mark.parametrize("stage", ["asking"])
def test_answer_after_a_question_ends_with_a_day(client: FlaskClient) -> None:
    send(sign_in(client, "e-01"), "/requests/2/answer", {"answer": "Two of four."})
    told = 'and is to answer</a> <span class="rt-muted">(25 November 2026, in 2 days)</span>'
    assert told in client.get("/").text


@pytest.mark.parametrize("stage", ["drafted"])
def test_day_of_the_first_plan_stays_once_it_has_passed(client: FlaskClient, db: Session) -> None:
    e05 = sign_in(client, "e-05")
    person = find(db, Executive, "E-05")
    person.ses_since = person.current_position_since = date(2025, 11, 20)
    db.commit()
    told = "begin yours; it is to be signed and reviewed — overdue since 19 November 2026"
    assert told in e05.get("/").text
    page = e05.get("/my-record").text
    assert '<td data-label="Next by">19 November 2026<br>' in page
    assert page.count("none on record yet") == 3
