"""What somebody who leaves or changes agency has outside of rounds, counted before it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agencies import Agency, line_of
from models.agreements import Agreement, AgreementState
from models.engagements import OPEN as TALKING
from models.engagements import Engagement
from models.mentoring_machines import MENTORING_REQUEST
from models.mentoring_offers import LIVE, MentoringOffer
from models.mentors import MentorProfile
from models.opportunities import PERMANENT
from models.plans import DevelopmentPlan, PlanState
from models.queries.nominations import unanswered
from models.queries.plan_people import who_acts
from models.requests import MentoringRequest
from models.returns import OPEN as RETURNING
from models.returns import ReturnRight, ReturnState

UNSIGNED = (AgreementState.DRAFT, AgreementState.IN_SIGNATURE)
STANDING = (*UNSIGNED, AgreementState.IN_FORCE)


@dataclass(frozen=True)
class LeftBehind:
    """How many of each."""

    requests: int
    offers: int
    talks: int
    unsigned: int
    rotations: int
    rights: int
    broken: int
    sponsored: int
    plans: int
    to_sign: int


def move_not_in_force(session: Session, executive_id: int, agency: Agency) -> Agreement | None:
    """The agreement on a move for good to that agency, or to a unit above it, that is not in force yet."""
    query = select(Agreement).where(
        Agreement.executive_id == executive_id,
        Agreement.state.in_(UNSIGNED),
        Agreement.kind.in_(PERMANENT),
        Agreement.host_agency_id.in_(list(line_of(agency))),
    )
    return session.scalar(query.order_by(Agreement.id).limit(1))


def why_not_yet(agreement: Agreement) -> str:
    """Why a move that an agreement agrees on is not entered before it is in force."""
    return (
        f"An agreement on the {agreement.kind.value} to {agreement.host_agency.name} is not in force yet, "
        "and this would cancel it: enter the move once all have signed it, or after it was cancelled."
    )


def left_behind(session: Session, person: Actor) -> LeftBehind:
    """All ten in one statement; an executive's own are 0 of somebody who is none."""
    who = person.executive_id
    profiles = select(MentorProfile.id).where(MentorProfile.executive_id == who)
    counts = (
        select(func.count(MentoringRequest.id)).where(
            MentoringRequest.executive_id == who, MentoringRequest.state.not_in(MENTORING_REQUEST.ends)
        ),
        select(func.count(MentoringOffer.id)).where(
            MentoringOffer.profile_id.in_(profiles), MentoringOffer.state.in_(LIVE)
        ),
        select(func.count(Engagement.id)).where(
            Engagement.profile_id.in_(profiles), Engagement.state.in_(TALKING)
        ),
        select(func.count(Agreement.id)).where(Agreement.executive_id == who, Agreement.state.in_(UNSIGNED)),
        select(func.count(Agreement.id)).where(
            Agreement.executive_id == who,
            Agreement.state == AgreementState.IN_FORCE,
            Agreement.kind.not_in(PERMANENT),
        ),
        select(func.count(ReturnRight.id)).where(
            ReturnRight.executive_id == who, ReturnRight.state.in_(RETURNING)
        ),
        select(func.count(ReturnRight.id)).where(
            ReturnRight.executive_id == who, ReturnRight.state == ReturnState.BREACHED
        ),
        select(func.count(ReturnRight.id)).where(
            ReturnRight.sponsor_id == person.id, ReturnRight.state.in_(RETURNING)
        ),
        select(func.count(DevelopmentPlan.id)).where(
            DevelopmentPlan.executive_id == who,
            DevelopmentPlan.state.in_((PlanState.SUBMITTED, PlanState.SIGNED)),
        ),
        select(func.count(DevelopmentPlan.id)).where(
            DevelopmentPlan.supervisor_id == person.id, DevelopmentPlan.state == PlanState.SUBMITTED
        ),
    )
    return LeftBehind(*session.execute(select(*(one.scalar_subquery() for one in counts))).one())


def told_besides_leaving(found: LeftBehind) -> list[str]:
    """What happens to each when the person leaves, and what does not."""
    return list(_leaving(found))


def told_besides_moving(found: LeftBehind) -> list[str]:
    """What happens to each when the home agency changes."""
    return list(_moving(found))


def told_of_invitations(session: Session, executive_id: int | None, host: Agency | None = None) -> list[str]:
    """What happens to the invitations that wait when the executive leaves, or comes to the host itself."""
    waiting = unanswered(executive_id, None if host is None else host.id).subquery()
    count = session.scalar(select(func.count()).select_from(waiting))
    if not count:
        return []
    if host is not None:
        return [f"Invitations of {host.name} to its posts that end, because nobody rotates at home: {count}."]
    return [f"Invitations to posts that end: {count}. Each agency reads on its page why."]


def told_of_plan(session: Session, executive_id: int, agency: Agency, now: datetime) -> list[str]:
    """What happens to the executive's development plan when the home agency becomes `agency`."""
    query = select(DevelopmentPlan.state, *who_acts(executive_id, now, agency.id))
    found: Any = session.execute(query.where(DevelopmentPlan.executive_id == executive_id)).one_or_none()
    return [] if found is None else list(_plan_there(agency.name, *found))


def told_besides_shutting_out(found: LeftBehind) -> list[str]:
    """What happens to each when the person is deactivated."""
    return [*_sponsored(found), *_to_sign(found)]


def _leaving(found: LeftBehind) -> Iterator[str]:
    if found.requests:
        yield f"Requests for a mentor that are cancelled: {found.requests}."
    if found.offers:
        yield f"Requests that wait for this mentor, and for which another one is asked: {found.offers}."
    if found.talks:
        yield f"Conversations as a mentor that end, and for which another mentor is asked: {found.talks}."
    yield from _sponsored(found)
    yield from _unsigned(found)
    if found.rotations:
        yield f"Rotations and ways back that end today: {found.rotations}. Home and host are told."
    if found.plans:
        yield "The development plan waits for nobody any more; it stays on record."
    yield from _to_sign(found)


def _moving(found: LeftBehind) -> Iterator[str]:
    if found.rights:
        yield "The right to return is marked at risk until home settles to which post it leads."
    if found.broken:
        yield (
            "The right to return counts as broken and stays so: the return is still entered by the home "
            "agency that its agreement names."
        )
    yield from _sponsored(found)
    yield from _unsigned(found)
    yield from _to_sign(found)


def _plan_there(agency: str, state: PlanState, signs: bool, named: bool, reviews: bool) -> Iterator[str]:
    """Whether at the agency anybody signs plans, the supervisor named in it does, and anybody reviews it."""
    if state is PlanState.SUBMITTED and not named:
        stuck = "The development plan lies with a supervisor who cannot sign it any more: the person reads on"
        if signs:
            yield f"{stuck} the desk to take it back and send it to a supervisor there."
        else:
            yield f"{stuck} the desk to take it back. Nobody signs plans for {agency} yet: name a supervisor."
    if state is PlanState.SIGNED and reviews:
        yield f"The signed development plan waits for the board of {agency}, which reviews it from then on."
    if state is PlanState.SIGNED and not reviews:
        yield (
            f"The signed development plan waits for the board of {agency}, on which nobody may review it "
            "yet: ask the agency who sits on it, and grant each the role."
        )


def _unsigned(found: LeftBehind) -> Iterator[str]:
    if found.unsigned:
        yield f"Agreements not in force yet that are cancelled: {found.unsigned}. All who sign are told."


def _sponsored(found: LeftBehind) -> Iterator[str]:
    if found.sponsored:
        yield f"Returns that are marked at risk, because this person is their sponsor: {found.sponsored}."


def _to_sign(found: LeftBehind) -> Iterator[str]:
    if found.to_sign:
        yield (
            f"Development plans that wait for this person's signature: {found.to_sign}. Each executive reads "
            "on the desk to take it back and send it to another supervisor."
        )
