"""The clock's duties towards meetings: at their time, once, in whatever process."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.db import open_engine, unit_of_work
from models.errors import Denied
from models.meetings import Meeting, MeetingState
from models.outbox import Notice
from models.services import meetings
from tests.models import conftest as two_engines
from tests.models.stages import KEYS
from tests.models.talks import MENTEE, WEDNESDAY_9, booked, engage
from tests.webui.site import Clock
from webui.incomplete import Incomplete
from webui.jobs import JOBS
from webui.machine import Machine

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
clone, database = two_engines.clone, two_engines.database


@pytest.fixture
def both(clone: two_engines.Clone) -> Iterator[Engine]:
    """Two meetings in the small world, on each engine in turn."""
    opened = open_engine(clone("world"), KEYS)
    with unit_of_work(opened) as session:
        talk = engage(session)
        booked(session, talk, WEDNESDAY_9)
        booked(session, engage(session, "E-09", MENTEE), WEDNESDAY_9 + 2 * HOUR)
    yield opened
    opened.dispose()


def do(engine: Engine, clock: Clock, name: str) -> str:
    (job,) = [one for one in JOBS if one.id == name]
    return job.verb(Machine(engine, clock, lambda: None))


def told(engine: Engine) -> int:
    with unit_of_work(engine, read_only=True) as session:
        return len(session.scalars(select(Notice)).all())


def test_reminders_go_out_at_their_time_and_once(both: Engine, clock: Clock) -> None:
    said = []
    for before in (24 * HOUR + MINUTE, 24 * HOUR, 24 * HOUR, 23 * HOUR, HOUR + MINUTE, HOUR, HOUR - MINUTE):
        clock.now = WEDNESDAY_9 - before
        said.append(do(both, clock, "remind_meetings").removeprefix("Meetings called to mind: "))
    assert said == ["0.", "1.", "0.", "0.", "1.", "1.", "0."]
    assert told(both) == 6


def test_two_workers_remind_once(both: Engine, clock: Clock) -> None:
    clock.now = WEDNESDAY_9 - 20 * HOUR
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda _: do(both, clock, "remind_meetings"), range(2)))
    assert sum(int(one.removesuffix(".").rpartition(" ")[2]) for one in said) == 2
    assert told(both) == 4


def test_meeting_is_taken_for_held_an_hour_after_its_end(both: Engine, clock: Clock) -> None:
    said = []
    for after in (2 * HOUR - MINUTE, 2 * HOUR, 2 * HOUR + MINUTE, 5 * HOUR):
        clock.now = WEDNESDAY_9 + after
        said.append(do(both, clock, "hold_meetings"))
    assert said == [f"Meetings taken for held: {count}." for count in (0, 1, 0, 1)]
    with unit_of_work(both, read_only=True) as session:
        assert session.scalars(select(Meeting.state)).all() == [MeetingState.HELD] * 2


def test_meeting_that_fails_holds_up_no_other(
    both: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = meetings.hold

    def fail_first(session: Any, *, meeting: Meeting, **facts: Any) -> None:
        if meeting.id == 1:
            raise Denied("Nobody may hold this.")
        hold(session, meeting=meeting, **facts)

    monkeypatch.setattr(meetings, "hold", fail_first)
    clock.now = WEDNESDAY_9 + 5 * HOUR
    with pytest.raises(Incomplete, match=r"^meeting 1: Nobody may hold this\. Done: 1\.$"):
        do(both, clock, "hold_meetings")
    with unit_of_work(both, read_only=True) as session:
        states = session.scalars(select(Meeting.state).order_by(Meeting.id)).all()
        assert states == [MeetingState.BOOKED, MeetingState.HELD]
