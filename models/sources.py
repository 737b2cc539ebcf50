"""Where reference data comes from: one row for each file that was loaded."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Digest, Id, arguments, check


class ReferenceSource(Base):
    __tablename__ = "reference_sources"
    __table_args__ = arguments(check("sha256_has_64_digits", "length(sha256) = 64"))

    id: Mapped[Id]
    file: Mapped[str] = mapped_column(String(200), unique=True)
    source: Mapped[str] = mapped_column(String(500))
    licence: Mapped[str] = mapped_column(String(200))
    as_of: Mapped[date] = mapped_column(comment="the day the facts speak of")
    sha256: Mapped[Digest] = mapped_column(comment="of the file's bytes as loaded")
    loaded_at: Mapped[datetime]
