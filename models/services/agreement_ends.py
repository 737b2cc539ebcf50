"""The end of an agreement in force, by whatever it comes: no text of it waits for signatures any more."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.actors import Actor
from models.agreements import Agreement
from models.lifecycles import advance


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
