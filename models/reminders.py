"""Reminders of a round: whom a line of the readiness list was called to mind, once a day at most."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column

from matcher.mentoring.business import local_day
from models.base import Base, Id, arguments, by_value, check


class Chased(enum.StrEnum):
    """What the people who are reminded have still to do."""

    CERTIFY = "certify"
    CONSENT = "consent"
    RELEASE = "release"
    WAIVE = "waive"
    RANK = "rank"
    APPROVE = "approve"
    ANSWER = "answer"


class Reminder(Base):
    """One act that reminded everybody of one line; the database allows one of a line a day."""

    __tablename__ = "reminders"
    __table_args__ = arguments(
        UniqueConstraint("round_id", "line", "day"), check("somebody_was_reminded", "people >= 1")
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    line: Mapped[Chased] = mapped_column(by_value(Chased, "line_is_known"))
    day: Mapped[date] = mapped_column(comment="the civil day in Washington")
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    people: Mapped[int]

    @hybrid_method
    def is_of_today(self, now: datetime) -> bool:
        """Whether it was sent on the civil day that it is now in Washington."""
        return self.day == local_day(now)
