"""Who supervises, rates, reviews or examines whom: recorded, and ended."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.relations import Relation, RelationKind


def add(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    executive: Executive,
    other: Executive,
    kind: RelationKind,
    starts_on: date,
    ends_on: date | None = None,
) -> Relation:
    """Put on record that `other` is the supervisor (rating official, …) of `executive`, both days counted."""
    require(actor, "relations.add", executive, now=now)
    if executive.id == other.id:
        raise Invalid("Nobody stands over themselves.")
    if ends_on is not None and ends_on < starts_on:
        raise Invalid("A relation ends after it begins.", about="ends_on")
    same = select(Relation.id).where(
        Relation.executive_id == executive.id,
        Relation.other_id == other.id,
        Relation.kind == kind,
        Relation.starts_on == starts_on,
    )
    if session.scalar(same) is not None:
        raise Conflict("This relation is on record already.")
    found = Relation(
        executive_id=executive.id,
        other_id=other.id,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=now,
        recorded_by_id=actor.id,
    )
    session.add(found)
    session.flush()
    record(session, found, "relations.add", actor=actor, now=now, kind=kind)
    session.flush()
    return found


def end(session: Session, *, actor: Actor, now: datetime, relation: Relation, last_day: date) -> None:
    """Let it end with a day; for a time it still keeps two people apart."""
    require(actor, "relations.end", session.get_one(Executive, relation.executive_id), now=now)
    if relation.ends_on is not None:
        raise Conflict("This relation has its last day already.")
    if last_day < relation.starts_on:
        raise Invalid("A relation ends after it begins.")
    relation.ends_on = last_day
    record(session, relation, "relations.end", actor=actor, now=now, last_day=last_day.isoformat())
    session.flush()
