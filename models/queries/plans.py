"""Development plans as their three readers meet them: the executive, the supervisor, the board."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ScalarSelect, Select, and_, false, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matcher.policy.development import Duty, next_review
from models.actors import Actor
from models.agencies import Agency
from models.competencies import Competency, Ecq, EcqFramework
from models.executives import Executive
from models.machines import DEVELOPMENT_PLAN
from models.plans import (
    DevelopmentPlan,
    LeadershipAssessment,
    PlanActivity,
    PlanObjective,
    PlanReview,
    PlanState,
    ReviewOutcome,
)

Rows = Select[str, str, str, PlanState, datetime | None, datetime | None, date, date | None, bool]

Strength = tuple[Ecq, Competency | None]


@dataclass(frozen=True)
class PlanRow:
    """One plan in a list, without a word of what it says; `reviewed` is the day of the last review,
    `returned` whether the board sent the plan back with it."""

    slug: str
    name: str
    agency: str
    state: PlanState
    submitted_at: datetime | None
    signed_at: datetime | None
    ses_since: date
    reviewed: date | None
    returned: bool

    @property
    def words(self) -> str:
        """The state in words."""
        return DEVELOPMENT_PLAN.labels[self.state]

    @property
    def review(self) -> Duty:
        """The yearly review of the executive whose plan it is."""
        return next_review(self.ses_since, self.reviewed)


def find_plan(session: Session, executive: Executive) -> DevelopmentPlan | None:
    """The executive's plan with all that it holds."""
    return session.scalar(_whole().where(DevelopmentPlan.executive_id == executive.id))


def find_plan_of(session: Session, slug: str) -> DevelopmentPlan | None:
    """The plan of the executive in service of that slug, with all that it holds."""
    query = _whole().join(Executive, Executive.id == DevelopmentPlan.executive_id)
    return session.scalar(query.where(Executive.slug == slug, Executive.active))


def has_engagement(session: Session, executive: int, source: str) -> bool | None:
    """Whether the executive's plan holds the engagement of that name; None where there is no plan."""
    here = and_(PlanActivity.plan_id == DevelopmentPlan.id, PlanActivity.source == source)
    query = select(DevelopmentPlan.id, PlanActivity.id).outerjoin(PlanActivity, here)
    found = session.execute(query.where(DevelopmentPlan.executive_id == executive)).first()
    return None if found is None else found[1] is not None


def _whole() -> Select[DevelopmentPlan]:
    objectives = selectinload(DevelopmentPlan.objectives)
    return select(DevelopmentPlan).options(
        joinedload(DevelopmentPlan.executive).joinedload(Executive.home_agency).joinedload(Agency.parent),
        joinedload(DevelopmentPlan.executive).joinedload(Executive.position),
        joinedload(DevelopmentPlan.supervisor),
        objectives.joinedload(PlanObjective.ecq).joinedload(Ecq.framework),
        objectives.joinedload(PlanObjective.competency),
        selectinload(DevelopmentPlan.activities),
        selectinload(DevelopmentPlan.reviews),
    )


def assessments_of(session: Session, executive: Executive) -> list[LeadershipAssessment]:
    """The days of assessments, the last first."""
    query = select(LeadershipAssessment).where(LeadershipAssessment.executive_id == executive.id)
    return list(session.scalars(query.order_by(LeadershipAssessment.done_on.desc())))


def strengths(session: Session) -> list[tuple[EcqFramework, list[Strength]]]:
    """What an objective can strengthen, framework by framework, the newest first: the competencies of each
    ECQ, or the ECQ itself where none is named."""
    query = (
        select(EcqFramework)
        .options(selectinload(EcqFramework.ecqs).selectinload(Ecq.competencies))
        .order_by(EcqFramework.effective_from.desc())
    )
    return [(one, list(_strengths(one))) for one in session.scalars(query)]


def _strengths(framework: EcqFramework) -> Iterator[Strength]:
    for ecq in framework.ecqs:
        yield from ((ecq, one) for one in ecq.competencies) if ecq.competencies else [(ecq, None)]


def named_in(session: Session, supervisor: Actor) -> list[PlanRow]:
    """The plans that name the supervisor, what waits for a signature first, the longest waiting first; drafts
    are nobody's but their owner's."""
    query = _rows().where(
        DevelopmentPlan.supervisor_id == supervisor.id, DevelopmentPlan.state != PlanState.DRAFT
    )
    waits = DevelopmentPlan.state != PlanState.SUBMITTED
    return _run(session, query.order_by(waits, DevelopmentPlan.submitted_at, Executive.name, Executive.id))


def before_the_board(
    session: Session, member: Actor, agencies: Collection[int], state: PlanState
) -> list[PlanRow]:
    """The plans of these agencies' executives in that state, the longest signed first; the member's own and
    those the member signed as a supervisor are for others."""
    query = _for_member(member, agencies).where(DevelopmentPlan.state == state)
    return _run(session, query.order_by(DevelopmentPlan.signed_at, Executive.name, Executive.id))


def returned_to_revise(session: Session, member: Actor, agencies: Collection[int]) -> list[PlanRow]:
    """The plans of these agencies' executives that the board returned and that are not signed anew, the
    longest returned first; a member reads neither of their own nor of those they are to sign."""
    away = DevelopmentPlan.state.in_((PlanState.DRAFT, PlanState.SUBMITTED))
    query = _for_member(member, agencies).where(away, verdict() == ReviewOutcome.REVISE)
    return sorted(_run(session, query), key=lambda row: (row.reviewed, row.name, row.slug))


def _for_member(member: Actor, agencies: Collection[int]) -> Rows:
    """The plans of these agencies that are for the member to read about."""
    return _rows().where(
        Executive.home_agency_id.in_(agencies),
        DevelopmentPlan.supervisor_id != member.id,
        Executive.id != (member.executive_id or 0),
    )


def following(rows: list[PlanRow], executive: Executive) -> PlanRow | None:
    """The plan after the executive's, the first after the last; None where no other is. One that is not in
    the list is followed by the first."""
    slugs = [one.slug for one in rows]
    place = slugs.index(executive.slug) if executive.slug in slugs else -1
    others = rows[place + 1 :] + rows[: max(place, 0)]
    return others[0] if others else None


def _rows() -> Rows:
    last = select(func.max(PlanReview.reviewed_on)).where(PlanReview.plan_id == DevelopmentPlan.id)
    return (
        select(
            Executive.slug,
            Executive.name,
            Agency.name,
            DevelopmentPlan.state,
            DevelopmentPlan.submitted_at,
            DevelopmentPlan.signed_at,
            Executive.ses_since,
            last.correlate(DevelopmentPlan).scalar_subquery(),
            func.coalesce(verdict() == ReviewOutcome.REVISE, false()),
        )
        .join(Executive, Executive.id == DevelopmentPlan.executive_id)
        .join(Agency, Agency.id == Executive.home_agency_id)
        .where(Executive.active)
    )


def verdict() -> ScalarSelect[ReviewOutcome]:
    """What came of the last review of a plan, in a statement about plans; NULL where there was none."""
    query = select(PlanReview.outcome).where(PlanReview.plan_id == DevelopmentPlan.id)
    newest = query.order_by(PlanReview.reviewed_on.desc(), PlanReview.id.desc()).limit(1)
    return newest.correlate(DevelopmentPlan).scalar_subquery()


def _run(session: Session, query: Rows) -> list[PlanRow]:
    return [PlanRow(*row) for row in session.execute(query)]
