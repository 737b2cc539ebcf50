"""What three people say 3, 6 and 12 months after a return: one figure for each measure of the logic model."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, arguments, by_value, check
from models.returns import ReturnRight

MEASURES = ("outlook", "relationships", "leads_change", "develops_others", "satisfied")
_SCALE = " AND ".join(f"{name} BETWEEN 1 AND 5" for name in MEASURES)
_ALL = " AND ".join(f"{name} IS NOT NULL" for name in MEASURES)


class Side(enum.StrEnum):
    EXECUTIVE = "executive"
    HOME = "home"
    HOST = "host"


class Evaluation(Base):
    """The questions to one side after so many months; the row exists once they are asked."""

    __tablename__ = "evaluations"
    __table_args__ = arguments(
        UniqueConstraint("right_id", "months", "side"),
        check("asked_after_three_six_or_twelve_months", "months IN (3, 6, 12)"),
        check("figures_are_one_to_five", _SCALE),
        check("answered_wholly_or_not_at_all", f"(answered_at IS NOT NULL) = ({_ALL})"),
    )

    id: Mapped[Id]
    right_id: Mapped[int] = mapped_column(ForeignKey("return_rights.id"))
    months: Mapped[int] = mapped_column(comment="after the return")
    side: Mapped[Side] = mapped_column(by_value(Side, "side_is_known"))
    due_on: Mapped[date]
    asked_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("actors.id"), index=True, comment="who is asked")
    answered_at: Mapped[datetime | None]
    outlook: Mapped[int | None] = mapped_column(comment="a broadened outlook on role and responsibilities")
    relationships: Mapped[int | None] = mapped_column(comment="builds relationships across organizations")
    leads_change: Mapped[int | None] = mapped_column(comment="manages change and responds to resistance")
    develops_others: Mapped[int | None] = mapped_column(comment="is engaged in the development of others")
    satisfied: Mapped[int | None] = mapped_column(comment="satisfied with the rotation")

    right: Mapped[ReturnRight] = relationship()
