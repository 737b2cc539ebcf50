"""Dream sheets that somebody else entered for an executive: they count for nothing until confirmed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actors import Actor
from models.base import Base, Id, Words, arguments, check
from models.executives import Executive
from models.rounds import Round
from models.secrets import Sealed

OPEN = text("answered_at IS NULL")


class EnteredSheet(Base):
    """One list, until its owner confirms or refuses it; the list itself is erased with the answer."""

    __tablename__ = "entered_sheets"
    __table_args__ = arguments(
        check("answered_list_is_erased", "(answered_at IS NULL) = (choices IS NOT NULL)"),
        check("answer_has_its_moment", "(answered_at IS NULL) = (confirmed IS NULL)"),
        check("answer_follows_entry", "answered_at >= entered_at"),
        Index(
            "uq_entered_sheets_one_open_list",
            "round_id",
            "executive_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    choices: Mapped[Any | None] = mapped_column(Sealed("entered_sheets.choices"), comment="sealed")
    late_because: Mapped[Words | None] = mapped_column(comment="why after the lists closed; else empty")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    entered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    confirmed: Mapped[bool | None] = mapped_column(comment="no: the owner refused it, or it was replaced")

    round: Mapped[Round] = relationship()
    executive: Mapped[Executive] = relationship()
    entered_by: Mapped[Actor] = relationship()
