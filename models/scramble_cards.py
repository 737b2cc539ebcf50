"""Cards in the scramble: accepting a seat, whichever run offered it, opens the card to the host of that post,
and to no other."""

from sqlalchemy import select
from sqlalchemy.orm import object_session

from models.holding import HOST_OF_PROPOSAL, Holder
from models.kept_sheets import KeptSheet
from models.proposals import Proposal, ProposalState
from models.rounds import RoundState

TAKEN_UP = ProposalState.ACCEPTED, ProposalState.HOME_AGREED, ProposalState.CONFIRMED
LASTING = RoundState.PUBLISHED, RoundState.SCRAMBLE, RoundState.CLOSED


def taking_up_opens(offer: Proposal) -> bool:
    """Whether to accept the offer is to take up a seat of the scramble: the round is in it, or its owner
    kept a sheet for it."""
    session = object_session(offer)
    if offer.round.state is RoundState.SCRAMBLE or session is None:
        return session is not None
    word = KeptSheet.round_id == offer.round_id, KeptSheet.executive_id == offer.executive_id
    return session.scalar(select(KeptSheet.round_id).where(*word)) is not None


def is_open_to_host(offer: Proposal) -> bool:
    """Whether the acceptance opened the card, nobody said no since, and the round is not archived."""
    stands = offer.state in TAKEN_UP and offer.round.state in LASTING
    return stands and offer.card_opened_at is not None


def reads_card(holder: Holder, offer: Proposal) -> bool:
    """The actor is a contact of the post's host, and the card is open to it."""
    return HOST_OF_PROPOSAL(holder, offer) and is_open_to_host(offer)
