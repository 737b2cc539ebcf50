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


def last_word(session: Session, row: Any, *actions: str) -> LastWord | None:
    """The newest of the `actions` on the row; None where there is none."""
    return next(iter(words_said(session, row, *actions, limit=1)), None)


def words_said(session: Session, row: Any, *actions: str, limit: int | None = None) -> list[LastWord]:
    """Every one of the `actions` on the row, the newest first, at most `limit` of them."""
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
    return [
        LastWord(who, name, at, action, reason or "")
        for who, name, at, action, reason in session.execute(query.limit(limit))
    ]
