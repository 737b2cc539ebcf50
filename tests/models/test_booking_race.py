"""Many who book the same hours at once: every meeting acknowledged stands alone in both calendars."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine, insert, select

from models.db import unit_of_work
from models.engagements import Engagement
from models.errors import Conflict
from models.meetings import Meeting, MeetingQuarter, MeetingState
from models.services import meetings
from tests.models.talks import WEDNESDAY_9, booked, engage, open_week
from tests.models.world import NOW, actor

pytestmark = pytest.mark.both_engines

MENTEES = ("E-01", "E-02", "E-03", "E-04")
STARTS = [WEDNESDAY_9 + number * timedelta(minutes=30) for number in range(5)]


def book(engine: Engine, talk: int, slug: str, start: datetime) -> bool:
    try:
        with unit_of_work(engine) as session:
            engagement = session.get_one(Engagement, talk)
            facts = {"engagement": engagement, "start": start}
            meetings.book(session, actor=actor(session, slug.lower()), now=NOW, **facts)  # type: ignore[arg-type]
    except Conflict:
        return False
    return True


def test_no_hour_is_booked_twice(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        open_week(session, "E-05", windows=[(2, 9 * 60, 12 * 60)])
        open_week(session, "E-09", windows=[(2, 9 * 60, 12 * 60)])
        talks = [(engage(session, "E-05", slug).id, slug) for slug in MENTEES[:3]]
        talks += [(engage(session, "E-09", slug).id, slug) for slug in MENTEES[1:]]
    tries = [(talk, slug, start) for start in STARTS for talk, slug in talks]
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda one: book(engine, *one), tries))
    with unit_of_work(engine, read_only=True) as session:
        stored = session.scalars(select(Meeting).where(Meeting.state == MeetingState.BOOKED)).all()
        assert len(stored) == sum(done) >= 4
        for who in {person for one in stored for person in (one.mentor_id, one.mentee_id)}:
            theirs = sorted(
                (one.starts_at, one.ends_at) for one in stored if who in (one.mentor_id, one.mentee_id)
            )
            assert all(before[1] <= after[0] for before, after in pairwise(theirs))


def test_database_refuses_a_second_meeting_in_a_persons_quarter(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        meeting = booked(session, engage(session), WEDNESDAY_9)
        row = {"executive_id": meeting.mentor_id, "begins_at": WEDNESDAY_9, "meeting_id": meeting.id}
    with unit_of_work(engine) as session:
        session.execute(insert(MeetingQuarter).values(row))
    with pytest.raises(Conflict), unit_of_work(engine) as session:
        session.execute(insert(MeetingQuarter).values(row))
