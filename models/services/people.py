"""Actors: the first two of an installation, further ones, and those who leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.clauses import LONGEST_GRANT
from models.access import require
from models.actors import SYSTEM, Actor, Role, RoleGrant
from models.audit import record
from models.errors import Conflict, Denied
from models.executives import Executive
from models.services.reasons import must_be_written
from models.services.return_rights import sponsor_gone


@dataclass(frozen=True)
class NewActor:
    """Who is to be added; `executive_id` where the actor is an executive of the database."""

    slug: str
    name: str
    email: str | None = None
    executive_id: int | None = None


def install(session: Session, *, now: datetime, officer: NewActor) -> tuple[Actor, Actor]:
    """The system's own actor and the first officer of the programme; Conflict where actors exist already.

    This is the one verb without an actor, because nobody is there yet. Both grants are audited.
    """
    if session.scalar(select(Actor.id).limit(1)) is not None:
        raise Conflict("This installation has its first actors already.")
    system = _first(NewActor(SYSTEM, "Roundtrip itself"), Role.SYSTEM, now)
    first = _first(officer, Role.PROGRAMME_OFFICE, now)
    session.add_all([system, first])
    session.flush()
    for actor in (system, first):
        record(session, actor, "actors.install", actor=system, now=now, role=actor.grants[0].role)
    session.flush()
    return system, first


def _first(person: NewActor, role: Role, now: datetime) -> Actor:
    ends = now + timedelta(days=LONGEST_GRANT.figure)
    grant = RoleGrant(role=role, starts_at=now, ends_at=ends, reason="first actor of the installation")
    return Actor(slug=person.slug, name=person.name, email=person.email, grants=[grant])


def add_actors(session: Session, *, actor: Actor, now: datetime, people: Sequence[NewActor]) -> list[Actor]:
    """Add people who may sign in; they hold no role but that of the executive they are."""
    require(actor, "people.add_actors", None, now=now)
    added = [
        Actor(slug=one.slug, name=one.name, email=one.email, executive_id=one.executive_id, grants=[])
        for one in people
    ]
    session.add_all(added)
    session.flush()
    for one in added:
        record(session, one, "actors.add", actor=actor, now=now)
    session.flush()
    return added


def deactivate(session: Session, *, actor: Actor, now: datetime, person: Actor, reason: str) -> None:
    """End every right of a person at once; what the person did stays on the record."""
    require(actor, "people.deactivate", person, now=now)
    if person.id == actor.id:
        raise Denied("Nobody deactivates themselves: another person of the office does.")
    if person.slug == SYSTEM:
        raise Denied("Roundtrip's own account stays: without it no mail goes out and no round moves.")
    must_be_active(person)
    must_be_written(reason)
    person.active = False
    sponsor_gone(session, person, by=actor, now=now)
    record(session, person, "actors.deactivate", actor=actor, now=now, reason=reason)
    session.flush()


def must_be_active(person: Actor) -> None:
    """Raise Conflict where the person was deactivated or has left."""
    if not person.active:
        raise Conflict(f"{person.name} is not active any more.")


def reactivate(session: Session, *, actor: Actor, now: datetime, person: Actor, reason: str) -> None:
    """Let a person in again; roles that were revoked are granted anew, and sheets filed anew."""
    require(actor, "people.reactivate", person, now=now)
    if person.active:
        raise Conflict(f"{person.name} is active.")
    must_be_written(reason)
    person.active = True
    if person.executive_id is not None:
        session.get_one(Executive, person.executive_id).active = True
    record(session, person, "actors.reactivate", actor=actor, now=now, reason=reason)
    session.flush()
