"""Actors: the first two of an installation, further ones, and those who leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.clauses import LONGEST_GRANT
from models.access import require
from models.actors import Actor, Role, RoleGrant
from models.audit import record
from models.errors import Conflict


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
    system = _first(NewActor("system", "Roundtrip itself"), Role.SYSTEM, now)
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
    person.active = False
    record(session, person, "actors.deactivate", actor=actor, now=now, reason=reason)
    session.flush()
