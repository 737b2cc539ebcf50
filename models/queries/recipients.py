"""Who is to be told: the actor who is an executive, and those who hold a role now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, lazyload

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency, line_of


def actor_of(session: Session, executive_id: int) -> int | None:
    """The active actor who is this executive."""
    return session.scalar(select(Actor.id).where(Actor.executive_id == executive_id, Actor.active))


def email_of(session: Session, executive_id: int) -> str | None:
    """Where the active actor who is this executive is written to."""
    return session.scalar(select(Actor.email).where(Actor.executive_id == executive_id, Actor.active))


def holders(session: Session, role: Role, now: datetime) -> list[int]:
    """The active actors who hold a role at `now`, sorted."""
    query = (
        select(Actor.id)
        .join(RoleGrant, RoleGrant.actor_id == Actor.id)
        .where(Actor.active, RoleGrant.role == role, RoleGrant.in_force(now))
        .distinct()
        .order_by(Actor.id)
    )
    return list(session.scalars(query))


def by_name(session: Session, role: Role, now: datetime) -> list[Actor]:
    """The active actors who hold a role at `now`, as they are named to whoever waits for one of them."""
    held = select(RoleGrant.actor_id).where(RoleGrant.role == role, RoleGrant.in_force(now))
    query = select(Actor).where(Actor.active, Actor.id.in_(held)).order_by(Actor.name, Actor.id)
    return list(session.scalars(query.options(lazyload(Actor.grants))))


def holders_at(session: Session, role: Role, agency: Agency, now: datetime) -> list[int]:
    """The active actors who hold a role for an agency or a unit above it at `now`, sorted; where one unit
    has holders those above are not asked."""
    above = list(line_of(agency))
    query = (
        select(RoleGrant.agency_id, Actor.id)
        .join(Actor, Actor.id == RoleGrant.actor_id)
        .where(Actor.active, RoleGrant.role == role, RoleGrant.agency_id.in_(above), RoleGrant.in_force(now))
        .distinct()
    )
    found: dict[int | None, list[int]] = {}
    for agency_id, actor_id in session.execute(query):
        found.setdefault(agency_id, []).append(actor_id)
    return next((sorted(found[unit]) for unit in above if unit in found), [])


@dataclass(frozen=True)
class Contacts:
    """Whom to ask, by name: at home, and where a question goes next."""

    home: list[Actor]
    office: list[Actor]


def contacts_for(session: Session, agency: Agency, now: datetime, but: int) -> Contacts:
    """The agency's coordinators and the programme office; `but` is the actor who asks."""
    at_home = and_(RoleGrant.role == Role.AGENCY_COORDINATOR, RoleGrant.agency_id.in_(list(line_of(agency))))
    office = RoleGrant.role == Role.PROGRAMME_OFFICE
    query = (
        select(Actor, RoleGrant.role)
        .join(RoleGrant, RoleGrant.actor_id == Actor.id)
        .where(Actor.active, Actor.id != but, or_(at_home, office), RoleGrant.in_force(now))
        .options(lazyload(Actor.grants))
        .order_by(Actor.name, Actor.id)
    )
    found: dict[Role, dict[int, Actor]] = {Role.AGENCY_COORDINATOR: {}, Role.PROGRAMME_OFFICE: {}}
    for person, role in session.execute(query):
        found[role][person.id] = person
    return Contacts(*(list(people.values()) for people in found.values()))
