"""The people around a development plan: its owner, who may sign it, who reviews it."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency
from models.executives import Executive
from models.plans import DevelopmentPlan
from models.queries.line_above import line_above


def owner_of(session: Session, plan: DevelopmentPlan) -> list[int]:
    """The actor who is the plan's executive, where one is active."""
    query = select(Actor.id).where(Actor.executive_id == plan.executive_id, Actor.active)
    return list(session.scalars(query))


def supervisors_of(session: Session, executive: Executive, now: datetime) -> list[Actor]:
    """Who may be asked to sign the executive's plan, by name."""
    query = select(Actor).where(Actor.id.in_(_holders(executive.id, Role.SUPERVISOR, now)))
    return list(session.scalars(query.order_by(Actor.name, Actor.id)))


def board_of(session: Session, executive: Executive, now: datetime) -> list[int]:
    """The members of the Executive Resources Board of the executive's home agency, or of one above it."""
    return list(
        session.scalars(_holders(executive.id, Role.EXECUTIVE_RESOURCES_BOARD, now).order_by(Actor.id))
    )


def can_sign(executive_id: int, now: datetime) -> ColumnElement[bool]:
    """In a statement over plans: whether the supervisor named in the plan of that executive may sign now."""
    holders = _holders(executive_id, Role.SUPERVISOR, now).where(Actor.id == DevelopmentPlan.supervisor_id)
    return holders.correlate(DevelopmentPlan).exists()


def _holders(executive_id: int, role: Role, now: datetime) -> Select[int]:
    """Active people who hold the role at the executive's home or above it now, the executive left out."""
    home = select(Executive.home_agency_id).where(Executive.id == executive_id).scalar_subquery()
    line = line_above(Agency.id == home)
    return (
        select(Actor.id)
        .join(RoleGrant, RoleGrant.actor_id == Actor.id)
        .join(line, line.c.id == RoleGrant.agency_id)
        .where(RoleGrant.role == role, Actor.active, RoleGrant.in_force(now))
        .where(Actor.executive_id.is_distinct_from(executive_id))
        .distinct()
    )
