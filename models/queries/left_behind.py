"""What somebody who leaves or changes agency has outside of rounds, counted before it is done."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agencies import Agency, line_of
from models.agreements import Agreement, AgreementState
from models.engagements import OPEN as TALKING
from models.engagements import Engagement
from models.executives import Executive
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
class There:
    """The agency that somebody goes to, the state of their development plan, and whether anybody there signs
    plans, the supervisor named in it does, and anybody reviews it."""

    agency: str
    state: PlanState | None
    signs: bool
    named: bool
    reviews: bool


@dataclass(frozen=True)
class LeftBehind:
    """How many of each; `there` of whoever changes agency."""

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
    invitations: int
    there: There | None = None


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
    """All eleven in one statement; an executive's own are 0 of somebody who is none."""
    return LeftBehind(*session.execute(select(*_counts(person))).one())


def left_behind_for(
    session: Session, person: Actor, executive: Executive, agency: Agency, now: datetime
) -> LeftBehind:
    """The same of an executive who goes to `agency`, in one statement too: of the invitations those of that
    agency alone, and how the development plan stands there."""
    acts = who_acts(executive.id, now, agency.id)
    query = (
        select(*_counts(person, agency), DevelopmentPlan.state, *acts)
        .select_from(Actor)
        .outerjoin(DevelopmentPlan, DevelopmentPlan.executive_id == executive.id)
        .where(Actor.id == person.id)
    )
    *counts, state, signs, named, reviews = session.execute(query).one()
    return replace(LeftBehind(*counts), there=There(agency.name, state, signs, named, reviews))


def _counts(person: Actor, host: Agency | None = None) -> list[ScalarSelect[int]]:
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
        select(func.count()).select_from(unanswered(who, None if host is None else host.id).subquery()),
    )
    return [one.correlate(None).scalar_subquery() for one in counts]


def told_besides_leaving(found: LeftBehind) -> list[str]:
    """What happens to each when the person leaves, and what does not."""
    return list(_leaving(found))


def told_besides_moving(found: LeftBehind) -> list[str]:
    """What happens to each when the home agency changes."""
    return list(_moving(found))


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
    yield from _invited(found)
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
    yield from _invited(found)
    if found.there is not None:
        yield from _plan_there(found.there)
    yield from _to_sign(found)


def _invited(found: LeftBehind) -> Iterator[str]:
    if found.invitations and found.there is None:
        yield f"Invitations to posts that end: {found.invitations}. Each agency reads on its page why."
    elif found.invitations and found.there is not None:
        ended = f"Invitations of {found.there.agency} to its posts that end"
        yield f"{ended}, because nobody rotates at home: {found.invitations}."


def _plan_there(there: There) -> Iterator[str]:
    if there.state is PlanState.SUBMITTED and not there.named:
        stuck = "The development plan lies with a supervisor who cannot sign it any more: the person reads on"
        nobody = f"Nobody signs plans for {there.agency} yet: name a supervisor."
        then = " and send it to a supervisor there." if there.signs else f". {nobody}"
        yield f"{stuck} the desk to take it back{then}"
    elif there.state is PlanState.SIGNED:
        waits = f"The signed development plan waits for the board of {there.agency}"
        nobody = "on which nobody may review it yet: ask the agency who sits on it, and grant each the role."
        yield f"{waits}, {'which reviews it from then on.' if there.reviews else nobody}"


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
