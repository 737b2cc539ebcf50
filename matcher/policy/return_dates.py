"""The days of a rotation and of its way back, as pure functions of civil dates.

Both ends of a period count. What falls on a weekend or a federal holiday is told on the next business day,
and read under that day where somebody acts on it; the last day away is told on the business day before.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matcher.mentoring.business import is_business_day
from matcher.policy.assignment_clauses import ORDER_DAYS
from matcher.policy.clauses import ROTATION_DAYS
from matcher.policy.periods import last_day
from matcher.policy.programme_clauses import LOOK_BACK_FIRST, LOOK_BACK_SECOND, LOOK_BACK_THIRD
from matcher.policy.return_clauses import (
    HOST_MENTOR_DAYS,
    NOTICE_IGNORED,
    REENTRY_FIRST,
    REENTRY_SECOND,
    RENEWAL_FIRST,
    RENEWAL_LAST,
    RENEWAL_SECOND,
    RETURN_BREACHED,
    RETURN_ESCALATED,
    RETURN_FORTNIGHT,
    RETURN_LAST_DAY,
    RETURN_LATE,
    RETURN_LOGISTICS,
    RETURN_PLAN,
    RETURN_POSITION,
    RETURN_SPONSOR,
    RETURN_WINDOW,
)

DAY = timedelta(days=1)
MORNING = time(9)


class Mark(enum.StrEnum):
    """What a day on the way back stands for, in the order of the way."""

    MIDPOINT = "midpoint"
    ROTATION = "rotation"
    RENEWAL_FIRST = "renewal_first"
    RENEWAL_SECOND = "renewal_second"
    RENEWAL_LAST = "renewal_last"
    SPONSOR = "sponsor"
    PLAN = "plan"
    WINDOW = "window"
    POSITION = "position"
    LOGISTICS = "logistics"
    FORTNIGHT = "fortnight"
    LAST_DAY = "last_day"
    LATE = "late"
    ESCALATED = "escalated"
    BREACHED = "breached"


BEFORE = {
    Mark.SPONSOR: RETURN_SPONSOR,
    Mark.PLAN: RETURN_PLAN,
    Mark.WINDOW: RETURN_WINDOW,
    Mark.POSITION: RETURN_POSITION,
    Mark.LOGISTICS: RETURN_LOGISTICS,
    Mark.FORTNIGHT: RETURN_FORTNIGHT,
    Mark.LAST_DAY: RETURN_LAST_DAY,
}
AFTER = {Mark.LATE: RETURN_LATE, Mark.ESCALATED: RETURN_ESCALATED, Mark.BREACHED: RETURN_BREACHED}
RENEWALS = {
    Mark.RENEWAL_FIRST: RENEWAL_FIRST,
    Mark.RENEWAL_SECOND: RENEWAL_SECOND,
    Mark.RENEWAL_LAST: RENEWAL_LAST,
}


COUNTED = (Mark.ROTATION, Mark.LAST_DAY)


@dataclass(frozen=True, order=True)
class Due:
    """One mark: the day it is told on, the mark, and the civil day that the rule names."""

    on: date
    mark: Mark
    nominal: date

    @property
    def shown(self) -> date:
        """The day that people read: what only counts stands for its own day also where that is told later."""
        return self.nominal if self.mark in COUNTED else self.on


def next_business_day(day: date) -> date:
    """The day itself, or the first business day after it.

    >>> next_business_day(date(2027, 1, 1)).isoformat()
    '2027-01-04'
    """
    while not is_business_day(day):
        day += DAY
    return day


def told_on(mark: Mark, day: date) -> date:
    """The business day on which a mark of that civil day is told.

    >>> [told_on(mark, date(2027, 2, 28)).isoformat() for mark in (Mark.FORTNIGHT, Mark.LAST_DAY)]
    ['2027-03-01', '2027-02-26']
    """
    if mark is not Mark.LAST_DAY:
        return next_business_day(day)
    while not is_business_day(day):
        day -= DAY
    return day


def asked_until(mark: Mark, nominal: date, ends_on: date) -> date:
    """The last day on which anybody is asked for what a mark stands for: of a renewal the last day of its
    written order, else the last day away.

    >>> asked_until(Mark.RENEWAL_LAST, date(2027, 1, 5), date(2027, 9, 30)).isoformat()
    '2027-01-08'
    """
    renewal = RENEWALS.get(mark)
    return ends_on if renewal is None else nominal + renewal.figure * DAY


def length(starts_on: date, ends_on: date) -> int:
    """Calendar days, both ends counted."""
    return (ends_on - starts_on).days + 1


def midpoint(starts_on: date, ends_on: date) -> date:
    """The day in the middle; of an even number of days the later one.

    >>> midpoint(date(2026, 10, 1), date(2026, 10, 3)).isoformat()
    '2026-10-02'
    """
    return starts_on + length(starts_on, ends_on) // 2 * DAY


def rotation_day(starts_on: date) -> date:
    """The day with which an assignment counts as a rotation: its 120th.

    >>> rotation_day(date(2026, 6, 3)).isoformat()
    '2026-09-30'
    """
    return starts_on + (ROTATION_DAYS.figure - 1) * DAY


def order_ends(starts_on: date, ends_on: date) -> Iterator[date]:
    """The last days of the written orders of a detail, but for the one that ends with it.

    >>> [day.isoformat() for day in order_ends(date(2026, 10, 1), date(2027, 9, 30))]
    ['2027-01-28', '2027-05-28', '2027-09-25']
    """
    day = starts_on + (ORDER_DAYS.figure - 1) * DAY
    while day < ends_on:
        yield day
        day += ORDER_DAYS.figure * DAY


def first_day_back(ends_on: date) -> date:
    """When the executive is at home again: the first business day after the last day away.

    >>> first_day_back(date(2026, 12, 31)).isoformat()
    '2027-01-04'
    """
    return next_business_day(ends_on + DAY)


def last_day_to_settle(ends_on: date) -> date:
    """The last business day before the first day back: until it home settles what is open by then.

    >>> last_day_to_settle(date(2026, 12, 25)).isoformat()
    '2026-12-24'
    """
    while not is_business_day(ends_on):
        ends_on -= DAY
    return ends_on


def last_away(starts_on: date, ends_on: date, returned_on: date | None) -> date:
    """The last day away: the one agreed on, or after an earlier return the day before the first day back.

    >>> last_away(date(2026, 10, 1), date(2027, 9, 30), date(2026, 11, 27)).isoformat()
    '2026-11-26'
    """
    return ends_on if returned_on is None else max(starts_on, min(ends_on, returned_on - DAY))


def appraised_by(returned_on: date) -> date:
    """By when the host appraises whoever came back sooner than agreed: that was no day to plan for, so it has
    as long as anybody has for a notice before it goes higher, up to a business day.

    >>> appraised_by(date(2026, 11, 30)).isoformat()
    '2026-12-07'
    """
    return next_business_day(returned_on + NOTICE_IGNORED.figure * DAY)


def host_mentor(starts_on: date, ends_on: date, today: date) -> str | None:
    """The situation for which a mentor at the host is offered today: the first 90 days, and the last 90.

    >>> days = date(2027, 1, 1), date(2027, 12, 31)
    >>> [host_mentor(*days, day) for day in (date(2027, 3, 31), date(2027, 4, 1), date(2027, 10, 2))]
    ['new_agency', None, 'return']
    """
    if not starts_on <= today <= ends_on:
        return None
    if (ends_on - today).days <= RETURN_WINDOW.figure:
        return "return"
    return "new_agency" if length(starts_on, today) <= HOST_MENTOR_DAYS.figure else None


def review_days(returned_on: date) -> tuple[date, date]:
    """The days of the two looks at the re-entry.

    >>> [day.isoformat() for day in review_days(date(2027, 11, 1))]
    ['2027-12-01', '2028-01-31']
    """
    first, second = (returned_on + clause.figure * DAY for clause in (REENTRY_FIRST, REENTRY_SECOND))
    return next_business_day(first), next_business_day(second)


def reviewed_from(today: date) -> date:
    """The first day of a return of which a look at the re-entry is still today or ahead.

    >>> reviewed_from(date(2028, 1, 31)).isoformat()
    '2027-10-31'
    """
    day = today - REENTRY_SECOND.figure * DAY
    while review_days(day - DAY)[1] >= today:
        day -= DAY
    return day


def review_begins(returned_on: date, number: int) -> date:
    """The first day on which the first or the second look at the re-entry is held.

    >>> review_begins(date(2027, 11, 1), 2).isoformat()
    '2028-01-30'
    """
    return returned_on + (REENTRY_FIRST, REENTRY_SECOND)[number - 1].figure * DAY


def evaluation_days(returned_on: date) -> dict[int, date]:
    """When three people are asked how it was: months after the return, and the day.

    >>> {months: day.isoformat() for months, day in evaluation_days(date(2027, 11, 30)).items()}
    {3: '2028-03-01', 6: '2028-05-30', 12: '2028-11-30'}
    """
    found = (LOOK_BACK_FIRST.figure, LOOK_BACK_SECOND.figure, LOOK_BACK_THIRD.figure)
    return {months: next_business_day(last_day(returned_on, months) + DAY) for months in found}


def marks(starts_on: date, ends_on: date, *, renews: bool) -> tuple[Due, ...]:
    """Every mark of an assignment, by the day that people read; renewals only where written orders end.

    Marks that would fall before the assignment begins are left out: what they ask for is asked at the start
    by the agreement itself.
    """
    found = dict[tuple[Mark, date], None]()
    found[Mark.MIDPOINT, midpoint(starts_on, ends_on)] = None
    if rotation_day(starts_on) <= ends_on:
        found[Mark.ROTATION, rotation_day(starts_on)] = None
    if renews:
        for last in order_ends(starts_on, ends_on):
            found |= {(mark, last - clause.figure * DAY): None for mark, clause in RENEWALS.items()}
    found |= {(mark, ends_on - clause.figure * DAY): None for mark, clause in BEFORE.items()}
    found |= {(mark, ends_on + clause.figure * DAY): None for mark, clause in AFTER.items()}
    dues = (Due(told_on(mark, day), mark, day) for mark, day in found if day >= starts_on)
    return tuple(sorted(dues, key=lambda due: (due.shown, due)))


def instant(day: date, zone: str) -> datetime:
    """Nine in the morning of that day in that zone, in UTC: an hour that no clock change skips or repeats.

    >>> instant(date(2026, 11, 2), "Pacific/Honolulu").isoformat()
    '2026-11-02T19:00:00+00:00'
    """
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC)


def civil(now: datetime, zone: str) -> date:
    """The date on the clocks of that zone."""
    return now.astimezone(ZoneInfo(zone)).date()
