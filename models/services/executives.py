"""What the office corrects of an executive on record: position, appointment, dates, clearance."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.access import require
from models.actors import Actor
from models.agreement_days import UNSIGNED
from models.agreements import Agreement
from models.audit import record
from models.errors import Conflict, Denied, Invalid
from models.executives import AppointmentType, Clearance, Executive
from models.outbox import post
from models.positions import Position
from models.queries.held_positions import rights_on
from models.services import incumbents
from models.services.reasons import must_be_written


@dataclass(frozen=True)
class OnRecord:
    """What an executive's card shows from the record, beside name and agency."""

    position: Position | None
    appointment: AppointmentType
    ses_since: date
    position_since: date
    clearance: Clearance


def correct(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    person: Actor,
    found: OnRecord,
    version: int,
    reason: str,
) -> None:
    """Put on record what is so, and tell the executive; Conflict where the card changed since `version`.

    What is sealed or signed stays as it is: rounds that are frozen, agreements, and the post that a return
    leads to.
    """
    require(actor, "executives.correct", person, now=now)
    if person.id == actor.id:
        raise Denied("Another person of the office corrects your record.")
    executive = in_service(session, person)
    if executive.version != version:
        raise Conflict("Somebody changed this record since you opened the page.")
    must_be_written(reason)
    facts = _differing(executive, found)
    if not facts["changed"]:
        raise Invalid("Nothing here differs from what is on record.")
    incumbents.must_fit_in_time(found.ses_since, found.position_since, local_day(now))
    if "post" in facts:
        _exchange(session, executive, found.position)
    executive.appointment, executive.clearance = found.appointment, found.clearance
    executive.ses_since, executive.current_position_since = found.ses_since, found.position_since
    record(session, executive, "executives.correct", actor=actor, now=now, reason=reason, **facts)
    key = f"record/{executive.id}/{version}"
    post(session, key=key, recipient_id=person.id, template="record_corrected", now=now, page="card")
    session.flush()


def in_service(session: Session, person: Actor) -> Executive:
    """The executive this is; Conflict where it is none who serves now."""
    if person.executive_id is None or not person.active:
        raise Conflict(f"{person.name} is not an executive in service.")
    return session.get_one(Executive, person.executive_id)


def _differing(executive: Executive, found: OnRecord) -> dict[str, Any]:
    """For the trail: which parts change; of a post also which, because posts are public."""
    before = executive.position
    parts = {
        "post": before is not found.position,
        "appointment": executive.appointment is not found.appointment,
        "in the service since": executive.ses_since != found.ses_since,
        "in the post since": executive.current_position_since != found.position_since,
        "clearance": executive.clearance is not found.clearance,
    }
    facts: dict[str, Any] = {"changed": [name for name, differs in parts.items() if differs]}
    if parts["post"]:
        named = {"before": before, "after": found.position}
        facts["post"] = {when: one.slug if one else "none" for when, one in named.items()}
    return facts


def _exchange(session: Session, executive: Executive, position: Position | None) -> None:
    if executive.position is not None:
        _must_be_loose(session, executive, executive.position)
    if position is not None:
        incumbents.must_be_free(session, position, executive.home_agency, executive)
    incumbents.vacate(executive)
    session.flush()  # the old post is free before the new one is taken
    if position is not None:
        incumbents.take(executive, position)


def _must_be_loose(session: Session, executive: Executive, held: Position) -> None:
    """Conflict where an agreement not yet in force, or an open return, rests on the post that is held."""
    name, about = executive.name, "position"
    drafted = Agreement.executive_id == executive.id, Agreement.position_id == held.id
    if session.scalar(select(Agreement.id).where(*drafted, Agreement.state.in_(UNSIGNED)).limit(1)):
        sentence = f"An agreement of {name} that is not in force yet names the present post: cancel it first."
        raise Conflict(sentence, about=about)
    if any(one.executive is executive for one in rights_on(session, held)):
        sentence = f"{name} is to come back to the present post: it stays until the return is closed."
        raise Conflict(sentence, about=about)
