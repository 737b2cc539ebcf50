"""How many seats of an opportunity a round has to fill. A seat is offered by one round at a time: what one
has sealed, or offers to somebody who has not said no, is no seat of another."""

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.agencies import Agency
from models.agreements import Agreement, AgreementState
from models.opportunities import Opportunity, OpportunityState
from models.proposals import LIVE, Proposal, ProposalState
from models.queries.extremes import Greatest, Least
from models.rounds import Round, RoundOpportunity, RoundState

ROUND = RoundOpportunity.round_id
SEALING = (RoundState.FROZEN, RoundState.SOLVED, RoundState.CONFERENCE, RoundState.APPROVED)
"""In these a round has frozen its seats, and offers none yet."""


def is_filled(offer: type[Proposal]) -> ColumnElement[bool]:
    """Whether an offer fills a seat: all three said yes, and its agreement was not cancelled since."""
    return and_(offer.state == ProposalState.CONFIRMED, offer.id.not_in(_cancelled()))


def is_full(session: Session, opportunity: Opportunity) -> bool:
    """Whether every seat of it is filled, whatever the round."""
    offers = Proposal.opportunity_id == opportunity.id, is_filled(Proposal)
    return session.scalars(select(func.count()).where(*offers)).one() >= opportunity.seats


def held_elsewhere(round_id: SQLColumnExpression[int] | int) -> ColumnElement[int]:
    """How many seats of an opportunity other rounds hold, as an expression."""
    offer, sealed, other = aliased(Proposal), aliased(RoundOpportunity), aliased(Round)
    theirs = offer.opportunity_id == Opportunity.id, offer.round_id != round_id, *_holds(offer)
    put_in = sealed.opportunity_id == Opportunity.id, sealed.round_id != round_id, *_seals(sealed, other)
    offered = select(func.count()).where(*theirs).correlate_except(offer).scalar_subquery()
    kept = func.coalesce(func.sum(sealed.seats), 0)
    frozen = select(kept).where(*put_in).correlate_except(sealed, other).scalar_subquery()
    named = or_(
        Opportunity.id.in_(select(Proposal.opportunity_id).where(Proposal.state.in_(LIVE))),
        Opportunity.id.in_(select(sealed.opportunity_id).where(*_seals(sealed, other))),
    )
    return case((named, offered + frozen), else_=0)  # few are: the others are not counted


def _holds(offer: type[Proposal]) -> tuple[ColumnElement[bool], ...]:
    return offer.state.in_(LIVE), offer.id.not_in(_cancelled())


def _seals(sealed: type[RoundOpportunity], other: type[Round]) -> tuple[ColumnElement[bool], ...]:
    return other.id == sealed.round_id, other.state.in_(SEALING), sealed.seats.is_not(None)


def _cancelled() -> Any:
    """The offers whose agreement was cancelled."""
    return select(Agreement.proposal_id).where(
        Agreement.proposal_id.is_not(None), Agreement.state == AgreementState.CANCELLED
    )


def _other_open(round_id: SQLColumnExpression[int] | int) -> tuple[type[Round], ColumnElement[bool]]:
    """Another round that is not frozen yet, and whether it offers an opportunity that is approved and has a
    seat for the round, in a statement about opportunities."""
    other, theirs = aliased(Round), aliased(RoundOpportunity)
    to_come = other.frozen_sha256.is_(None), other.state != RoundState.CANCELLED
    offers = theirs.round_id == other.id, theirs.opportunity_id == Opportunity.id
    free = Opportunity.state == OpportunityState.APPROVED, open_to(round_id) > 0
    return other, and_(other.id != round_id, *to_come, *offers, *free)


def also_offered(session: Session, round_: Round, agency: str = "") -> list[tuple[str, int]]:
    """The other rounds that are not frozen yet, by name, and how many approved opportunities with a seat they
    offer, of one agency if its code is given, that are not in this one."""
    other, open_ = _other_open(round_.id)
    ours = select(RoundOpportunity.opportunity_id).where(RoundOpportunity.round_id == round_.id)
    query = select(other.name, func.count()).where(open_, Opportunity.id.not_in(ours))
    if agency:
        query = query.where(Opportunity.host_agency_id == Agency.id, Agency.code == agency)
    rows = session.execute(query.group_by(other.id, other.name).order_by(other.id))
    return [(name, count) for name, count in rows]


def also_there() -> dict[str, Any]:
    """How many opportunities of a round that have a seat for it others offer that are not frozen yet, and the
    names of these, in a statement about rounds."""
    other, open_ = _other_open(Round.id)
    ours = aliased(RoundOpportunity)
    both = open_, ours.round_id == Round.id, ours.opportunity_id == Opportunity.id
    count = select(func.count(Opportunity.id.distinct())).where(*both)
    each = select(other.id, other.name).where(*both).distinct().order_by(other.id).correlate(Round).subquery()
    return {
        "also_offered": count.correlate(Round).scalar_subquery(),
        "also_by": select(func.aggregate_strings(each.c.name, ", ")).scalar_subquery(),
    }


def left_of(most: int, least: int, held: int) -> tuple[int, int]:
    """Of an opportunity's seats and the least that have to be filled, what others leave."""
    return max(0, most - held), max(0, least - held)


def open_to(round_id: SQLColumnExpression[int] | int) -> ColumnElement[int]:
    """The seats of an opportunity that no other round holds, as an expression."""
    return Greatest(Opportunity.seats - held_elsewhere(round_id), 0)


def seats_there() -> ColumnElement[int]:
    """The seats that are the round's to fill, in a statement about opportunities of rounds: of a frozen round
    those of its file, else those that no other round holds."""
    return func.coalesce(RoundOpportunity.seats, open_to(ROUND))


def left_there() -> ColumnElement[int]:
    """Of a published round's sealed seats those that no other round holds, in such a statement."""
    return Least(RoundOpportunity.seats, open_to(ROUND))


def free_there() -> ColumnElement[int]:
    """Of these those that nobody holds."""
    mine = aliased(Proposal)
    held = mine.opportunity_id == Opportunity.id, mine.round_id == ROUND, mine.state.in_(LIVE)
    taken = select(func.count()).where(*held).correlate_except(mine).scalar_subquery()
    return Greatest(left_there() - taken, 0)
