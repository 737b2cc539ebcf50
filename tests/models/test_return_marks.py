"""The notices of the way back as weeks pass: what is asked, until when, and what goes higher."""

from datetime import date

from sqlalchemy.orm import Session

from matcher.policy.return_dates import Mark
from models.outbox import Notice
from models.return_marks import MARKS, Asks
from models.returns import ReturnRight
from tests.models import agreements as made
from tests.models.world import DAY, NOW

LONG = 440


def days_pass(session: Session, right: ReturnRight, first: date, last: date) -> None:
    """One look of the clock on each day."""
    for number in range((last - first).days + 1):
        made.tick(session, right, made.at(first + number * DAY))


def waiting(right: ReturnRight) -> set[str]:
    return {one.mark.value for one in right.notices if one.done_at is None}


def test_day_that_asks_nothing_is_done_once_it_is_told_and_never_passed_on(session: Session) -> None:
    made.lasting(session)
    right = made.running(session)
    days_pass(session, right, NOW.date(), NOW.date() + LONG * DAY)
    told = [one for one in right.notices if MARKS[one.mark].asks is not Asks.NOTICE]
    marks = ["rotation", "window", "last_day", "late", "escalated", "breached"]
    assert [one.mark.value for one in told] == marks
    assert [(one.done_at, one.escalated_at) for one in told] == [(one.told_at, None) for one in told]


def test_letter_of_a_day_that_asks_nothing_says_so(session: Session) -> None:
    right = made.running(session, starts_on=date(2026, 12, 1), ends_on=date(2027, 3, 1))
    made.tick(session, right, made.at(date(2026, 12, 1)))
    letters = {one.mark: session.get_one(Notice, one.outbox_id).template for one in right.notices}
    assert letters == {Mark.WINDOW: "return_told"}
