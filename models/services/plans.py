"""The yearly way of a development plan: drafted, signed by the supervisor, reviewed by the board, revised.

The audit trail tells each step and none of the plan's words.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.development import check_plan
from matcher.policy.reasons import Reason
from matcher.policy.rotation import written
from models.access import is_supervisor_of, require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid, Unmet
from models.executives import Executive
from models.lifecycles import advance, must_allow
from models.outbox import post
from models.plans import BROADENING, DevelopmentPlan, PlanReview, ReviewOutcome, Term
from models.queries.plan_people import board_of, owner_of
from models.services import notes


@dataclass(frozen=True)
class Verdict:
    """What came of a review: the day the board met, the outcome, and what it says to the executive."""

    reviewed_on: date
    outcome: ReviewOutcome
    remark: str = ""


def begin(session: Session, *, actor: Actor, now: datetime, executive: Executive) -> DevelopmentPlan:
    """Open the executive's one plan; Conflict where there is one."""
    require(actor, "plans.begin", executive, now=now)
    if session.scalar(select(DevelopmentPlan.id).where(DevelopmentPlan.executive_id == executive.id)):
        raise Conflict("There is a development plan of yours already.")
    plan = DevelopmentPlan(executive=executive, begun_on=local_day(now), supervisor_note="")
    session.add(plan)
    record(session, plan, "development_plans.begin", actor=actor, now=now)
    session.flush()
    return plan


def lacks(plan: DevelopmentPlan) -> list[Reason]:
    """What the plan must name before it can be signed."""
    terms = [objective.term for objective in plan.objectives]
    broad = sum(activity.kind in BROADENING for activity in plan.activities)
    return check_plan(terms.count(Term.SHORT), terms.count(Term.LONG), broad)


def submit(
    session: Session, *, actor: Actor, now: datetime, plan: DevelopmentPlan, supervisor: Actor
) -> None:
    """Ask the supervisor to sign; Unmet where the plan lacks what the regulation asks for."""
    require(actor, "plans.submit", plan, now=now)
    must_allow(lock_plan(session, plan), "submit")
    if reasons := lacks(plan):
        raise Unmet(reasons)
    if not is_supervisor_of(supervisor, plan.executive, now=now):
        raise Invalid(f"{supervisor.name} does not sign plans of your agency.")
    plan.supervisor, plan.submitted_at, plan.supervisor_note = supervisor, now, ""
    advance(session, plan, "submit", actor=actor, now=now, supervisor=supervisor.slug)
    session.flush()
    _tell(session, plan, [supervisor.id], now, template="plan_to_sign")


def take_back(session: Session, *, actor: Actor, now: datetime, plan: DevelopmentPlan) -> None:
    """Make it a draft again before it is signed."""
    require(actor, "plans.take_back", plan, now=now)
    must_allow(lock_plan(session, plan), "take_back")
    advance(session, plan, "take_back", actor=actor, now=now)
    session.flush()


def revise(session: Session, *, actor: Actor, now: datetime, plan: DevelopmentPlan) -> None:
    """Open a signed or reviewed plan to changes; the signature falls with its note, the reviews stay."""
    require(actor, "plans.revise", plan, now=now)
    must_allow(lock_plan(session, plan), "revise")
    plan.signed_at, plan.supervisor_note = None, ""
    advance(session, plan, "revise", actor=actor, now=now)
    session.flush()


def sign(
    session: Session, *, actor: Actor, now: datetime, plan: DevelopmentPlan, version: int, note: str
) -> None:
    """The supervisor's part: sign the plan as it was read, and add what the agency will do for it."""
    require(actor, "plans.sign", plan, now=now)
    must_allow(_as_read(session, plan, version), "sign")
    plan.supervisor_note, plan.signed_at = notes.clean(note), now
    advance(session, plan, "sign", actor=actor, now=now)
    session.flush()
    _tell(session, plan, board_of(session, plan, now), now, template="plan_to_review")
    _tell(session, plan, owner_of(session, plan), now, template="plan_answered")


def send_back(
    session: Session, *, actor: Actor, now: datetime, plan: DevelopmentPlan, version: int, reason: str
) -> None:
    """Return it to the executive with what is to be changed first."""
    require(actor, "plans.send_back", plan, now=now)
    must_allow(_as_read(session, plan, version), "send_back")
    if not (note := notes.clean(reason)):
        raise Invalid("Say what is to be changed first: the executive reads it.")
    plan.supervisor_note = note
    advance(session, plan, "send_back", actor=actor, now=now)
    session.flush()
    _tell(session, plan, owner_of(session, plan), now, template="plan_answered")


def review(
    session: Session, *, actor: Actor, now: datetime, plan: DevelopmentPlan, version: int, verdict: Verdict
) -> PlanReview:
    """Enter the board's review: accepted, or returned to be revised; Invalid for a day it cannot have met."""
    require(actor, "plans.review", plan, now=now)
    action = "accept" if verdict.outcome is ReviewOutcome.ACCEPTED else "return"
    must_allow(_as_read(session, plan, version), action)
    if wrong := wrong_day(plan, verdict.reviewed_on, now):
        raise Invalid(wrong, about="reviewed_on")
    remark = notes.clean(verdict.remark)
    if action == "return" and not remark:
        raise Invalid("Say what is to be revised: the executive reads it.")
    entered = PlanReview(
        reviewed_on=verdict.reviewed_on,
        outcome=verdict.outcome,
        remark=remark,
        entered_by_id=actor.id,
        entered_at=now,
    )
    plan.reviews.insert(0, entered)
    if action == "return":
        plan.signed_at, plan.supervisor_note = None, ""
    day = verdict.reviewed_on.isoformat()
    advance(session, plan, action, actor=actor, now=now, reviewed_on=day)
    session.flush()
    _tell(session, plan, owner_of(session, plan), now, template="plan_answered")
    return entered


def wrong_day(plan: DevelopmentPlan, day: date, now: datetime) -> str | None:
    """Why the board cannot have met on that day to review what is signed; None where it can."""
    if day > local_day(now):
        return "The board meets before its review is entered: this day is still to come."
    if plan.signed_at is not None and day < local_day(plan.signed_at):
        return (
            "The board reviews what the supervisor has signed: this day is before the signature of "
            f"{written(local_day(plan.signed_at))}."
        )
    return None


def lock_plan(session: Session, plan: DevelopmentPlan) -> DevelopmentPlan:
    """The plan read again under a lock, so that two acts on it come one after the other."""
    query = select(DevelopmentPlan).where(DevelopmentPlan.id == plan.id).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).one()


def _as_read(session: Session, plan: DevelopmentPlan, version: int) -> DevelopmentPlan:
    if lock_plan(session, plan).version != version:
        raise Conflict("The plan changed since you opened it: read it again.")
    return plan


def _tell(
    session: Session, plan: DevelopmentPlan, people: list[int], now: datetime, *, template: str
) -> None:
    """A neutral notice for each; the version makes each step of the plan a notice of its own."""
    for person in people:
        key = f"plan/{plan.id}/{plan.version}/{template}/{person}"
        post(session, key=key, recipient_id=person, template=template, now=now)
    session.flush()
