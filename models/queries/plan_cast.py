"""Whose development plan stands where, for the sign-in page of a demonstration."""

from sqlalchemy import ColumnElement, and_, literal, select, union_all
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agencies import Agency
from models.executives import Executive
from models.plans import DevelopmentPlan, PlanState
from models.returns import OPEN, ReturnRight

ACTS: tuple[tuple[str, ColumnElement[bool]], ...] = (
    (
        "a draft to complete or to send",
        and_(DevelopmentPlan.state == PlanState.DRAFT, DevelopmentPlan.supervisor_id.is_(None)),
    ),
    (
        "a draft that the supervisor sent back",
        and_(DevelopmentPlan.state == PlanState.DRAFT, DevelopmentPlan.supervisor_note != ""),
    ),
    ("with the supervisor", DevelopmentPlan.state == PlanState.SUBMITTED),
    ("signed, before the board", DevelopmentPlan.state == PlanState.SIGNED),
    ("reviewed: activities to enter", DevelopmentPlan.state == PlanState.REVIEWED),
)


def plan_cast(session: Session) -> list[tuple[str, str, str]]:
    """(slug, name, where the plan stands): one executive for each step, who is at home
    where there is one, in one statement."""
    away = select(ReturnRight.id).where(ReturnRight.executive_id == Executive.id, ReturnRight.state.in_(OPEN))
    steps = [
        select(literal(order).label("step"), literal(words), Actor.slug, Actor.name, Agency.name)
        .select_from(DevelopmentPlan)
        .join(Executive, Executive.id == DevelopmentPlan.executive_id)
        .join(Agency, Agency.id == Executive.home_agency_id)
        .join(Actor, Actor.executive_id == Executive.id)
        .where(where, Actor.active, Executive.active)
        .order_by(away.exists(), DevelopmentPlan.id)
        .limit(1)
        .subquery()
        for order, (words, where) in enumerate(ACTS)
    ]
    rows = session.execute(union_all(*(select(step) for step in steps))).all()
    return [(slug, name, f"{words}; {agency}") for _, words, slug, name, agency in sorted(map(tuple, rows))]
