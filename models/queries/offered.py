"""Which of its opportunities a round offers."""

from sqlalchemy import ColumnElement, and_, false, or_, true

from models.opportunities import Opportunity, OpportunityState
from models.rounds import Round


def offered(frozen: ColumnElement[bool]) -> ColumnElement[bool]:
    """The approved ones, and once the round is frozen those too whose seats were all taken since."""
    filled = Opportunity.state == OpportunityState.FILLED
    return or_(Opportunity.state == OpportunityState.APPROVED, and_(frozen, filled))


def offered_in(round_: Round) -> ColumnElement[bool]:
    """The same in a statement about the opportunities of one round."""
    return offered(false() if round_.frozen_sha256 is None else true())
