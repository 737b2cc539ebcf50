"""Who is due: the people of an agency, what is due and by when, and nothing of any plan."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.development import Duty, Record, Standing, check_plan, duties
from matcher.policy.periods import last_day
from models.actors import Actor
from models.agencies import Agency
from models.executives import Executive
from models.outbox import Notice
from models.plans import (
    BROADENING,
    DevelopmentPlan,
    LeadershipAssessment,
    PlanActivity,
    PlanObjective,
    PlanReview,
    PlanState,
    ReviewOutcome,
    Term,
)
from models.queries.plan_people import who_acts
from models.queries.plans import verdict

KEYS = "development/"
"""How the key of every reminder begins."""
Rows = Select[str, str, str, PlanState | None, date, date | None, date | None, date | None]


@dataclass(frozen=True)
class Due:
    """One executive with something missing, overdue or due soon, and how to write to them."""

    slug: str
    name: str
    agency: str
    has_plan: bool
    duties: tuple[Duty, Duty, Duty]
    email: str | None

    def first(self, today: date) -> date | None:
        """The earliest last day among what is due; None where the plan alone is missing."""
        days = [duty.due for duty in self.duties if duty.standing(today) is not Standing.CURRENT]
        return min(days, default=None)

    def turn(self, today: date) -> tuple[int, date]:
        """The place in the list: what is overdue since a day, the longest first; what has long had nothing
        on record; what is due soon; a missing plan alone."""
        due = [duty for duty in self.duties if duty.standing(today) is not Standing.CURRENT]
        day = min((duty.due for duty in due if not duty.is_unrecorded(today)), default=None)
        if day is not None and day < today:
            return 0, day
        if any(duty.is_unrecorded(today) for duty in due):
            return 1, today
        return (3, today) if day is None else (2, day)


def who_is_due(session: Session, agencies: Collection[int], today: date) -> list[Due]:
    """The active executives of these agencies for whom something is due, in their turn."""
    query = _query(Executive.home_agency_id.in_(agencies)).add_columns(Actor.email)
    query = query.outerjoin(Actor, Actor.executive_id == Executive.id)
    found = [_due(*row) for row in session.execute(query)]
    waiting = [one for one in found if not one.has_plan or _anything(one, today)]
    return sorted(waiting, key=lambda one: (one.turn(today), one.name, one.slug))


def _anything(one: Due, today: date) -> bool:
    return any(duty.standing(today) is not Standing.CURRENT for duty in one.duties)


def to_remind(session: Session, now: datetime) -> list[int]:
    """The active actors for whom something is due and who were not told within a month, in two statements."""
    last = select(Notice.recipient_id, func.max(Notice.created_at)).where(Notice.key.startswith(KEYS))
    told = session.execute(last.group_by(Notice.recipient_id))
    done = {person for person, told_at in told if is_told(told_at, now)}
    query = _query(Executive.id == Actor.executive_id).add_columns(Actor.id).where(Actor.active)
    found = [(actor, _record(*row)) for _, _, _, *row, actor in session.execute(query)]
    return sorted(actor for actor, one in found if actor not in done and what_is_due(one, now))


def last_told(session: Session, actor_id: int) -> datetime | None:
    """When somebody was reminded last."""
    query = select(func.max(Notice.created_at)).where(
        Notice.recipient_id == actor_id, Notice.key.startswith(KEYS)
    )
    return session.scalar(query)


def is_told(told_at: datetime, now: datetime) -> bool:
    """Whether the month that began with Washington's day of a reminder still runs."""
    return local_day(now) <= last_day(local_day(told_at), 1)


def key_of(actor_id: int, now: datetime) -> str:
    """The key of the one notice of development in the month of Washington's day."""
    return f"{KEYS}{local_day(now):%Y-%m}/{actor_id}"


def what_is_due(record: Record, now: datetime) -> list[Duty]:
    """The duties that are due in the coming months, or overdue."""
    today = local_day(now)
    return [duty for duty in duties(record) if duty.standing(today) is not Standing.CURRENT]


class Mine(NamedTuple):
    """How an executive's own plan stands; `came_back` where it is a draft that somebody sent back, `stuck`
    where it lies with somebody who cannot sign it any more, `again` where the board returned it and it is
    signed anew, `boardless` where it is signed and nobody may review it, `signerless` where it is a draft
    that nobody may sign, `complete` where it names what it must."""

    state: PlanState | None
    record: Record
    came_back: bool
    stuck: bool
    again: bool
    boardless: bool
    signerless: bool
    complete: bool


def record_of(session: Session, executive_id: int, now: datetime) -> Mine | None:
    """The state of the plan, where there is one, and when each duty was last done; None for whoever is not
    in service."""
    query = _query(Executive.id == executive_id)
    query = query.add_columns(
        DevelopmentPlan.supervisor_note, verdict(), *who_acts(executive_id, now), *_named()
    )
    row: Any = session.execute(query).one_or_none()
    if row is None:
        return None
    *found, note, outcome, anybody, signs, reviews, short, long, broad = row
    state, returned = found[3], outcome is ReviewOutcome.REVISE
    draft, signed = state is PlanState.DRAFT, state is PlanState.SIGNED
    return Mine(
        state,
        _record(*found[3:]),
        came_back=draft and (bool(note) or returned),
        stuck=state is PlanState.SUBMITTED and not signs,
        again=signed and returned,
        boardless=signed and not reviews,
        signerless=draft and not anybody,
        complete=not check_plan(short, long, broad),
    )


def _named() -> list[ScalarSelect[int]]:
    """Of a plan: how many objectives it names of the short term and of the long, and how many activities that
    widen the view."""
    objectives = select(func.count(PlanObjective.id)).where(PlanObjective.plan_id == DevelopmentPlan.id)
    broad = select(func.count(PlanActivity.id)).where(
        PlanActivity.plan_id == DevelopmentPlan.id, PlanActivity.kind.in_(BROADENING)
    )
    counts = *(objectives.where(PlanObjective.term == term) for term in (Term.SHORT, Term.LONG)), broad
    return [one.correlate(DevelopmentPlan).scalar_subquery() for one in counts]


def _due(slug: str, name: str, agency: str, *rest: Any) -> Due:
    *facts, email = rest
    record = _record(*facts)
    return Due(slug, name, agency, record.has_plan, duties(record), email)


def _record(plan: PlanState | None, since: date, *days: date | None) -> Record:
    reviewed, active, assessed = days
    return Record(since, plan is not None, reviewed, active, assessed)


def _query(who: ColumnElement[bool]) -> Rows:
    reviewed = (
        select(PlanReview.plan_id, func.max(PlanReview.reviewed_on).label("day"))
        .group_by(PlanReview.plan_id)
        .subquery()
    )
    active = (
        select(PlanActivity.plan_id, func.max(PlanActivity.done_on).label("day"))
        .group_by(PlanActivity.plan_id)
        .subquery()
    )
    assessed = (
        select(LeadershipAssessment.executive_id, func.max(LeadershipAssessment.done_on).label("day"))
        .group_by(LeadershipAssessment.executive_id)
        .subquery()
    )
    return (
        select(
            Executive.slug,
            Executive.name,
            Agency.name,
            DevelopmentPlan.state,
            Executive.ses_since,
            reviewed.c.day,
            active.c.day,
            assessed.c.day,
        )
        .join(Agency, Agency.id == Executive.home_agency_id)
        .outerjoin(DevelopmentPlan, DevelopmentPlan.executive_id == Executive.id)
        .outerjoin(reviewed, reviewed.c.plan_id == DevelopmentPlan.id)
        .outerjoin(active, active.c.plan_id == DevelopmentPlan.id)
        .outerjoin(assessed, assessed.c.executive_id == Executive.id)
        .where(Executive.active, who)
    )
