"""What the verbs of development plans are tried with, and by whom."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.executives import Executive
from models.plans import ActivityKind, DevelopmentPlan, Term
from models.services import assessments
from models.services.plan_items import Step
from tests.models import plans
from tests.models.world import NOW, actor, find

Given = Callable[[Session], dict[str, Any]]
OWNER, SUPERVISOR, BOARD = {"e-05"}, {"supervisor-EN"}, {"board-EN"}
DAY = date(2026, 6, 1)


def the_owner(session: Session) -> dict[str, Any]:
    return {"executive": find(session, Executive, "E-05")}


def plan_at(make: Callable[[Session], DevelopmentPlan], **more: Any) -> Given:
    """The plan at that step, as it stands."""
    return lambda session: {"plan": make(session)} | more


def seen_at(make: Callable[[Session], DevelopmentPlan], **more: Any) -> Given:
    """The plan at that step, with the version somebody read."""

    def given(session: Session) -> dict[str, Any]:
        plan = make(session)
        return {"plan": plan, "version": plan.version} | more

    return given


def to_submit(session: Session) -> dict[str, Any]:
    return {"plan": plans.written(session), "supervisor": actor(session, "supervisor-EN")}


def objective(session: Session) -> dict[str, Any]:
    facts = seen_at(plans.written)(session)
    return facts | {"objective": facts["plan"].objectives[0]}


def activity(session: Session) -> dict[str, Any]:
    facts = seen_at(plans.written)(session)
    return facts | {"activity": facts["plan"].activities[0]}


def new_objective(session: Session) -> dict[str, Any]:
    return seen_at(plans.begun)(session) | {"aim": plans.aim(session, Term.SHORT)}


def assessment(session: Session) -> dict[str, Any]:
    facts = the_owner(session)
    by = actor(session, "e-05")
    return facts | {"assessment": assessments.enter(session, actor=by, now=NOW, done_on=DAY, **facts)}


def somebody_due(session: Session) -> dict[str, Any]:
    """Whose review has never been."""
    return {"person": actor(session, "e-05")}


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "start": {
        "plans.begin": (OWNER, the_owner),
        "development.remind": ({"system"}, somebody_due),
        "plans.submit": (OWNER, to_submit),
        "plans.take_back": (OWNER, plan_at(plans.submitted)),
        "plans.revise": (OWNER, plan_at(plans.signed)),
        "plans.sign": (SUPERVISOR, seen_at(plans.submitted, note="")),
        "plans.send_back": (SUPERVISOR, seen_at(plans.submitted, reason="Name a day.")),
        "plans.review": (BOARD, seen_at(plans.signed, verdict=plans.ACCEPTED)),
        "plan_items.write_objective": (OWNER, new_objective),
        "plan_items.drop_objective": (OWNER, objective),
        "plan_items.write_activity": (
            OWNER,
            seen_at(plans.begun, step=Step(ActivityKind.COACHING, "Six talks", done_on=DAY)),
        ),
        "plan_items.finish_activity": (OWNER, lambda session: activity(session) | {"done_on": DAY}),
        "plan_items.drop_activity": (OWNER, activity),
        "plan_items.write_engagement": (
            OWNER,
            plan_at(plans.begun, held_on=DAY, topic="Reorganization", source="engagement/1"),
        ),
        "assessments.enter": (OWNER, lambda session: the_owner(session) | {"done_on": DAY}),
        "assessments.strike": (OWNER, assessment),
    },
}
