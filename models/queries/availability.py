"""People's times as the engine takes them, and as their owner sees them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from matcher.availability.problem import OneOff, Span, Terms, Times, Window
from models.availability import BookingPolicy
from models.executives import Executive
from models.meetings import Meeting, MeetingState
from models.mentors import MentorProfile, ProfileState
from models.zones import USUAL

TAKING_TIME = (MeetingState.BOOKED, MeetingState.HELD)
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
    """The times of any number of executives, by id, in four statements; `besides` leaves one meeting out.

    Whoever saved no times has the usual terms and no window.
    """
    query = select(BookingPolicy).where(BookingPolicy.executive_id.in_(executives))
    whole = selectinload(BookingPolicy.windows), selectinload(BookingPolicy.exceptions)
    stored = {one.executive_id: one for one in session.scalars(query.options(*whole))}
    busy = _busy(session, executives, now, besides)
    return {id_: replace(to_times(stored.get(id_)), busy=tuple(busy[id_])) for id_ in executives}


def to_times(policy: BookingPolicy | None) -> Times:
    """The stored times as the engine takes them, without what is booked."""
    if policy is None:
        return Times(USUAL)
    return Times(
        zone=policy.zone,
        windows=tuple(
            Window(
                weekday=one.weekday,
                start=one.start_minute,
                end=one.end_minute,
                valid_from=one.valid_from,
                anchor=one.anchor,
                valid_until=one.valid_until,
                every_n_weeks=one.every_n_weeks,
            )
            for one in policy.windows
        ),
        one_offs=tuple(
            OneOff(one.kind, one.first_day, one.last_day, one.start_minute, one.end_minute)
            for one in policy.exceptions
        ),
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


def as_guest(times: Times) -> Times:
    """Whoever named no windows, and is asked when they can, is free at any time but what is taken."""
    return times if times.windows else replace(times, any_time=True)


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
