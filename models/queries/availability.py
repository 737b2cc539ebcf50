"""People's times as the engine takes them, and as their owner sees them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import CompoundSelect, Label, cast, null, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from matcher.availability.problem import OneOff, Span, Terms, Times, Window, every_week
from models.availability import AvailabilityException, AvailabilityWindow, BookingPolicy
from models.executives import Executive
from models.meetings import Meeting, MeetingState
from models.mentors import MentorProfile, ProfileState
from models.requests import MentoringRequest
from models.zones import USUAL

TAKING_TIME = (MeetingState.BOOKED, MeetingState.HELD)
NO_TIMES = Times(USUAL)
"""Of whoever saved none: the usual terms, no window."""
A_WEEK_AGO = timedelta(days=8)  # what was held this week counts towards the weekly limit


def policy_of(session: Session, executive: Executive) -> BookingPolicy | None:
    """The stored times of one executive, whole, in three statements."""
    query = select(BookingPolicy).where(BookingPolicy.executive_id == executive.id)
    whole = selectinload(BookingPolicy.windows), selectinload(BookingPolicy.exceptions)
    return session.scalar(query.options(*whole))


def pauses(session: Session, executive: Executive) -> list[MentorProfile]:
    """The profiles, as a mentor or as a coach, that take no new requests now."""
    query = select(MentorProfile).where(
        MentorProfile.executive_id == executive.id, MentorProfile.state == ProfileState.PAUSED
    )
    return list(session.scalars(query.order_by(MentorProfile.id)))


def times_of(
    session: Session, executives: Collection[int], now: datetime, *, besides: Meeting | None = None
) -> dict[int, Times]:
    """The times of any number of executives, by id, in two statements; `besides` leaves one meeting out.

    Whoever saved no times has the usual terms and no window.
    """
    stored = _stored(session, executives)
    busy = _busy(session, executives, now, besides)
    return {id_: replace(stored.get(id_, NO_TIMES), busy=tuple(busy[id_])) for id_ in executives}


def _stored(session: Session, executives: Collection[int]) -> dict[int, Times]:
    """Columns of the stored times, not their rows: hundreds are read at a time."""
    parts = _parts().subquery()
    query = (
        select(BookingPolicy.__table__, *parts.c)
        .outerjoin(parts, parts.c.policy_id == BookingPolicy.id)
        .where(BookingPolicy.executive_id.in_(executives))
        .order_by(BookingPolicy.id, parts.c.weekday, parts.c.first_day, parts.c.start_minute)
    )
    found = {}
    for person, rows in groupby(session.execute(query), attrgetter("executive_id")):
        policy, *_ = said = list(rows)
        windows = [_window(row) for row in said if row.weekday is not None]
        differing = [_one_off(row) for row in said if row.kind is not None]
        found[person] = _times(policy, windows, differing)
    return found


def _parts() -> CompoundSelect[Any]:
    """Windows, which have no `kind`, and what differs, which has no `weekday`."""
    week, other = AvailabilityWindow, AvailabilityException
    return union_all(
        select(
            week.policy_id,
            week.start_minute,
            week.end_minute,
            week.weekday,
            week.every_n_weeks,
            week.anchor,
            week.valid_from,
            week.valid_until,
            _no(other.kind),
            _no(other.first_day),
            _no(other.last_day),
        ),
        select(
            other.policy_id,
            other.start_minute,
            other.end_minute,
            _no(week.weekday),
            _no(week.every_n_weeks),
            _no(week.anchor),
            _no(week.valid_from),
            _no(week.valid_until),
            other.kind,
            other.first_day,
            other.last_day,
        ),
    )


def _no(column: InstrumentedAttribute[Any]) -> Label[Any]:
    """The column's place, empty."""
    return cast(null(), column.type).label(column.key)


def to_times(policy: BookingPolicy | None) -> Times:
    """The stored times as the engine takes them, without what is booked."""
    if policy is None:
        return NO_TIMES
    return _times(policy, map(_window, policy.windows), map(_one_off, policy.exceptions))


def _times(policy: Any, windows: Iterable[Window], differing: Iterable[OneOff]) -> Times:
    return Times(
        zone=policy.zone,
        windows=tuple(windows),
        one_offs=tuple(differing),
        terms=Terms(
            length=policy.length_minutes,
            step=policy.step_minutes,
            notice=policy.notice_hours,
            horizon=policy.horizon_days,
            buffer=policy.buffer_minutes,
            most_per_week=policy.most_per_week,
            keeps_holidays=policy.keeps_holidays,
        ),
    )


def _window(one: Any) -> Window:
    return Window(
        weekday=one.weekday,
        start=one.start_minute,
        end=one.end_minute,
        valid_from=one.valid_from,
        anchor=one.anchor,
        valid_until=one.valid_until,
        every_n_weeks=one.every_n_weeks,
    )


def _one_off(one: Any) -> OneOff:
    return OneOff(one.kind, one.first_day, one.last_day, one.start_minute, one.end_minute)


def week_of(request: MentoringRequest) -> tuple[Window, ...]:
    """The times that suit for a request."""
    return tuple(every_week(one.weekday, one.start_minute, one.end_minute) for one in request.week)


def as_guest(times: Times, week: tuple[Window, ...] = ()) -> Times:
    """The times of who asks: `week` are those named for one request, which count instead of the usual ones.
    Whoever named no windows is free at any time but what is taken."""
    named = replace(times, windows=week or times.windows)
    return named if named.windows else replace(named, any_time=True)


def _busy(
    session: Session, executives: Collection[int], now: datetime, besides: Meeting | None
) -> defaultdict[int, list[Span]]:
    theirs = or_(Meeting.mentor_id.in_(executives), Meeting.mentee_id.in_(executives))
    columns = Meeting.id, Meeting.mentor_id, Meeting.mentee_id, Meeting.starts_at, Meeting.ends_at
    query = (
        select(*columns)
        .where(theirs, Meeting.state.in_(TAKING_TIME), Meeting.ends_at > now - A_WEEK_AGO)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for number, mentor, mentee, start, end in session.execute(query):
        if besides is None or number != besides.id:
            found[mentor].append(Span(start, end))
            found[mentee].append(Span(start, end))
    return found
