"""What the end of an agreement brings, by whatever it comes: no text of it waits for signatures any more."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.actors import Actor
from models.agreements import Agreement
from models.lifecycles import advance
from models.locks import lock_opportunity
from models.opportunities import OpportunityState
from models.proposals import Proposal
from models.queries.seats import is_full


def end_agreement(
    session: Session, agreement: Agreement, *, early: bool, by: Actor, now: datetime, **facts: str
) -> None:
    """End it, `early` where its last day is still to come, and drop a change that was out."""
    drop_open(agreement, now)
    advance(session, agreement, "end_early" if early else "end", actor=by, now=now, **facts)


def drop_open(agreement: Agreement, now: datetime) -> None:
    """No text waits for signatures any more."""
    for event in agreement.events:
        if event.is_open:
            event.dropped_at = now


def free_seat(session: Session, agreement: Agreement, by: Actor, now: datetime) -> None:
    """The seat of the offer behind it is offered again, by rounds to come; the card closes to its host."""
    if agreement.proposal_id is not None:
        offer = session.get_one(Proposal, agreement.proposal_id)
        offer.card_opened_at = None
        opportunity = lock_opportunity(session, offer.opportunity_id)
        session.flush()
        if opportunity.state is OpportunityState.FILLED and not is_full(session, opportunity):
            advance(session, opportunity, "reopen", actor=by, now=now)
