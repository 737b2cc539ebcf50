"""Calendar feeds: an address that a calendar program reads without signing in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Digest, Id, arguments, check
from models.executives import Executive

OPEN = text("revoked_at IS NULL")


class CalendarFeed(Base):
    """The address holds a token nobody can guess; here lies its digest alone."""

    __tablename__ = "calendar_feeds"
    __table_args__ = arguments(
        check("feed_is_revoked_after_it_was_made", "revoked_at >= made_at"),
        Index(
            "uq_calendar_feeds_one_open_feed",
            "executive_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[Id]
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"))
    token_digest: Mapped[Digest] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    executive: Mapped[Executive] = relationship()
