"""The outbox: notices written in the transaction of the change, sent later by a job.

Payloads are neutral: a name to greet and a link, never a list, a rank or a place.
"""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.actors import Actor
from models.base import Base, Edited, Id, Words, arguments, by_value, check


class NoticeState(enum.StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Notice(Edited, Base):
    __tablename__ = "outbox"
    __table_args__ = arguments(
        check("attempts_are_not_negative", "attempts >= 0"),
        Index("ix_outbox_due", "state", "due_at"),
        Index("ix_outbox_of_one", "recipient_id", "state"),
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(200), unique=True, comment="the same notice is written once")
    recipient_id: Mapped[int] = mapped_column(ForeignKey("actors.id"), index=True)
    template: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[NoticeState] = mapped_column(by_value(NoticeState, "state_is_known"))
    due_at: Mapped[datetime] = mapped_column(comment="when it is tried next")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_to: Mapped[str | None] = mapped_column(
        String(254),
        comment="the address of the last try; empty: not tried yet, or before addresses were kept",
    )
    answer: Mapped[Words | None] = mapped_column(
        comment="the mail server's last words, or why there are none"
    )

    recipient: Mapped[Actor] = relationship()


def post(
    session: Session, *, key: str, recipient_id: int, template: str, now: datetime, **payload: Any
) -> Notice:
    """Write one notice, due at once, into the transaction of the change; the same key twice is refused."""
    notice = Notice(
        key=key,
        recipient_id=recipient_id,
        template=template,
        payload=payload,
        due_at=now,
        created_at=now,
    )
    session.add(notice)
    return notice


def post_unless_waiting(
    session: Session, *, key: str, recipient_id: int, template: str, now: datetime, **payload: Any
) -> None:
    """Write one notice, unless the same words to the same person have still to go out: they lead to a desk
    that shows whatever came since."""
    waits = select(Notice.payload).where(
        Notice.recipient_id == recipient_id,
        Notice.template == template,
        Notice.state == NoticeState.WAITING,
        Notice.attempts == 0,
    )
    held = waits.with_for_update(skip_locked=True)  # one that is being sent now may be read before we commit
    if payload not in session.scalars(held):
        post(session, key=key, recipient_id=recipient_id, template=template, now=now, **payload)
