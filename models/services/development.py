"""Reminders of development: one neutral notice to a person in a month, however much is due."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict
from models.outbox import Notice, post
from models.queries.development import key_of, record_of, what_is_due


def remind(session: Session, *, actor: Actor, now: datetime, person: Actor) -> None:
    """Call to mind that a review, an activity or an assessment is due soon or overdue; Conflict where nothing
    is, or the person was told this month."""
    require(actor, "development.remind", person, now=now)
    found = None if person.executive_id is None else record_of(session, person.executive_id, now)
    due = [] if found is None else what_is_due(found[1], now)
    key = key_of(person.id, now)
    told = session.scalar(select(Notice.id).where(Notice.key == key)) is not None
    if not due or told or not person.active:
        raise Conflict("No reminder of development is due.")
    post(session, key=key, recipient_id=person.id, template="development_due", now=now)
    names = [duty.name for duty in due]
    record(session, person, "development.remind", actor=actor, now=now, due=names)
    session.flush()
