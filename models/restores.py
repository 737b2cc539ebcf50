"""Restores of this database from a backup: until one is released, no mail goes out."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, arguments, check


class Restore(Base):
    __tablename__ = "restores"
    __table_args__ = arguments(
        check("backup_was_taken_before", "taken_at <= restored_at"),
        check("released_after_restored", "released_at >= restored_at"),
    )

    id: Mapped[Id]
    taken_at: Mapped[datetime] = mapped_column(comment="when the backup was taken")
    restored_at: Mapped[datetime]
    released_at: Mapped[datetime | None] = mapped_column(comment="until then every notice is held")
