"""What both sides say afterwards: four figures each, and three months later one from the mentee."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Edited, Id, arguments, by_value, check
from models.engagements import Engagement, Side
from models.secrets import Sealed

QUESTIONS = ("advice", "understanding", "time_well_spent", "again")
_SCALE = " AND ".join(f"{name} BETWEEN 1 AND 5" for name in QUESTIONS)
_ALL = " AND ".join(f"{name} IS NOT NULL" for name in QUESTIONS)


class Feedback(Edited, Base):
    """The four questions to one side; the row exists once they are asked."""

    __tablename__ = "feedback"
    __table_args__ = arguments(
        check("figures_are_one_to_five", _SCALE),
        check("answered_wholly_or_not_at_all", f"(answered_at IS NOT NULL) = ({_ALL})"),
    )

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(by_value(Side, "side_is_known"), primary_key=True)
    asked_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    advice: Mapped[int | None] = mapped_column(comment="the advice answered the question")
    understanding: Mapped[int | None] = mapped_column(comment="the context was understood")
    time_well_spent: Mapped[int | None]
    again: Mapped[int | None] = mapped_column(comment="would meet the same person again")
    changed: Mapped[Any | None] = mapped_column(
        Sealed("feedback.changed"), comment="sealed: what changed, private; erased after some months"
    )

    engagement: Mapped[Engagement] = relationship()


class Pulse(Base):
    """One question to the mentee, three months after the end."""

    __tablename__ = "pulses"
    __table_args__ = arguments(
        check("lasting_is_one_to_five", "lasting BETWEEN 1 AND 5"),
        check("an_answer_has_its_moment", "(answered_at IS NULL) = (lasting IS NULL)"),
    )

    id: Mapped[Id]
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"), unique=True)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    lasting: Mapped[int | None] = mapped_column(comment="what the conversation changed still holds")

    engagement: Mapped[Engagement] = relationship()
