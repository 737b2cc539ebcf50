"""What a draft requires of whoever comes: added, copied, moved up, removed, while it is a draft."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid
from models.locks import lock_opportunity
from models.opportunities import Opportunity, OpportunityState
from models.queries.requirements import requirements_of
from models.requirements import LONGEST_REQUIREMENT, Effect, Requirement, Subject

MOST_REQUIREMENTS = 20
HEAVIEST = 100


@dataclass(frozen=True)
class NewRequirement:
    """What the host writes; a weight in points stands only with a score."""

    text: str
    subject: Subject
    effect: Effect
    justification: str
    weight: int | None = None


def add(
    session: Session, *, actor: Actor, now: datetime, opportunity: Opportunity, new: NewRequirement
) -> Requirement:
    """Put one more requirement at the end; Invalid where its text, reason or weight is not right."""
    require(actor, "requirements.add", opportunity, now=now)
    _must_be_draft(session, opportunity)
    _check(new)
    others = requirements_of(session, opportunity)
    if len(others) >= MOST_REQUIREMENTS:
        raise Conflict(f"An opportunity has at most {MOST_REQUIREMENTS} requirements.")
    added = _made(opportunity, len(others) + 1, new)
    session.add(added)
    session.flush()
    effect = new.effect.value
    record(session, opportunity, "requirements.add", actor=actor, now=now, number=added.id, effect=effect)
    session.flush()
    return added


def copy(
    session: Session, *, actor: Actor, now: datetime, earlier: Opportunity, opportunity: Opportunity
) -> int:
    """Let a draft that has none require what an `earlier` opportunity does, in its order; how many."""
    require(actor, "requirements.copy", opportunity, now=now)
    require(actor, "offers.see", earlier, now=now)
    _must_be_draft(session, opportunity)
    if requirements_of(session, opportunity):
        raise Conflict("The draft has requirements of its own.")
    found = requirements_of(session, earlier)
    session.add_all(_made(opportunity, number, one) for number, one in enumerate(found, 1))
    if found:
        facts: dict[str, Any] = {"number": len(found), "earlier": earlier.slug}
        record(session, opportunity, "requirements.copy", actor=actor, now=now, **facts)
    session.flush()
    return len(found)


def remove(session: Session, *, actor: Actor, now: datetime, requirement: Requirement) -> None:
    """Take a requirement off; those after it move up."""
    opportunity = requirement.opportunity
    require(actor, "requirements.remove", opportunity, now=now)
    _must_be_draft(session, opportunity)
    others = [one for one in requirements_of(session, opportunity) if one is not requirement]
    record(session, opportunity, "requirements.remove", actor=actor, now=now, number=requirement.id)
    session.delete(requirement)
    _number(others)
    session.flush()


def move_up(session: Session, *, actor: Actor, now: datetime, requirement: Requirement) -> None:
    """Put a requirement one place higher; the first stays where it is."""
    opportunity = requirement.opportunity
    require(actor, "requirements.move_up", opportunity, now=now)
    _must_be_draft(session, opportunity)
    order = requirements_of(session, opportunity)
    at = order.index(requirement)
    if at == 0:
        raise Conflict("It is the first already.")
    order[at - 1], order[at] = order[at], order[at - 1]
    _number(order)
    record(session, opportunity, "requirements.move_up", actor=actor, now=now, number=requirement.id)
    session.flush()


def _made(opportunity: Opportunity, ordinal: int, said: NewRequirement | Requirement) -> Requirement:
    return Requirement(
        opportunity=opportunity,
        ordinal=ordinal,
        text=said.text.strip(),
        subject=said.subject,
        effect=said.effect,
        weight=said.weight,
        justification=said.justification.strip(),
    )


def _number(order: list[Requirement]) -> None:
    for ordinal, one in enumerate(order, 1):
        one.ordinal = ordinal


def _must_be_draft(session: Session, opportunity: Opportunity) -> None:
    """Under a lock, so that nobody submits it meanwhile."""
    if lock_opportunity(session, opportunity.id).state is not OpportunityState.DRAFT:
        raise Conflict("Requirements are written while the opportunity is a draft.")


def _check(new: NewRequirement) -> None:
    if not new.text.strip() or not new.justification.strip():
        raise Invalid("A requirement needs its text and why the work needs it.")
    if len(new.text.strip()) > LONGEST_REQUIREMENT:
        raise Invalid(f"Write at most {LONGEST_REQUIREMENT} characters.")
    if (new.effect is Effect.SCORE) != (new.weight is not None):
        raise Invalid("A score has a weight, a gate or a flag has none.")
    if new.weight is not None and not 1 <= new.weight <= HEAVIEST:
        raise Invalid(f"A weight is 1 to {HEAVIEST} points.")
