"""How many seats of an opportunity a round has to fill: those that no other round has filled."""

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from models.agreements import Agreement, AgreementState
from models.opportunities import Opportunity
from models.proposals import LIVE, Proposal, ProposalState
from models.rounds import RoundOpportunity

ROUND = RoundOpportunity.round_id


def is_filled(offer: type[Proposal]) -> ColumnElement[bool]:
    """Whether an offer fills a seat: all three said yes, and its agreement was not cancelled since."""
    cancelled = select(Agreement.proposal_id).where(
        Agreement.proposal_id.is_not(None), Agreement.state == AgreementState.CANCELLED
    )
    return and_(offer.state == ProposalState.CONFIRMED, offer.id.not_in(cancelled))


def is_full(session: Session, opportunity: Opportunity) -> bool:
    """Whether every seat of it is filled, whatever the round."""
    offers = Proposal.opportunity_id == opportunity.id, is_filled(Proposal)
    return session.scalars(select(func.count()).where(*offers)).one() >= opportunity.seats


def filled_elsewhere(round_id: SQLColumnExpression[int] | int) -> ColumnElement[int]:
    """How many seats of an opportunity other rounds have filled, as an expression."""
    other = aliased(Proposal)
    offers = other.opportunity_id == Opportunity.id, other.round_id != round_id, is_filled(other)
    counted = select(func.count()).where(*offers).correlate_except(other).scalar_subquery()
    confirmed = select(Proposal.opportunity_id).where(Proposal.state == ProposalState.CONFIRMED)
    return case((Opportunity.id.in_(confirmed), counted), else_=0)  # few are: the others are not counted


def left_of(most: int, least: int, filled: int) -> tuple[int, int]:
    """Of an opportunity's seats and the least that have to be filled, what others leave."""
    return most - filled, max(0, least - filled)


def seats_there() -> ColumnElement[int]:
    """The seats that are the round's to fill, in a statement about opportunities of rounds: of a frozen round
    those of its file, else those that no other round has filled."""
    return func.coalesce(RoundOpportunity.seats, Opportunity.seats - filled_elsewhere(ROUND))


def free_there() -> ColumnElement[int]:
    """Of a published round's seats those that nobody holds, here or by another round, in such a statement."""
    mine = aliased(Proposal)
    held = mine.opportunity_id == Opportunity.id, mine.round_id == ROUND, mine.state.in_(LIVE)
    taken = select(func.count()).where(*held).correlate_except(mine).scalar_subquery()
    sealed, there = RoundOpportunity.seats - taken, Opportunity.seats - filled_elsewhere(ROUND) - taken
    least = case((sealed < there, sealed), else_=there)
    return case((least > 0, least), else_=0)
