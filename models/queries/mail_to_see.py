"""Mail that waits for the programme office, as parts of the one statement of `waiting`."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from models.actors import Actor, Role
from models.holding import Holder
from models.outbox import Notice, NoticeState
from models.queries.desk_lines import line
from models.restores import Restore


def failed_mail(actor: Actor, now: datetime) -> Any:
    """How many notices could not be sent, and when the oldest of them was written."""
    if not Holder(actor, now).has(Role.PROGRAMME_OFFICE):
        return None
    return (
        line(kind="mail_failed", number=func.count(), at=func.min(Notice.created_at))
        .where(Notice.state == NoticeState.FAILED)
        .having(func.count() > 0)
    )


def held_mail(actor: Actor, now: datetime) -> Any:
    """How many notices wait while a restore holds all mail, and since when."""
    if not Holder(actor, now).has(Role.PROGRAMME_OFFICE):
        return None
    waits = select(func.count()).where(Notice.state == NoticeState.WAITING).scalar_subquery()
    return (
        line(kind="mail_held", number=waits, at=func.min(Restore.restored_at))
        .where(Restore.released_at.is_(None))
        .having(func.count() > 0)
    )
