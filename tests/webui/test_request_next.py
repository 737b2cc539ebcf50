"""What the pages of a request and of its conversations say is next while the two meet, and afterwards."""

import re
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meetings import Meeting
from tests.models.talks import WEDNESDAY_9
from tests.webui.site import Clock, send, sign_in
from tests.webui.test_engagements import RUNNING, e01, stage

__all__ = ["e01", "stage"]


def test_request_says_what_is_next_while_they_meet_and_afterwards(e01: FlaskClient, clock: Clock) -> None:
    def read() -> str:
        return " ".join(sign_in(e01, "e-01").get(f"/requests/{RUNNING}").text.split())

    clock.now = WEDNESDAY_9
    now = "You meet Invented Person 5 now; from 10:00 a.m. Eastern either of you says whether it took place."
    assert f"{now}</p> <p>Who: both of you</p>" in read()
    clock.now = WEDNESDAY_9 + timedelta(hours=1)
    page = read()
    assert "Your conversation with Invented Person 5 is over: say whether it took place." in page
    assert "Who: either of you · by <strong>25 November 2026, 11:00 a.m." in page
    meeting = re.findall(r'href="(/meetings/\d+)">Say whether it took place</a>', page)
    assert send(e01, f"{meeting[0]}/held").status_code == 303
    page = read()
    assert "Meet Invented Person 5 again, or say that the question is answered. At the end both" in page
    assert "Who: either of you · by <strong>22 January 2027, end of the day, Eastern</strong>" in page
    assert f'href="/engagements/{RUNNING}">Go on</a>' in page


def test_conversation_is_moved_and_called_off_until_it_begins(e01: FlaskClient, clock: Clock) -> None:
    said = (
        "A conversation that is booked is moved on its own page, above.",
        "what is still booked is called off",
    )

    def found() -> list[bool]:
        page = sign_in(e01, "e-01").get(f"/engagements/{RUNNING}").text
        return [words in page for words in said]

    assert found() == [True, True]
    clock.now = WEDNESDAY_9
    assert found() == [False, False]


def test_place_that_nobody_named_leads_to_a_message_while_they_meet(
    e01: FlaskClient, clock: Clock, db: Session
) -> None:
    meeting = db.scalars(select(Meeting).where(Meeting.engagement_id == RUNNING)).one()
    meeting.place = None
    db.commit()
    clock.now = WEDNESDAY_9
    e01 = sign_in(e01, "e-01")
    write = f'not said: <a href="/engagements/{RUNNING}#messages">write to Invented Person 5</a>'
    assert write in e01.get(f"/meetings/{meeting.id}").text
