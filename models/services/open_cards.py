"""Opening one's card to the agencies that offer assignments, and closing it again."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict
from models.executives import Executive
from models.open_cards import OpenCard
from models.queries.open_cards import open_card_of

STATEMENT = (
    "I agree that agencies other than my own find my card among those who may be invited to a post, "
    "until I close it again."
)


def open_card(session: Session, *, actor: Actor, now: datetime, executive: Executive) -> OpenCard:
    """Log the word that agencies may find the card; the executive's own department never does."""
    require(actor, "open_cards.open_card", executive, now=now)
    if open_card_of(session, executive) is not None:
        raise Conflict("Your card is open already.")
    opened = OpenCard(executive_id=executive.id, statement=STATEMENT, opened_at=now)
    session.add(opened)
    session.flush()
    record(session, opened, "open_cards.open_card", actor=actor, now=now)
    session.flush()
    return opened


def close_card(session: Session, *, actor: Actor, now: datetime, executive: Executive) -> None:
    """From now on no agency finds the card; invitations that wait stay the executive's to answer."""
    require(actor, "open_cards.close_card", executive, now=now)
    opened = open_card_of(session, executive)
    if opened is None:
        raise Conflict("Your card is not open.")
    opened.closed_at = now
    record(session, opened, "open_cards.close_card", actor=actor, now=now)
    session.flush()
