"""Cards in the scramble: taking a seat up opens the card to the host of that post, and to no other."""

from sqlalchemy import select
from sqlalchemy.orm import object_session

from models.audit import AuditEvent
from models.holding import HOST_OF_PROPOSAL, Holder
from models.kept_sheets import KeptSheet
from models.proposals import Proposal, ProposalState
from models.rounds import RoundState

OPENED = "card_open_to_host_of"
"""The fact of an acceptance whose owner read that it opens the card: the post whose host reads it."""
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
    """Whether the acceptance on record says so, nobody said no since, and the round is not archived."""
    session = object_session(offer)
    if session is None or offer.state not in TAKEN_UP or offer.round.state not in LASTING:
        return False
    act = AuditEvent.object_type == Proposal.__tablename__, AuditEvent.object_id == offer.id
    said = select(AuditEvent.facts).where(*act, AuditEvent.action == "proposals.accept")
    return any(facts.get(OPENED) == offer.opportunity.slug for facts in session.scalars(said))


def reads_card(holder: Holder, offer: Proposal) -> bool:
    """The actor is a contact of the post's host, and the card is open to it."""
    return HOST_OF_PROPOSAL(holder, offer) and is_open_to_host(offer)
