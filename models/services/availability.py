"""The own times, edited by their owner: the week as a whole, and single days that differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from matcher.availability.problem import DAY, Difference, Terms
from matcher.availability.spans import merge
from models.access import require
from models.actors import Actor
from models.audit import record
from models.availability import (
    HALF_HOUR,
    LENGTHS,
    MOST_BUFFER,
    MOST_HORIZON,
    MOST_NOTICE,
    MOST_WEEKLY,
    MOST_WEEKS,
    STEPS,
    AvailabilityException,
    AvailabilityWindow,
    BookingPolicy,
)
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.zones import is_zone

MOST_EXCEPTIONS = 100
LONGEST_EXCEPTION = 366  # days


@dataclass(frozen=True)
class Week:
    """The usual week: `windows` as (weekday, start, end) in minutes, `every` by weekday where not each week.

    Weeks are counted from that of `first_week`; `until` is the last day, or none.
    """

    zone: str
    terms: Terms
    windows: Sequence[tuple[int, int, int]]
    first_week: date
    every: Mapping[int, int]
    until: date | None = None


def save_week(
    session: Session, *, actor: Actor, now: datetime, executive: Executive, version: int, week: Week
) -> BookingPolicy:
    """Replace the usual week; `version` is that of the times the owner had before them, 0 for none.

    Raises Conflict where they changed since, and Invalid for what is no week. What is booked stays booked.
    """
    require(actor, "availability.save_week", executive, now=now)
    _must_be_a_week(week, now)
    policy = _locked(session, executive) or BookingPolicy(executive_id=executive.id)
    if (policy.version or 0) != version:
        raise Conflict("Your times changed since you opened them.")
    policy.windows.clear()
    session.flush()  # the old windows go first: a new one may begin when an old one did
    _write(policy, week, now)
    flag_modified(policy, "zone")  # whatever part changed, the version counts it
    session.add(policy)
    session.flush()
    record(session, policy, "availability.save_week", actor=actor, now=now, windows=len(policy.windows))
    session.flush()
    return policy


def _locked(session: Session, executive: Executive) -> BookingPolicy | None:
    query = select(BookingPolicy).where(BookingPolicy.executive_id == executive.id).with_for_update()
    return session.scalar(query, execution_options={"populate_existing": True})


def draft(now: datetime, week: Week) -> BookingPolicy:
    """The week as it would be stored, to see what it would give; Invalid for what is no week."""
    _must_be_a_week(week, now)
    policy = BookingPolicy()
    _write(policy, week, now)
    return policy


def _write(policy: BookingPolicy, week: Week, now: datetime) -> None:
    """Into a policy without windows."""
    terms = week.terms
    policy.zone, policy.keeps_holidays = week.zone, terms.keeps_holidays
    policy.length_minutes, policy.step_minutes = terms.length, terms.step
    policy.notice_hours, policy.horizon_days = terms.notice, terms.horizon
    policy.buffer_minutes, policy.most_per_week = terms.buffer, terms.most_per_week
    policy.windows.extend(_windows(week, now))


def _windows(week: Week, now: datetime) -> list[AvailabilityWindow]:
    today = civil_day(week.zone, now)
    return [
        AvailabilityWindow(
            weekday=weekday,
            start_minute=start,
            end_minute=end,
            every_n_weeks=week.every.get(weekday, 1),
            anchor=week.first_week,
            valid_from=today,
            valid_until=week.until,
        )
        for weekday, start, end in whole_windows(week.windows)
    ]


def whole_windows(parts: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Parts of weekdays as (weekday, start, end) in their order, those that touch made one.

    >>> whole_windows([(2, 600, 630), (0, 570, 600), (0, 540, 570)])
    [(0, 540, 600), (2, 600, 630)]
    """
    return [
        (weekday, start, end)
        for weekday in range(7)
        for start, end in merge((start, end) for day, start, end in parts if day == weekday)
    ]


def civil_day(zone: str, now: datetime) -> date:
    """The date on the person's own wall."""
    return now.astimezone(ZoneInfo(zone)).date()


def _must_be_a_week(week: Week, now: datetime) -> None:
    terms = week.terms
    if not is_zone(week.zone):
        raise Invalid("Choose a time zone from the list.")
    if terms.length not in LENGTHS or terms.step not in STEPS:
        raise Invalid("Choose a length and a grid from the lists.")
    figures = (
        ("Notice", terms.notice, 0, MOST_NOTICE, "hours"),
        ("The time ahead", terms.horizon, 1, MOST_HORIZON, "days"),
        ("The time kept free", terms.buffer, 0, MOST_BUFFER, "minutes"),
        ("The weekly limit", terms.most_per_week or 1, 1, MOST_WEEKLY, "meetings"),
    )
    for what, figure, least, most, unit in figures:
        if not least <= figure <= most:
            raise Invalid(f"{what} must be between {least} and {most} {unit}.")
    if any(not 1 <= weeks <= MOST_WEEKS for weeks in week.every.values()):
        raise Invalid(f"A day repeats every 1 to {MOST_WEEKS} weeks.")
    if any(not is_half_hours(*window) for window in week.windows):
        raise Invalid("A time is in half hours of one day.")
    if week.until is not None and week.until < civil_day(week.zone, now):
        raise Invalid("The last day lies in the past: leave it empty for “until further notice”.")


def is_half_hours(weekday: int, start: int, end: int) -> bool:
    """Whether this is a part of one weekday in half hours."""
    return 0 <= weekday <= 6 and 0 <= start < end <= DAY and start % HALF_HOUR == end % HALF_HOUR == 0


def add_exception(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    executive: Executive,
    kind: Difference,
    first: date,
    last: date,
    start: int = 0,
    end: int = DAY,
) -> AvailabilityException:
    """Take away or give time on some days; Conflict before there is a week, Invalid for no such days."""
    require(actor, "availability.add_exception", executive, now=now)
    policy = _locked(session, executive)
    if policy is None:
        raise Conflict("Save your usual week first: it says which time zone these days are in.")
    today = civil_day(policy.zone, now)
    if last < first or not 0 <= start < end <= DAY:
        raise Invalid("The end lies before the beginning.")
    if last < today or last - first >= timedelta(days=LONGEST_EXCEPTION):
        raise Invalid(f"Choose days to come, {LONGEST_EXCEPTION} at most.")
    if sum(one.last_day >= today for one in policy.exceptions) >= MOST_EXCEPTIONS:
        raise Invalid(f"There are {MOST_EXCEPTIONS} differing days already: remove one first.")
    made = AvailabilityException(
        kind=kind, first_day=first, last_day=last, start_minute=start, end_minute=end
    )
    policy.exceptions.append(made)
    session.flush()
    record(session, made, "availability.add_exception", actor=actor, now=now, kind=kind)
    session.flush()
    return made


def drop_exception(
    session: Session, *, actor: Actor, now: datetime, executive: Executive, exception: AvailabilityException
) -> None:
    """Back to the usual week on those days."""
    require(actor, "availability.drop_exception", executive, now=now)
    if exception.policy.executive_id != executive.id:
        raise Invalid("These days belong to somebody else.")
    record(session, exception, "availability.drop_exception", actor=actor, now=now)
    session.delete(exception)
    session.flush()
