"""Cards of those who accepted a seat: accepting opens the card to the host of that post, and to no other."""

from models.holding import HOST_OF_PROPOSAL, Holder
from models.proposals import Proposal, ProposalState
from models.rounds import RoundState

TAKEN_UP = ProposalState.ACCEPTED, ProposalState.HOME_AGREED, ProposalState.CONFIRMED
LASTING = RoundState.PUBLISHED, RoundState.SCRAMBLE, RoundState.CLOSED


def is_open_to_host(offer: Proposal) -> bool:
    """Whether the acceptance opened the card, nobody said no since (a cancelled agreement clears
    the moment), and the round is not archived."""
    stands = offer.state in TAKEN_UP and offer.round.state in LASTING
    return stands and offer.card_opened_at is not None


def reads_card(holder: Holder, offer: Proposal) -> bool:
    """The actor is a contact of the post's host, and the card is open to it."""
    return HOST_OF_PROPOSAL(holder, offer) and is_open_to_host(offer)
