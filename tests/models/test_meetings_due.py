"""What the clock owes the people of a meeting: two reminders, and the word that it was held."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.engagements import Engagement
from models.errors import Conflict
from models.lifecycles import advance
from models.outbox import Notice
from models.queries.calendar_desk import calendar_desk
from models.queries.meetings import due_reminders, over
from models.services import meetings
from tests.models.talks import WEDNESDAY_9, booked, engage, fill
from tests.models.world import DAY, NOW, actor

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def talk(session: Session) -> Engagement:
    return engage(session)


def told(session: Session) -> list[str]:
    return list(session.scalars(select(Notice.template).order_by(Notice.id)))


@pytest.mark.parametrize(
    ("before", "hours"),
    [
        (24 * HOUR + MINUTE, None),
        (24 * HOUR, 24),
        (HOUR + MINUTE, 24),
        (HOUR, 1),
        (MINUTE, 1),
        (timedelta(), None),
    ],
)
def test_reminder_is_due_a_day_and_an_hour_before(
    session: Session, talk: Engagement, before: timedelta, hours: int | None
) -> None:
    meeting = booked(session, talk, WEDNESDAY_9)
    now, system = WEDNESDAY_9 - before, actor(session, "system")
    assert due_reminders(session, now) == ([] if hours is None else [(meeting.id, hours)])
    if hours is not None:
        meetings.remind(session, actor=system, now=now, meeting=meeting)
        assert told(session) == ["meeting_soon"] * 2
    assert due_reminders(session, now) == []
    with pytest.raises(Conflict, match=r"^No reminder is due\.$"):
        meetings.remind(session, actor=system, now=now, meeting=meeting)


def test_last_reminder_follows_the_first(session: Session, talk: Engagement) -> None:
    meeting, system = booked(session, talk, WEDNESDAY_9), actor(session, "system")
    for hours in (24, 1):
        meetings.remind(session, actor=system, now=WEDNESDAY_9 - hours * HOUR, meeting=meeting)
    assert told(session) == ["meeting_soon"] * 4


def test_what_was_arranged_lately_needs_no_reminder(session: Session, talk: Engagement) -> None:
    booked(session, talk, WEDNESDAY_9, arranged_at=WEDNESDAY_9 - 23 * HOUR)
    assert due_reminders(session, WEDNESDAY_9 - 22 * HOUR) == []
    assert [hours for _, hours in due_reminders(session, WEDNESDAY_9 - HOUR)] == [1]


@pytest.mark.parametrize(("after", "found"), [(2 * HOUR - MINUTE, 0), (2 * HOUR, 1)])
def test_meeting_is_over_an_hour_after_its_end(
    session: Session, talk: Engagement, after: timedelta, found: int
) -> None:
    booked(session, talk, WEDNESDAY_9)
    assert len(over(session, WEDNESDAY_9 + after)) == found


def test_desk_names_no_day_for_another_meeting_once_one_was_held(session: Session, talk: Engagement) -> None:
    (first,) = calendar_desk(session, actor(session, "e-01"), NOW)
    assert (first.kind, first.at) == ("engagement", talk.book_by)
    mentee = actor(session, "e-01")
    advance(session, booked(session, talk, WEDNESDAY_9), "hold", actor=mentee, now=WEDNESDAY_9 + DAY)
    advance(session, talk, "book", actor=mentee, now=NOW)
    session.flush()
    (again,) = calendar_desk(session, actor(session, "e-01"), WEDNESDAY_9 + DAY)
    assert (again.kind, again.at) == ("engagement", None)


def test_desk_asks_about_a_meeting_that_is_over_until_somebody_says_it(
    session: Session, talk: Engagement
) -> None:
    mentee, end = actor(session, "e-01"), WEDNESDAY_9 + timedelta(hours=1)
    meeting = booked(session, talk, WEDNESDAY_9)
    told = [calendar_desk(session, mentee, at)[0].kind for at in (end - timedelta(minutes=1), end)]
    assert told == ["meeting", "over"]
    advance(session, meeting, "hold", actor=mentee, now=end)
    session.flush()
    (again,) = calendar_desk(session, mentee, end)
    assert (again.kind, again.until) == ("engagement", talk.runs_until)


def test_desk_lists_meetings_then_missing_times_then_calendars(session: Session) -> None:
    fill(session)
    mine = calendar_desk(session, actor(session, "e-01"), NOW)
    assert [(one.kind, one.name, one.zone) for one in mine] == [
        ("meeting", "Invented Person 5", "America/Phoenix"),
        ("over", "Invented Person 5", "America/Phoenix"),
        ("engagement", "Invented Person 9", None),
    ]
    assert [one.at for one in mine] == [NOW + DAY, NOW - HOUR, NOW + 7 * DAY]
    (kept,) = calendar_desk(session, actor(session, "supervisor-EN"), NOW)
    assert (kept.kind, kept.slug, kept.at) == ("delegation", "E-01", NOW + 7 * DAY)
    assert calendar_desk(session, actor(session, "auditor"), NOW) == []
