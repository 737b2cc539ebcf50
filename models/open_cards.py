"""Open cards: the executive's logged word that agencies may find the card and invite them to a post."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Words, arguments, check

OPEN = text("closed_at IS NULL")


class OpenCard(Base):
    __tablename__ = "open_cards"
    __table_args__ = arguments(
        check("closing_follows_opening", "closed_at >= opened_at"),
        Index(
            "uq_open_cards_one_open_card",
            "executive_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[Id]
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    statement: Mapped[Words] = mapped_column(comment="the sentence the executive agreed to")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
