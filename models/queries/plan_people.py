"""The people around a development plan: its owner, who may sign it, who reviews it."""

from datetime import datetime

from sqlalchemy import CTE, ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency
from models.executives import Executive
from models.plans import DevelopmentPlan, PlanState
from models.queries.line_above import line_above


def owner_of(session: Session, plan: DevelopmentPlan) -> list[int]:
    """The actor who is the plan's executive, where one is active."""
    query = select(Actor.id).where(Actor.executive_id == plan.executive_id, Actor.active)
    return list(session.scalars(query))


def supervisors_of(session: Session, executive: Executive, now: datetime) -> list[Actor]:
    """Who may be asked to sign the executive's plan, by name."""
    query = select(Actor).where(Actor.id.in_(_holders(executive.id, Role.SUPERVISOR, now)))
    return list(session.scalars(query.order_by(Actor.name, Actor.id)))


def board_of(session: Session, plan: DevelopmentPlan, now: datetime) -> list[int]:
    """Who may review the plan: the members of the Executive Resources Board of the executive's home agency,
    or of one above it, without the supervisor named in the plan."""
    members = _holders(plan.executive_id, Role.EXECUTIVE_RESOURCES_BOARD, now)
    return list(session.scalars(members.where(Actor.id != plan.supervisor_id).order_by(Actor.id)))


def who_acts(executive_id: int, now: datetime, home: int | None = None) -> list[ColumnElement[bool]]:
    """In a statement over plans, for the plan of that executive: whether anybody may sign it now, whether the
    supervisor named in it may, and whether anybody may review it then; `home` is an agency to ask this of in
    the place of the executive's own."""
    line, named = _line(executive_id, home), DevelopmentPlan.supervisor_id
    signers = _holders(executive_id, Role.SUPERVISOR, now, line)
    board = _holders(executive_id, Role.EXECUTIVE_RESOURCES_BOARD, now, line)
    asked = signers, signers.where(Actor.id == named), board.where(Actor.id.is_distinct_from(named))
    return [one.correlate(DevelopmentPlan).exists() for one in asked]


def without_a_board(session: Session, now: datetime) -> list[tuple[str, int]]:
    """The agencies with signed plans that nobody may review now, by name, and how many plans wait at each."""
    granted = select(Agency.id, Actor.id.label("member"), Actor.executive_id)
    granted = granted.select_from(RoleGrant).join(Actor, Actor.id == RoleGrant.actor_id)
    granted = granted.join(Agency, Agency.id == RoleGrant.agency_id)
    granted = granted.where(
        RoleGrant.role == Role.EXECUTIVE_RESOURCES_BOARD, Actor.active, RoleGrant.in_force(now)
    )
    board, unit = granted.cte("board", recursive=True), aliased(Agency)
    lower = select(unit.id, board.c.member, board.c.executive_id).join(board, unit.parent_id == board.c.id)
    board = board.union(lower)
    reviewed = select(board.c.id).where(
        board.c.id == Executive.home_agency_id,
        board.c.member != DevelopmentPlan.supervisor_id,
        board.c.executive_id.is_distinct_from(Executive.id),
    )
    query = (
        select(Agency.name, func.count())
        .join(Executive, Executive.home_agency_id == Agency.id)
        .join(DevelopmentPlan, DevelopmentPlan.executive_id == Executive.id)
        .where(DevelopmentPlan.state == PlanState.SIGNED, Executive.active)
        .where(~reviewed.correlate(Executive, DevelopmentPlan).exists())
        .group_by(Agency.id, Agency.name)
    )
    return [(name, count) for name, count in session.execute(query.order_by(Agency.name, Agency.id))]


def _line(executive_id: int, home: int | None = None) -> CTE:
    own = select(Executive.home_agency_id).where(Executive.id == executive_id).scalar_subquery()
    return line_above(Agency.id == (own if home is None else home))


def _holders(executive_id: int, role: Role, now: datetime, line: CTE | None = None) -> Select[int]:
    """Active people who hold the role at the executive's home or above it now, the executive left out; the
    `line` of home where a statement asks twice."""
    line = _line(executive_id) if line is None else line
    return (
        select(Actor.id)
        .join(RoleGrant, RoleGrant.actor_id == Actor.id)
        .join(line, line.c.id == RoleGrant.agency_id)
        .where(RoleGrant.role == role, Actor.active, RoleGrant.in_force(now))
        .where(Actor.executive_id.is_distinct_from(executive_id))
        .distinct()
    )
