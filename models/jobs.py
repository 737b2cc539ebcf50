"""Runs of scheduled jobs: a slot is claimed once, by whichever process comes first."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Words, arguments


class JobRun(Base):
    __tablename__ = "job_runs"
    __table_args__ = arguments(UniqueConstraint("job", "slot"))

    id: Mapped[Id]
    job: Mapped[str] = mapped_column(String(60), comment="name in the schedule")
    slot: Mapped[datetime] = mapped_column(comment="the instant it was due")
    started_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    result: Mapped[Words | None] = mapped_column(comment="what it did, or why it failed")
    failed: Mapped[bool] = mapped_column(default=False)
