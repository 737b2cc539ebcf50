"""What was said last on the trail about one row by an act of a kind: a reason, by whom, and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.audit import AuditEvent


@dataclass(frozen=True)
class LastWord:
    """The newest of such acts."""

    actor_id: int
    name: str
    at: datetime
    action: str
    reason: str


def last_word(session: Session, row: Any, *actions: str, since: datetime | None = None) -> LastWord | None:
    """The newest of the `actions` on the row, not before `since`; None where there is none."""
    query = (
        select(AuditEvent.actor_id, Actor.name, AuditEvent.at, AuditEvent.action, AuditEvent.reason)
        .join(Actor, Actor.id == AuditEvent.actor_id)
        .where(
            AuditEvent.object_type == row.__tablename__,
            AuditEvent.object_id == row.id,
            AuditEvent.action.in_(actions),
        )
        .order_by(AuditEvent.id.desc())
    )
    if since is not None:
        query = query.where(AuditEvent.at >= since)
    found = session.execute(query.limit(1)).first()
    if found is None:
        return None
    who, name, at, action, reason = found
    return LastWord(who, name, at, action, reason or "")
