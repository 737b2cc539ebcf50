"""The people around a development plan: its owner, who may sign it, who reviews it."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency
from models.executives import Executive
from models.plans import DevelopmentPlan


def owner_of(session: Session, plan: DevelopmentPlan) -> list[int]:
    """The actor who is the plan's executive, where one is active."""
    query = select(Actor.id).where(Actor.executive_id == plan.executive_id, Actor.active)
    return list(session.scalars(query))


def supervisors_of(session: Session, executive: Executive, now: datetime) -> list[Actor]:
    """Who may be asked to sign the executive's plan, by name."""
    query = select(Actor).where(Actor.id.in_(_holders(executive, Role.SUPERVISOR, now)))
    return list(session.scalars(query.order_by(Actor.name, Actor.id)))


def board_of(session: Session, executive: Executive, now: datetime) -> list[int]:
    """The members of the Executive Resources Board of the executive's home agency, or of one above it."""
    return list(session.scalars(_holders(executive, Role.EXECUTIVE_RESOURCES_BOARD, now).order_by(Actor.id)))


def _holders(executive: Executive, role: Role, now: datetime) -> Select[int]:
    """Active people who hold the role at the executive's home now, the executive left out."""
    home = select(Agency.id, Agency.parent_id).where(Agency.id == executive.home_agency_id)
    line = home.cte("line", recursive=True)
    above = aliased(Agency)
    tree = line.union(select(above.id, above.parent_id).join(line, above.id == line.c.parent_id))
    return (
        select(Actor.id)
        .join(RoleGrant, RoleGrant.actor_id == Actor.id)
        .where(
            RoleGrant.role == role,
            RoleGrant.agency_id.in_(select(tree.c.id)),
            RoleGrant.starts_at <= now,
            RoleGrant.ends_at > now,
            RoleGrant.revoked_at.is_(None),
            Actor.active,
            Actor.executive_id.is_(None) | (Actor.executive_id != executive.id),
        )
        .distinct()
    )
