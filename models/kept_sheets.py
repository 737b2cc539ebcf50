"""Sheets kept for the scramble: the word of a person without a place that a freed seat may be offered."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, arguments, check


class KeptSheet(Base):
    """One person in the scramble of one round, until the word is taken back."""

    __tablename__ = "kept_sheets"
    __table_args__ = arguments(check("taken_back_after_kept", "taken_back_at >= kept_at"))

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), primary_key=True, index=True)
    kept_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
