"""Naming who looks after a calendar, and ending that."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.policy.meeting_clauses import MOST_DELEGATES
from models.access import require
from models.actors import Actor
from models.audit import record
from models.delegations import Delegation
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.outbox import post


def begin(session: Session, *, actor: Actor, now: datetime, executive: Executive, email: str) -> Delegation:
    """Let somebody see and book the times, and tell them; Invalid where the address means nobody."""
    require(actor, "delegations.begin", executive, now=now)
    person = session.scalar(
        select(Actor).where(func.lower(Actor.email) == email.strip().lower(), Actor.active)
    )
    if person is None:
        raise Invalid("Nobody signs in here with this address: the programme office opens an account.")
    if person.executive_id == executive.id:
        raise Invalid("You look after your own times anyway.")
    open_ones = Delegation.executive_id == executive.id, Delegation.ended_at.is_(None)
    theirs = session.scalars(select(Delegation).where(*open_ones).with_for_update()).all()
    if any(one.delegate_id == person.id for one in theirs):
        raise Conflict(f"{person.name} looks after your times already.")
    if len(theirs) >= MOST_DELEGATES.figure:
        raise Invalid(f"At most {MOST_DELEGATES.figure} people look after one calendar: end one first.")
    made = Delegation(executive_id=executive.id, delegate_id=person.id, began_at=now)
    session.add(made)
    record(session, made, "delegations.begin", actor=actor, now=now, delegate=person.slug)
    session.flush()
    _tell(session, made, "delegation_begun", now)
    return made


def end(session: Session, *, actor: Actor, now: datetime, executive: Executive, given: Delegation) -> None:
    """From now on the delegate sees and books nothing."""
    require(actor, "delegations.end", executive, now=now)
    if given.executive_id != executive.id or given.ended_at is not None:
        raise Conflict("This has ended already.")
    given.ended_at = now
    record(session, given, "delegations.end", actor=actor, now=now)
    session.flush()
    _tell(session, given, "delegation_ended", now)


def _tell(session: Session, given: Delegation, template: str, now: datetime) -> None:
    """Write to the delegate, who learns of it from nobody else."""
    who = {"owner": given.executive.name}
    post(
        session,
        key=f"{template}/{given.id}",
        recipient_id=given.delegate_id,
        template=template,
        now=now,
        **who,
    )
