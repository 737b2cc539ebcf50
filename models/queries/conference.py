"""The conference of a round: each agency with a move, whether it approved, and its own rows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, and_, case, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased, joinedload

from models.actors import Actor, Role
from models.agencies import Agency
from models.conference import AgencyApproval
from models.executives import Executive
from models.opportunities import Opportunity
from models.outcomes import Decision
from models.proposals import Proposal, ProposalState
from models.queries.desk_lines import line
from models.queries.line_below import below
from models.releases import Release
from models.rounds import Round, RoundState

APPROVERS = frozenset({Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD})


@dataclass(frozen=True)
class Seat:
    """One agency at the table: how many people it sends and receives, and when it said yes, if it did."""

    agency: Agency
    sends: int
    receives: int
    approved_at: datetime | None
    by: str | None


@dataclass(frozen=True)
class OwnRow:
    """One proposed move with the agency at one end of it, or at both; what home said to the release."""

    proposal: Proposal
    home: Agency
    host: Agency
    release: Release | None


def seats(session: Session, round_: Round) -> list[Seat]:
    """Every agency with a move in the run that is before the agencies, by name."""
    ends = _ends(round_).subquery()
    counted = (
        select(Agency, func.sum(ends.c.sends), func.sum(ends.c.receives))
        .join(ends, ends.c.agency_id == Agency.id)
        .group_by(Agency.id)
        .order_by(Agency.name)
    )
    said = {
        agency_id: (at, name)
        for agency_id, at, name in session.execute(
            select(AgencyApproval.agency_id, AgencyApproval.approved_at, Actor.name)
            .join(Decision, Decision.outcome_id == AgencyApproval.outcome_id)
            .join(Actor, Actor.id == AgencyApproval.approved_by_id)
            .where(Decision.round_id == round_.id)
        )
    }
    return [
        Seat(one, sent, received, *said.get(one.id, (None, None)))
        for one, sent, received in session.execute(counted)
    ]


def _ends(round_: Round) -> Any:
    """One row for each end of a move: its agency, 1 where it sends, 1 where it receives."""
    moves = _moves(round_, aliased(Agency), aliased(Agency))
    sends, receives = Executive.home_agency_id, Opportunity.host_agency_id
    return union_all(
        moves.with_only_columns(
            sends.label("agency_id"), literal(1).label("sends"), literal(0).label("receives")
        ),
        moves.with_only_columns(receives, literal(0), literal(1)),
    )


def agencies_waiting() -> ScalarSelect[int]:
    """How many agencies with a move in the conference of the round have not approved, in a statement about
    rounds."""
    said = (
        exists()
        .where(AgencyApproval.outcome_id == Decision.outcome_id, AgencyApproval.agency_id == Agency.id)
        .correlate(Decision, Agency)
    )
    moves = exists().where(
        Decision.round_id == Round.id,
        Decision.outcome_id == Proposal.outcome_id,
        Proposal.state == ProposalState.PROPOSED,
        Executive.id == Proposal.executive_id,
        Opportunity.id == Proposal.opportunity_id,
        ~said,
    )
    ends = Executive.home_agency_id, Opportunity.host_agency_id
    with_move = or_(*(moves.where(end == Agency.id).correlate(Round, Agency) for end in ends))
    query = select(func.count(Agency.id)).where(Round.state == RoundState.CONFERENCE, with_move)
    return query.correlate(Round).scalar_subquery()


def own_rows(session: Session, round_: Round, agencies: Collection[int]) -> list[OwnRow]:
    """The proposed moves from or to these agencies, and no others, by executive."""
    home, host = aliased(Agency), aliased(Agency)
    query = (
        _moves(round_, home, host)
        .add_columns(Release)
        .outerjoin(
            Release,
            and_(Release.round_id == Proposal.round_id, Release.executive_id == Proposal.executive_id),
        )
        .where(or_(home.id.in_(agencies), host.id.in_(agencies)))
        .options(joinedload(Proposal.executive), joinedload(Proposal.opportunity))
        .order_by(Executive.name)
    )
    return [OwnRow(*row) for row in session.execute(query)]


def _moves(round_: Round, home: Any, host: Any) -> Any:
    return (
        select(Proposal, home, host)
        .join(Decision, Decision.outcome_id == Proposal.outcome_id)
        .join(Executive, Executive.id == Proposal.executive_id)
        .join(Opportunity, Opportunity.id == Proposal.opportunity_id)
        .join(home, home.id == Executive.home_agency_id)
        .join(host, host.id == Opportunity.host_agency_id)
        .where(Decision.round_id == round_.id, Proposal.state == ProposalState.PROPOSED)
    )


UNTOLD = RoundState.DRAFT, RoundState.ARCHIVED
OVER = RoundState.CLOSED, RoundState.CANCELLED


def told(session: Session) -> list[Round]:
    """The rounds that agencies are told of: those in conference first, those that are over last, then by the
    day of their results."""
    place = case((Round.state == RoundState.CONFERENCE, 0), (Round.state.in_(OVER), 2), else_=1)
    query = select(Round).where(Round.state.not_in(UNTOLD))
    return list(session.scalars(query.order_by(place, Round.results_at, Round.id)))


def find_told(session: Session, slug: str) -> Round | None:
    """The round of that name, unless it is in preparation: agencies do not know of it yet."""
    return session.scalar(select(Round).where(Round.slug == slug, Round.state != RoundState.DRAFT))


def waiting_in_conference(actor: Actor, now: datetime) -> Any:
    """Moves of agencies that have not approved yet, counted by round; None for whoever speaks for none."""
    own = below(actor, now, APPROVERS, "conference_below")
    if own is None:
        return None
    said = select(AgencyApproval.agency_id).where(AgencyApproval.outcome_id == Proposal.outcome_id)
    ends = Executive.home_agency_id, Opportunity.host_agency_id
    return (
        line(
            kind="conference",
            number=func.count(),
            name=Round.name,
            slug=Round.slug,
            due=func.min(Round.results_at),
        )
        .select_from(Proposal)
        .join(Decision, Decision.outcome_id == Proposal.outcome_id)
        .join(Round, Round.id == Proposal.round_id)
        .join(Executive, Executive.id == Proposal.executive_id)
        .join(Opportunity, Opportunity.id == Proposal.opportunity_id)
        .where(
            Round.state == RoundState.CONFERENCE,
            or_(*(and_(end.in_(own), end.not_in(said.correlate(Proposal))) for end in ends)),
        )
        .group_by(Round.id, Round.slug, Round.name)
    )


def find_proposal(session: Session, slug: str, number: int) -> Proposal | None:
    """A proposed move of the run that is before the agencies."""
    query = (
        select(Proposal)
        .join(Decision, Decision.outcome_id == Proposal.outcome_id)
        .join(Round, Round.id == Proposal.round_id)
        .where(Round.slug == slug, Proposal.id == number, Proposal.state == ProposalState.PROPOSED)
        .options(
            joinedload(Proposal.round),
            joinedload(Proposal.executive).joinedload(Executive.home_agency).joinedload(Agency.parent),
            joinedload(Proposal.opportunity).joinedload(Opportunity.host_agency).joinedload(Agency.parent),
        )
    )
    return session.scalar(query)
