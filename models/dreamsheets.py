"""Dream sheets: the confidential ranked list of opportunities of one executive in one round.

A list is stored as one sealed value. Only the newest certified version keeps its list; of earlier ones the
commitment alone stays.
"""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Digest, Edited, Id, arguments, by_value, check
from models.executives import Executive
from models.rounds import Round
from models.secrets import Sealed


class SheetState(enum.StrEnum):
    DRAFT = "draft"
    CERTIFIED = "certified"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class DreamSheet(Edited, Base):
    __tablename__ = "dream_sheets"
    __table_args__ = arguments(UniqueConstraint("round_id", "executive_id"))

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    state: Mapped[SheetState] = mapped_column(by_value(SheetState, "state_is_known"))
    draft: Mapped[Any] = mapped_column(
        Sealed("dream_sheets.draft"), comment="sealed: list of lists of opportunity slugs, ties together"
    )

    round: Mapped[Round] = relationship()
    executive: Mapped[Executive] = relationship()


class DreamSheetVersion(Base):
    __tablename__ = "dream_sheet_versions"
    __table_args__ = arguments(
        check("number_begins_at_one", "number >= 1"),
        check("superseded_list_is_erased", "(superseded_at IS NULL) = (choices IS NOT NULL)"),
        check("superseded_nonce_is_erased", "(superseded_at IS NULL) = (nonce IS NOT NULL)"),
        check("commitment_has_64_digits", "length(commitment) = 64"),
    )

    sheet_id: Mapped[int] = mapped_column(ForeignKey("dream_sheets.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    choices: Mapped[Any | None] = mapped_column(Sealed("dream_sheet_versions.choices"), comment="sealed")
    nonce: Mapped[str | None] = mapped_column(String(64), comment="salt of the commitment")
    commitment: Mapped[Digest] = mapped_column(comment="SHA-256 of canonical [nonce, executive, choices]")
    certified_at: Mapped[datetime]
    certified_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    superseded_at: Mapped[datetime | None]
