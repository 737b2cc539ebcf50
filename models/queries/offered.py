"""Which of its opportunities a round offers: the approved ones, and once it is frozen those of its file."""

from sqlalchemy import ColumnElement, and_, case, exists

from models.opportunities import LISTED, Opportunity, OpportunityState
from models.proposals import PENDING, Proposal
from models.rounds import Round, RoundOpportunity

APPROVED = Opportunity.state == OpportunityState.APPROVED
SEALED = RoundOpportunity.seats.is_not(None)
GONE_FOR_HOST = {
    OpportunityState.FILLED: (
        "It was filled through another round and is not in this one: there is nothing to rank."
    ),
    OpportunityState.WITHDRAWN: "It was withdrawn: there is nothing to rank, and nobody else is offered it.",
}
"""What the host of an opportunity reads in a round that does not offer it any more."""
GONE_FOR_INVITED = {
    OpportunityState.FILLED: "The post was filled meanwhile: there is nothing for you to answer.",
    OpportunityState.WITHDRAWN: "The post was withdrawn meanwhile: there is nothing for you to answer.",
}
"""What whoever was invited to it reads then."""


def why_gone(opportunity: Opportunity) -> str:
    """What the host reads of an opportunity that its round does not offer."""
    return GONE_FOR_HOST.get(opportunity.state, "It is not in this round: there is nothing to rank.")


def offered_there() -> ColumnElement[bool]:
    """Whether a round offers an opportunity, in a statement about opportunities of rounds. One that was
    filled since the freeze stands in the file; one that was opened again since then may not."""
    thawed = Round.frozen_sha256.is_(None)
    return case((thawed, APPROVED), else_=and_(SEALED, Opportunity.state.in_(LISTED)))


def awaited_there() -> ColumnElement[bool]:
    """Whether an offer of the opportunity in the round is still to be answered, in such a statement."""
    there = Proposal.round_id == Round.id, Proposal.opportunity_id == Opportunity.id
    return exists().where(*there, Proposal.state.in_(PENDING))


def offered_in(round_: Round) -> ColumnElement[bool]:
    """Whether that round offers it, in a statement about its opportunities."""
    return APPROVED if round_.frozen_sha256 is None else and_(SEALED, Opportunity.state.in_(LISTED))
