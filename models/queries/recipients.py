"""Who is to be told: the actor who is an executive, and those who hold a role now."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency
from models.holding import line_of


def actor_of(session: Session, executive_id: int) -> int | None:
    """The active actor who is this executive."""
    return session.scalar(select(Actor.id).where(Actor.executive_id == executive_id, Actor.active))


def holders(session: Session, role: Role, now: datetime) -> list[int]:
    """The active actors who hold a role at `now`, sorted."""
    query = (
        select(Actor.id)
        .join(RoleGrant, RoleGrant.actor_id == Actor.id)
        .where(Actor.active, RoleGrant.role == role, *_in_force(now))
        .distinct()
        .order_by(Actor.id)
    )
    return list(session.scalars(query))


def holders_at(session: Session, role: Role, agency: Agency, now: datetime) -> list[int]:
    """The active actors who hold a role for an agency or a unit above it at `now`, sorted; where one unit
    has holders those above are not asked."""
    above = list(line_of(agency))
    query = (
        select(RoleGrant.agency_id, Actor.id)
        .join(Actor, Actor.id == RoleGrant.actor_id)
        .where(Actor.active, RoleGrant.role == role, RoleGrant.agency_id.in_(above), *_in_force(now))
        .distinct()
    )
    found: dict[int | None, list[int]] = {}
    for agency_id, actor_id in session.execute(query):
        found.setdefault(agency_id, []).append(actor_id)
    return next((sorted(found[unit]) for unit in above if unit in found), [])


def _in_force(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        RoleGrant.starts_at <= now,
        RoleGrant.ends_at > now,
        or_(RoleGrant.revoked_at.is_(None), RoleGrant.revoked_at > now),
    )
