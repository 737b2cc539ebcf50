"""Development plans in the invented world: written, submitted, signed and reviewed by those who may."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from models.actors import Actor
from models.competencies import Ecq
from models.executives import Executive
from models.plans import ActivityKind, DevelopmentPlan, ReviewOutcome, Term
from models.services import plan_items, plans
from models.services.plan_items import Aim, Step
from models.services.plans import Verdict
from tests.models.world import NOW, actor, find

TODAY = date(2026, 11, 23)
ACCEPTED = Verdict(TODAY, ReviewOutcome.ACCEPTED)
RETURNED = Verdict(TODAY, ReviewOutcome.REVISE, "Name the office of the detail.")


def owner(session: Session, slug: str) -> Actor:
    return actor(session, slug.lower())


def begun(session: Session, slug: str = "E-05", now: datetime = NOW) -> DevelopmentPlan:
    """An empty draft."""
    executive = find(session, Executive, slug)
    return plans.begin(session, actor=owner(session, slug), now=now, executive=executive)


def aim(session: Session, term: Term, text: str = "Lead a merger of two offices.", **more: Any) -> Aim:
    usual: dict[str, Any] = {"strengthens": session.get_one(Ecq, 1), "reach_by": date(2027, 9, 30)}
    return Aim(term, text, **(usual | more))


def write(session: Session, plan: DevelopmentPlan, verb: Any, *, now: datetime = NOW, **facts: Any) -> Any:
    """One change by the plan's owner, on the plan as it stands."""
    by = owner(session, plan.executive.slug)
    return verb(session, actor=by, now=now, plan=plan, version=plan.version, **facts)


def written(session: Session, slug: str = "E-05", now: datetime = NOW) -> DevelopmentPlan:
    """A draft that names all that a plan must."""
    plan = begun(session, slug, now)
    for term in Term:
        write(session, plan, plan_items.write_objective, now=now, aim=aim(session, term))
    step = Step(ActivityKind.ROTATION, "Detail to another agency", plan.objectives[0], date(2027, 3, 1))
    write(session, plan, plan_items.write_activity, now=now, step=step)
    return plan


def submitted(
    session: Session, slug: str = "E-05", by: str = "supervisor-EN", now: datetime = NOW
) -> DevelopmentPlan:
    plan, supervisor = written(session, slug, now), actor(session, by)
    plans.submit(session, actor=owner(session, slug), now=now, plan=plan, supervisor=supervisor)
    return plan


def signed(
    session: Session, slug: str = "E-05", by: str = "supervisor-EN", now: datetime = NOW
) -> DevelopmentPlan:
    plan = submitted(session, slug, by, now)
    note = "Travel for the detail is planned."
    plans.sign(session, actor=actor(session, by), now=now, plan=plan, version=plan.version, note=note)
    return plan


def reviewed(
    session: Session, slug: str = "E-05", by: str = "board-EN", supervisor: str = "supervisor-EN"
) -> DevelopmentPlan:
    plan = signed(session, slug, supervisor)
    board = actor(session, by)
    plans.review(session, actor=board, now=NOW, plan=plan, version=plan.version, verdict=ACCEPTED)
    return plan
