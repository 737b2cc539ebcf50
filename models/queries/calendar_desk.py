"""What the calendar holds for the desk, in one statement: meetings booked, times missing, calendars kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, case, func, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.actors import Actor
from models.availability import BookingPolicy
from models.delegations import Delegation
from models.engagements import OPEN, Engagement, EngagementState
from models.executives import Executive
from models.meetings import Meeting, MeetingState
from models.mentors import MentorProfile
from models.queries.columns import NO_DAY, NO_TEXT, named
from models.queries.given import ACTOR, ME, NOW

MEETING, OVER, ENGAGEMENT, DELEGATION = "meeting", "over", "engagement", "delegation"


@dataclass(frozen=True)
class Line:
    """One entry: the id of its object, the other person (for a delegation the one looked after) with the
    slug, when (for a meeting that is over its end, for an engagement or a calendar looked after by when a
    first meeting should be booked), and on whose clock; the last day of an engagement."""

    kind: str
    number: int
    name: str
    slug: str
    at: datetime | None
    zone: str | None
    until: date | None


def calendar_desk(session: Session, actor: Actor, now: datetime) -> list[Line]:
    """Meetings that are booked, engagements without a meeting, calendars looked after: in that order."""
    given = {"me": actor.executive_id, "actor": actor.id, "now": now}
    rows: Iterable[Any] = session.execute(_lines(), given)
    order = (MEETING, OVER, ENGAGEMENT, DELEGATION)
    return sorted((Line(**row._mapping) for row in rows), key=lambda one: (order.index(one.kind), one.number))


@cache
def _lines() -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(_meetings(), _over(), _engagements(), _delegations())


def _line(
    kind: str, number: Any, other: type[Executive], *, at: Any, zone: Any = NO_TEXT, until: Any = NO_DAY
) -> Select[*tuple[Any, ...]]:
    """The columns of a Line; what a source does not know is a NULL of its type."""
    return named(kind=kind, number=number, name=other.name, slug=other.slug, at=at, zone=zone, until=until)


def _meetings() -> Select[*tuple[Any, ...]]:
    return _booked(MEETING, Meeting.starts_at).where(Meeting.ends_at > NOW)


def _over() -> Select[*tuple[Any, ...]]:
    """Nobody said yet whether it took place."""
    return _booked(OVER, Meeting.ends_at).where(Meeting.ends_at <= NOW)


def _booked(kind: str, at: InstrumentedAttribute[datetime]) -> Select[*tuple[Any, ...]]:
    other = aliased(Executive)
    theirs = case((Meeting.mentor_id == ME, Meeting.mentee_id), else_=Meeting.mentor_id)
    ours = or_(Meeting.mentor_id == ME, Meeting.mentee_id == ME), Meeting.state == MeetingState.BOOKED
    return (
        _line(kind, Meeting.id, other, at=at, zone=BookingPolicy.zone)
        .join(other, other.id == theirs)
        .outerjoin(BookingPolicy, BookingPolicy.executive_id == ME)
        .where(*ours)
    )


def _engagements() -> Select[*tuple[Any, ...]]:
    other = aliased(Executive)
    theirs = case(
        (MentorProfile.executive_id == ME, Engagement.executive_id), else_=MentorProfile.executive_id
    )
    booked = Meeting.engagement_id == Engagement.id, Meeting.state == MeetingState.BOOKED
    first_by = case((Engagement.state == EngagementState.ARRANGING, Engagement.book_by))
    return (
        _line(ENGAGEMENT, Engagement.id, other, at=first_by, until=Engagement.runs_until)
        .join(MentorProfile, MentorProfile.id == Engagement.profile_id)
        .join(other, other.id == theirs)
        .where(
            or_(MentorProfile.executive_id == ME, Engagement.executive_id == ME),
            Engagement.state.in_(OPEN),
            ~select(Meeting.id).where(*booked).exists(),
        )
    )


def _delegations() -> Select[*tuple[Any, ...]]:
    """Each with the day by which the first meeting of some conversation should be booked, if any."""
    open_ones = Delegation.delegate_id == ACTOR, Delegation.ended_at.is_(None)
    theirs = or_(
        MentorProfile.executive_id == Delegation.executive_id,
        Engagement.executive_id == Delegation.executive_id,
    )
    first_by = (
        select(func.min(Engagement.book_by))
        .join(MentorProfile, MentorProfile.id == Engagement.profile_id)
        .where(theirs, Engagement.state == EngagementState.ARRANGING)
        .correlate(Delegation)
        .scalar_subquery()
    )
    return (
        _line(DELEGATION, Delegation.id, Executive, at=first_by)
        .join(Executive, Executive.id == Delegation.executive_id)
        .where(*open_ones, Executive.active)
    )
