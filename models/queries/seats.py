"""How many seats of an opportunity a round has to fill: those that no other round has filled."""

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.agreements import Agreement, AgreementState
from models.opportunities import Opportunity
from models.proposals import Proposal, ProposalState
from models.queries.frozen import frozen_at


def is_filled(offer: type[Proposal]) -> ColumnElement[bool]:
    """Whether an offer fills a seat: all three said yes, and its agreement was not cancelled since."""
    cancelled = select(Agreement.proposal_id).where(
        Agreement.proposal_id.is_not(None), Agreement.state == AgreementState.CANCELLED
    )
    return and_(offer.state == ProposalState.CONFIRMED, offer.id.not_in(cancelled))


def filled(session: Session, opportunity: Opportunity) -> int:
    """How many of its seats are filled, whatever the round."""
    offers = Proposal.opportunity_id == opportunity.id, is_filled(Proposal)
    return session.scalars(select(func.count()).where(*offers)).one()


def filled_elsewhere(round_id: SQLColumnExpression[int] | int) -> ColumnElement[int]:
    """How many seats other rounds have filled, as an expression about an opportunity. Once the round is
    frozen, its file says how many it has, so that rounds frozen later do not count."""
    other = aliased(Proposal)
    ours = frozen_at(round_id)
    query = select(func.count()).where(
        other.opportunity_id == Opportunity.id,
        is_filled(other),
        other.round_id != round_id,
        or_(ours.is_(None), frozen_at(other.round_id) < ours),
    )
    confirmed = select(Proposal.opportunity_id).where(Proposal.state == ProposalState.CONFIRMED)
    counted = query.correlate_except(other).scalar_subquery()
    return case((Opportunity.id.in_(confirmed), counted), else_=0)  # few are: the others are not counted


def left_of(most: int, least: int, filled: int) -> tuple[int, int]:
    """Of an opportunity's seats and the least that have to be filled, what others leave."""
    return most - filled, max(0, least - filled)


def seats_in(round_id: SQLColumnExpression[int] | int) -> ColumnElement[int]:
    """The seats of an opportunity that are the round's to fill."""
    return Opportunity.seats - filled_elsewhere(round_id)
