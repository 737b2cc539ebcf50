"""Business time: only working days count, from midnight to midnight on Washington's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matcher.availability.federal_holidays import federal_holidays
from matcher.policy.mentoring_clauses import NEARNESS_DAYS, WAITING_DAYS

ZONE = ZoneInfo("America/New_York")
DAY = timedelta(days=1)
SATURDAY = 5


def local_day(now: datetime) -> date:
    """The date in Washington."""
    return now.astimezone(ZONE).date()


def is_business_day(day: date) -> bool:
    """Neither a weekend nor a federal holiday, nor the day on which one is observed."""
    return day.weekday() < SATURDAY and day not in federal_holidays(day.year)


def add_business_time(start: datetime, span: timedelta) -> datetime:
    """The instant when `span` of business time has passed; a business day is 24 hours of it.

    A span that is over at midnight ends with its last business day, not with the weekend after it.

    >>> friday = datetime(2026, 12, 18, 20, tzinfo=UTC)
    >>> add_business_time(friday, 2 * DAY).isoformat()
    '2026-12-22T20:00:00+00:00'
    """
    at, left = start.astimezone(ZONE).replace(tzinfo=None), span
    while True:
        midnight = datetime.combine(at.date() + DAY, time())
        if is_business_day(at.date()):
            if left <= midnight - at:
                return _instant(at + left)
            left -= midnight - at
        at = midnight


def take_business_time(end: datetime, span: timedelta) -> datetime:
    """The first instant from which `span` of business time is left until `end`.

    One that would be the first of a business day is the end of the business day before it.

    >>> tuesday = datetime(2026, 12, 22, 20, tzinfo=UTC)
    >>> take_business_time(tuesday, 2 * DAY).isoformat()
    '2026-12-18T20:00:00+00:00'
    """
    at, left = end.astimezone(ZONE).replace(tzinfo=None), span
    while True:
        midnight = datetime.combine((at - timedelta.resolution).date(), time())
        if is_business_day(midnight.date()):
            if left < at - midnight:
                return _instant(at - left)
            left -= at - midnight
        at = midnight


def business_time_between(start: datetime, end: datetime) -> timedelta:
    """How much business time lies between two instants; nothing where the end comes first."""
    at, last = (moment.astimezone(ZONE).replace(tzinfo=None) for moment in (start, end))
    found = timedelta()
    while at < last:
        midnight = datetime.combine(at.date() + DAY, time())
        if is_business_day(at.date()):
            found += min(midnight, last) - at
        at = midnight
    return found


def business_days_until(today: date, day: date) -> int:
    """How many business days come after `today`, up to and with `day`; 0 where that has passed."""
    return sum(is_business_day(today + n * DAY) for n in range(1, (day - today).days + 1))


def urgency_of(submitted: datetime, need_by: date | None, now: datetime) -> int:
    """2 where the need-by date is near or past, 1 where the request has waited for long, else 0."""
    if need_by is not None and business_days_until(local_day(now), need_by) <= NEARNESS_DAYS.figure:
        return 2
    return 1 if add_business_time(submitted, WAITING_DAYS.figure * DAY) <= now else 0


def end_of_day(day: date) -> datetime:
    """The last instant of a day in Washington, which is the first one of the next."""
    return _instant(datetime.combine(day + DAY, time()))


def _instant(local: datetime) -> datetime:
    return local.replace(tzinfo=ZONE).astimezone(UTC)
