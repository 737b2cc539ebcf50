"""Delegations: who looks after an executive's calendar, and nothing else."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actors import Actor
from models.base import Base, Id, arguments, check
from models.executives import Executive

OPEN = text("ended_at IS NULL")


class Delegation(Base):
    """A delegate may see and book times; never the situation, a list or a rating."""

    __tablename__ = "delegations"
    __table_args__ = arguments(
        check("delegation_ends_after_it_begins", "ended_at >= began_at"),
        Index(
            "uq_delegations_one_open_delegation",
            "executive_id",
            "delegate_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[Id]
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"))
    delegate_id: Mapped[int] = mapped_column(ForeignKey("actors.id"), index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    executive: Mapped[Executive] = relationship()
    delegate: Mapped[Actor] = relationship()
