"""The audit trail: who did what to which object, when, with what result. Append-only by trigger.

A row holds no confidential value; where one matters its salted commitment stands in its place.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.actors import Actor
from models.base import Base, Id, Words, arguments, check


class AuditEvent(Base):
    __tablename__ = "audit_events"
    __table_args__ = arguments(
        Index("ix_audit_events_object", "object_type", "object_id"),
        check("result_is_known", "result IN ('done', 'denied', 'failed')"),
        check("commitment_has_64_digits", "length(commitment) = 64"),
    )

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actors.id"), index=True)
    action: Mapped[str] = mapped_column(String(60), comment="noun.verb")
    object_type: Mapped[str] = mapped_column(String(60), comment="name of the table")
    object_id: Mapped[int]
    result: Mapped[str] = mapped_column(String(10), default="done")
    reason: Mapped[Words | None]
    commitment: Mapped[str | None] = mapped_column(String(64), comment="stands for a confidential value")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, comment="never anything confidential")


def record(
    session: Session,
    obj: Any,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
    commitment: str | None = None,
    **facts: Any,
) -> AuditEvent:
    """Add the row for `action` on `obj` to the transaction of the change itself."""
    if obj.id is None:
        session.flush()
    event = AuditEvent(
        at=now,
        actor_id=actor.id,
        action=action,
        object_type=obj.__tablename__,
        object_id=obj.id,
        result="done",
        reason=reason,
        commitment=commitment,
        facts=facts,
    )
    session.add(event)
    return event
