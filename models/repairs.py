"""Repairs of a published outcome: which numbered outcome stands after offers ended, and in place of which."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, arguments, check
from models.outcomes import Outcome


class Repair(Base):
    """One repair: every offer of `before` that nobody said no to is kept in `outcome`."""

    __tablename__ = "repairs"
    __table_args__ = arguments(check("repair_follows_what_it_repairs", "outcome_id > before_id"))

    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id"), primary_key=True)
    before_id: Mapped[int] = mapped_column(
        ForeignKey("outcomes.id"), unique=True, comment="an outcome is repaired once, the next one after it"
    )
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))

    outcome: Mapped[Outcome] = relationship(foreign_keys=[outcome_id])
