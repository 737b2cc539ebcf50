"""What whoever watches the service asks: does the schedule tick, does mail go out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.jobs import JobRun
from models.outbox import Notice, NoticeState
from models.queries.mail import held

TICK = timedelta(minutes=5)
"""The schedule ticks each minute; a worker that was silent for so long is taken for gone."""
LATE = timedelta(hours=1)


@dataclass(frozen=True)
class Health:
    """`ticked_at` is the start of the newest run; `waiting` notices were due more than an hour ago."""

    ticked_at: datetime | None
    waiting: int
    mail_held: bool

    def ticks(self, now: datetime) -> bool:
        return self.ticked_at is not None and now - self.ticked_at <= TICK


def health(session: Session, now: datetime) -> Health:
    """One statement."""
    late = (
        select(func.count())
        .select_from(Notice)
        .where(Notice.state == NoticeState.WAITING, Notice.created_at < now - LATE)
        .scalar_subquery()
    )
    ticked = select(func.max(JobRun.started_at)).scalar_subquery()
    return Health(*session.execute(select(ticked, late, held())).one())
