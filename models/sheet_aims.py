"""What each choice of a dream sheet serves: an objective of the executive's own development plan."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.secrets import Sealed


class SheetAims(Base):
    """Of one sheet: by slug of an opportunity, the id of the objective; as secret as the list itself."""

    __tablename__ = "sheet_aims"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("dream_sheets.id"), primary_key=True)
    content: Mapped[Any] = mapped_column(
        Sealed("sheet_aims.content"), comment="sealed: by slug, the id of a plan's objective"
    )
