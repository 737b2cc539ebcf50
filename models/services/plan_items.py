"""What a development plan holds: objectives, activities planned and done, and held engagements written in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from matcher.mentoring.business import local_day
from matcher.policy.development import check_aim
from models.access import require
from models.actors import Actor
from models.audit import record
from models.competencies import Competency, Ecq
from models.errors import Conflict, Invalid, Unmet, WrongState
from models.plans import ActivityKind, DevelopmentPlan, PlanActivity, PlanObjective, PlanState, Term
from models.services.plans import lock_plan

LONGEST_OBJECTIVE, LONGEST_TITLE, LONGEST_SOURCE = 500, 200, 100
MOST_OBJECTIVES, MOST_ACTIVITIES = 12, 100
"""A plan is read by three people: more objectives than these are none."""


@dataclass(frozen=True)
class Aim:
    """An objective as written; it strengthens a competency, or an ECQ that has none named."""

    term: Term
    text: str
    strengthens: Competency | Ecq
    reach_by: date
    reached_on: date | None = None


@dataclass(frozen=True)
class Step:
    """An activity as written: planned for a day, done on a day, or both."""

    kind: ActivityKind
    title: str
    objective: PlanObjective | None = None
    planned_for: date | None = None
    done_on: date | None = None


def write_objective(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    plan: DevelopmentPlan,
    version: int,
    aim: Aim,
    objective: PlanObjective | None = None,
) -> PlanObjective:
    """Add an objective, or write `objective` anew; only a draft can be changed."""
    require(actor, "plan_items.write_objective", plan, now=now)
    _must_be_draft(_current(session, plan, version))
    text = _text(aim.text, LONGEST_OBJECTIVE, "Say what is to be reached.")
    stored = None if objective is None else objective.reach_by
    must_be_to_come(
        aim.reach_by, now, kept=aim.reached_on is not None or aim.reach_by == stored, about="reach_by"
    )
    must_be_past(aim.reached_on, plan, now, about="reached_on")
    ecq, competency = _strengthened(session, aim.strengthens)
    if objective is None:
        _must_have_room(plan.objectives, MOST_OBJECTIVES, "objectives")
        objective = PlanObjective()
        plan.objectives.append(objective)
    objective.term, objective.text = aim.term, text
    objective.ecq, objective.competency = ecq, competency
    objective.reach_by, objective.reached_on = aim.reach_by, aim.reached_on
    _touch(session, plan, "write_objective", actor, now)
    return objective


def drop_objective(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    plan: DevelopmentPlan,
    version: int,
    objective: PlanObjective,
) -> None:
    """Take an objective off a draft; its activities stay, without an objective."""
    require(actor, "plan_items.drop_objective", plan, now=now)
    _must_be_draft(_current(session, plan, version))
    for activity in plan.activities:
        if activity.objective_id == objective.id:
            activity.objective = None
    session.flush()
    plan.objectives.remove(objective)
    _touch(session, plan, "drop_objective", actor, now)


def write_activity(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    plan: DevelopmentPlan,
    version: int,
    step: Step,
    activity: PlanActivity | None = None,
) -> PlanActivity:
    """Add an activity, or write `activity` anew. What is planned changes in a draft alone; a further activity
    that is done already is entered at any time."""
    require(actor, "plan_items.write_activity", plan, now=now)
    _current(session, plan, version)
    if activity is not None or step.done_on is None:
        _must_be_draft(plan)
    if step.objective is not None and step.objective not in plan.objectives:
        raise Invalid("The objective is not one of this plan.")
    title = _text(step.title, LONGEST_TITLE, "Say what the activity is.")
    if step.planned_for is None and step.done_on is None:
        raise Invalid("Enter a day: the one it is planned for, or the one it was done.")
    if step.planned_for is not None:
        stored = None if activity is None else activity.planned_for
        kept = step.done_on is not None or step.planned_for == stored
        must_be_to_come(step.planned_for, now, kept=kept, about="planned_for")
    must_be_past(step.done_on, plan, now)
    if activity is None:
        _must_have_room(plan.activities, MOST_ACTIVITIES, "activities")
        activity = PlanActivity()
        plan.activities.append(activity)
    activity.kind, activity.title, activity.objective = step.kind, title, step.objective
    activity.planned_for, activity.done_on = step.planned_for, step.done_on
    _touch(session, plan, "write_activity", actor, now)
    return activity


def finish_activity(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    plan: DevelopmentPlan,
    version: int,
    activity: PlanActivity,
    done_on: date,
) -> None:
    """Enter the day a planned activity was done, whatever the plan's state."""
    require(actor, "plan_items.finish_activity", plan, now=now)
    _current(session, plan, version)
    must_be_past(done_on, plan, now)
    activity.done_on = done_on
    _touch(session, plan, "finish_activity", actor, now)


def drop_activity(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    plan: DevelopmentPlan,
    version: int,
    activity: PlanActivity,
) -> None:
    """Take an activity off a draft."""
    require(actor, "plan_items.drop_activity", plan, now=now)
    _must_be_draft(_current(session, plan, version))
    plan.activities.remove(activity)
    _touch(session, plan, "drop_activity", actor, now)


def write_engagement(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    plan: DevelopmentPlan,
    held_on: date,
    topic: str,
    source: str,
    kind: ActivityKind = ActivityKind.MENTORING,
) -> PlanActivity:
    """Write a held engagement, with a mentor or a coach, into the plan; once for each `source` (such as
    "engagement/12").

    The day and the topic are all that is kept of it. A second time answers with what is there.
    """
    require(actor, "plan_items.write_engagement", plan, now=now)
    lock_plan(session, plan)
    there = next((one for one in plan.activities if one.source == source), None)
    if there is not None:
        return there
    must_be_past(held_on, plan, now)
    title = _text(topic, LONGEST_TITLE, "An engagement has a topic.")
    _must_have_room(plan.activities, MOST_ACTIVITIES, "activities")
    written = PlanActivity(
        kind=kind,
        title=title,
        done_on=held_on,
        source=_text(source, LONGEST_SOURCE, "An engagement has a name of its own."),
    )
    plan.activities.append(written)
    _touch(session, plan, "write_engagement", actor, now)
    return written


def _current(session: Session, plan: DevelopmentPlan, version: int) -> DevelopmentPlan:
    if lock_plan(session, plan).version != version:
        raise Conflict("The plan changed since you opened this page: look at it again, then repeat.")
    return plan


def _must_be_draft(plan: DevelopmentPlan) -> None:
    if plan.state is not PlanState.DRAFT:
        raise WrongState("Only a draft can be changed: take the plan back, or begin to revise it.")


def _must_have_room(items: Sequence[object], most: int, what: str) -> None:
    if len(items) >= most:
        raise Invalid(f"A plan has room for {most} {what}.")


def _strengthened(session: Session, what: Competency | Ecq) -> tuple[Ecq, Competency | None]:
    if isinstance(what, Ecq):
        return what, None
    return session.get_one(Ecq, what.ecq_id), what


def must_be_to_come(day: date, now: datetime, *, kept: bool, about: str) -> None:
    """A day aimed at is to come, and near enough to be meant; with `kept` it may have passed meanwhile."""
    today = local_day(now)
    if day < today and not kept:
        done = "reached" if about == "reach_by" else "done"
        raise Invalid(
            f"This day must be today or later, unless you enter the day on which it was {done}.", about=about
        )
    if reasons := check_aim(day, today):
        raise Unmet(reasons, about=about)


def must_be_past(day: date | None, plan: DevelopmentPlan, now: datetime, *, about: str = "done_on") -> None:
    if day is None:
        return
    if day > local_day(now):
        raise Invalid("What is done was done today or earlier: this day is still to come.", about=about)
    if day < plan.executive.ses_since:
        raise Invalid("The record begins with the service: this day is before it.", about=about)


def _text(given: str, longest: int, missing: str) -> str:
    text = " ".join(given.split())
    if not text:
        raise Invalid(missing)
    if len(text) > longest:
        raise Invalid(f"Use at most {longest} characters.")
    return text


def _touch(session: Session, plan: DevelopmentPlan, verb: str, actor: Actor, now: datetime) -> None:
    """Count the edit, whatever part changed, and put it on the trail without a word of the plan."""
    flag_modified(plan, "begun_on")
    record(session, plan, f"development_plans.{verb}", actor=actor, now=now)
    session.flush()
