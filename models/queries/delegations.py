"""Who looks after whose calendar, and the open address of one's own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from models.actors import Actor
from models.audit import AuditEvent
from models.calendar_feeds import CalendarFeed
from models.delegations import Delegation
from models.executives import Executive
from models.meetings import Meeting

MOST_DONE = 20


@dataclass(frozen=True)
class Done:
    """One act of a delegate: when, who, the action, the meeting, and whom it is with."""

    at: datetime
    who: str
    action: str
    meeting: int
    other: str


def delegates(session: Session, executive: Executive) -> list[Delegation]:
    """Those who look after an executive's calendar now."""
    query = select(Delegation).where(Delegation.executive_id == executive.id, Delegation.ended_at.is_(None))
    return list(session.scalars(query.options(joinedload(Delegation.delegate)).order_by(Delegation.id)))


def looked_after(session: Session, delegate: Actor) -> list[str]:
    """The names of those in service whose calendar somebody looks after now."""
    query = select(Executive.name).join(Delegation, Delegation.executive_id == Executive.id)
    theirs = Delegation.delegate_id == delegate.id, Delegation.ended_at.is_(None), Executive.active
    return list(session.scalars(query.where(*theirs).order_by(Executive.name)))


def done_on_behalf(session: Session, executive: Executive) -> list[Done]:
    """What delegates arranged for an executive, the newest first, whether they still may or not."""
    other, me = aliased(Executive), executive.id
    mine = or_(Meeting.mentor_id == me, Meeting.mentee_id == me)
    theirs = case((Meeting.mentor_id == me, Meeting.mentee_id), else_=Meeting.mentor_id)
    query = (
        select(AuditEvent.at, Actor.name, AuditEvent.action, Meeting.id, other.name)
        .join(Meeting, Meeting.id == AuditEvent.object_id)
        .join(other, other.id == theirs)
        .join(Actor, Actor.id == AuditEvent.actor_id)
        .where(AuditEvent.object_type == Meeting.__tablename__, mine)
        .where(AuditEvent.facts["on_behalf_of"].as_string() == executive.slug)
    )
    return [Done(*row) for row in session.execute(query.order_by(AuditEvent.id.desc()).limit(MOST_DONE))]


def find_owner(session: Session, slug: str) -> Executive | None:
    """The executive in service of an address, whose calendar is looked after."""
    return session.scalar(select(Executive).where(Executive.slug == slug, Executive.active))


def open_feed(session: Session, executive: Executive) -> CalendarFeed | None:
    """The feed that can be read now."""
    mine = CalendarFeed.executive_id == executive.id, CalendarFeed.revoked_at.is_(None)
    return session.scalar(select(CalendarFeed).where(*mine))
