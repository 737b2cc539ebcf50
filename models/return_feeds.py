"""Feeds of the days of the way back: an address that a calendar program reads without signing in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actors import Actor
from models.base import Base, Digest, Id, arguments, check

OPEN = text("revoked_at IS NULL")


class ReturnFeed(Base):
    """One person's, whatever roles the person holds; here lies the digest of its token alone."""

    __tablename__ = "return_feeds"
    __table_args__ = arguments(
        check("feed_is_revoked_after_it_was_made", "revoked_at >= made_at"),
        Index(
            "uq_return_feeds_one_open_feed",
            "actor_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[Id]
    actor_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    token_digest: Mapped[Digest] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    actor: Mapped[Actor] = relationship()
