"""Notices of mentoring: neutral ones, each written once."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from models.actors import Role
from models.outbox import post, post_unless_waiting
from models.queries.recipients import actor_of, holders


def tell(
    session: Session,
    executive_id: int,
    template: str,
    key: str,
    *,
    now: datetime,
    by: datetime | None = None,
    **facts: str,
) -> None:
    """Write to an executive who may sign in; nobody else is written to. `by` is when what is asked ends."""
    recipient = actor_of(session, executive_id)
    if recipient is not None:
        until = {} if by is None else {"by": by.isoformat()}
        post(
            session,
            key=f"mentoring/{key}",
            recipient_id=recipient,
            template=template,
            now=now,
            **until,
            **facts,
        )


def tell_role(
    session: Session,
    role: Role,
    template: str,
    key: str,
    *,
    now: datetime,
    but: Iterable[int] = (),
) -> None:
    """Write to everybody who holds a role now, but for these executives: one letter while it waits."""
    skipped = {actor_of(session, executive) for executive in but}
    for recipient in holders(session, role, now):
        if recipient in skipped:
            continue
        whole = f"mentoring/{key}/{recipient}"
        post_unless_waiting(session, key=whole, recipient_id=recipient, template=template, now=now)
