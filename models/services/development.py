"""Reminders of development: one neutral notice to a person in a month, however much is due."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict
from models.outbox import post
from models.queries.development import is_told, key_of, last_told, record_of, what_is_due


def remind(session: Session, *, actor: Actor, now: datetime, person: Actor) -> None:
    """Call to mind that a review, an activity or an assessment is due soon or overdue; Conflict where nothing
    is, or the person was told within a month."""
    require(actor, "development.remind", person, now=now)
    found = None if person.executive_id is None else record_of(session, person.executive_id, now)
    due = [] if found is None else what_is_due(found[1], now)
    told_at = last_told(session, person.id)
    told = told_at is not None and is_told(told_at, now)
    if not due or told or not person.active:
        raise Conflict("No reminder of development is due.")
    key, page = key_of(person.id, now), "my-record"
    post(session, key=key, recipient_id=person.id, template="development_due", now=now, page=page)
    names = [duty.name for duty in due]
    record(session, person, "development.remind", actor=actor, now=now, due=names)
    session.flush()
