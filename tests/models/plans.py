"""Development plans in the invented world: written, submitted, signed and reviewed by those who may."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.actors import Actor, Role
from models.agencies import Agency
from models.competencies import Ecq
from models.executives import Executive
from models.outbox import Notice
from models.plans import ActivityKind, DevelopmentPlan, ReviewOutcome, Term
from models.services import assessments, people, plan_items, plans
from models.services.people import NewActor
from models.services.plan_items import Aim, Step
from models.services.plans import Verdict
from tests.models.world import NOW, actor, find, give

TODAY = date(2026, 11, 23)
ACCEPTED = Verdict(TODAY, ReviewOutcome.ACCEPTED)
RETURNED = Verdict(TODAY, ReviewOutcome.REVISE, "Name the office of the detail.")


OWN = {"filed": "written", "ranked": "submitted", "solved": "signed", "published": "reviewed"}
"""How far the plan of E-01 is at a stage of the round; at any other there is none."""


def furnish(session: Session, stage: str) -> None:
    """Plans for the pages, at the first stage and where E-01 has one: of the executives of EN from E-06 on
    each is a step further than the one before; E-01 stands where `OWN` says, with a supervisor and a board
    above."""
    if stage != "drafted" and stage not in OWN:
        return
    office = actor(session, "office")
    staff = [NewActor("supervisor-AG", "supervisor-AG"), NewActor("board-AG", "board-AG")]
    people.add_actors(session, actor=office, now=NOW, people=staff)
    give(session, "supervisor-AG", Role.SUPERVISOR, "AG")
    give(session, "board-AG", Role.EXECUTIVE_RESOURCES_BOARD, "AG")
    home = find(session, Agency, "EN").id
    query = select(Executive.slug).where(Executive.home_agency_id == home, Executive.slug > "E-05")
    for number, slug in enumerate(session.scalars(query.order_by(Executive.slug)).all()):
        (submitted, signed, reviewed)[number % 3](session, slug)
    if stage in OWN:
        _own(session, OWN[stage])
    session.flush()
    session.execute(delete(Notice).where(Notice.template.startswith("plan_")))  # read long ago


def _own(session: Session, step: str) -> None:
    executive, by = find(session, Executive, "E-01"), actor(session, "e-01")
    assessments.enter(session, actor=by, now=NOW, executive=executive, done_on=date(2026, 6, 1))
    if step == "written":
        written(session, "E-01")
    elif step == "reviewed":
        reviewed(session, "E-01", "board-AG", "supervisor-AG")
    else:
        {"submitted": submitted, "signed": signed}[step](session, "E-01", "supervisor-AG")


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
