"""The executive's answer to an offer."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.lifecycles import advance
from models.opportunities import Opportunity
from models.proposals import Proposal, ProposalState


def accept(session: Session, *, actor: Actor, now: datetime, proposal: Proposal) -> None:
    """Take the offer; the opportunity is filled when its last seat is taken."""
    require(actor, "proposals.accept", proposal.executive, now=now)
    opportunity = _locked(session, proposal)
    advance(session, proposal, "accept", actor=actor, now=now)
    session.flush()
    taken = select(func.count()).where(
        Proposal.opportunity_id == opportunity.id, Proposal.state == ProposalState.ACCEPTED
    )
    if session.scalars(taken).one() == opportunity.seats:
        advance(session, opportunity, "fill", actor=actor, now=now)
        session.flush()


def _locked(session: Session, proposal: Proposal) -> Opportunity:
    """The opportunity under a lock, so that the last two seats are not counted at the same time."""
    query = select(Opportunity).where(Opportunity.id == proposal.opportunity_id).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).one()


def decline(session: Session, *, actor: Actor, now: datetime, proposal: Proposal) -> None:
    """Turn the offer down; no reason is asked, and it never counts against anybody later."""
    require(actor, "proposals.decline", proposal.executive, now=now)
    advance(session, proposal, "decline", actor=actor, now=now)
    session.flush()
