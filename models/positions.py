"""Positions of record: real SES posts, as of the day their source states."""

import enum
from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agencies import Agency, Organization
from models.base import Base, Edited, Id, Name, Slug, arguments, by_value, check


class Occupancy(enum.StrEnum):
    FILLED = "filled"
    VACANT = "vacant"
    ACTING = "acting"
    HELD_FOR_RETURN = "held_for_return"
    ABOLISHED = "abolished"


class PositionType(enum.StrEnum):
    """5 U.S.C. 3132(a)(8)-(9)."""

    GENERAL = "general"
    CAREER_RESERVED = "career_reserved"


class Position(Edited, Base):
    __tablename__ = "positions"
    __table_args__ = arguments(check("slug_is_not_empty", "length(slug) > 0"))

    id: Mapped[Id]
    slug: Mapped[Slug]
    source_key: Mapped[str | None] = mapped_column(
        String(60), unique=True, comment="its id in the source file"
    )
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    title: Mapped[Name]
    city: Mapped[str | None] = mapped_column(String(100))
    region: Mapped[str | None] = mapped_column(String(60), comment="state, territory or country")
    position_type: Mapped[PositionType] = mapped_column(by_value(PositionType, "position_type_is_known"))
    occupancy: Mapped[Occupancy] = mapped_column(by_value(Occupancy, "occupancy_is_known"), index=True)
    source_appointment: Mapped[str | None] = mapped_column(String(60), comment="the source's own words")
    as_of: Mapped[date] = mapped_column(comment="the day the post is known from; Plum Book posts: 2016")

    agency: Mapped[Agency] = relationship()
    organization: Mapped[Organization | None] = relationship()

    @property
    def numbered(self) -> str:
        """The title with the number, which alone tells two posts of one title apart."""
        return f"{self.title} ({self.slug})"
