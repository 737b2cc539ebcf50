"""Consents: the executive's logged, voluntary word that a round may show the card to hosts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Words, arguments, check

OPEN = text("withdrawn_at IS NULL")


class Consent(Base):
    __tablename__ = "consents"
    __table_args__ = arguments(
        check("consent_is_voluntary", "voluntary"),
        check("withdrawal_follows_consent", "withdrawn_at >= given_at"),
        Index(
            "uq_consents_one_open_consent",
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
    statement: Mapped[Words] = mapped_column(comment="the sentence the executive agreed to")
    voluntary: Mapped[bool] = mapped_column(comment="the executive states that the move is voluntary")
    given_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    withdrawn_at: Mapped[datetime | None]
