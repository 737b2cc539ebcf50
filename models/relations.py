"""What stands between two executives: lines of command, ratings, oversight, and whom somebody avoids."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Edited, Id, arguments, by_value, check
from models.secrets import Sealed


class RelationKind(enum.StrEnum):
    """What the other person is to the executive."""

    SUPERVISOR = "supervisor"
    RATING_OFFICIAL = "rating_official"
    REVIEWING_OFFICIAL = "reviewing_official"
    REVIEW_BOARD = "review_board"
    RESOURCES_BOARD = "resources_board"
    OVERSIGHT = "oversight"


class Relation(Edited, Base):
    """`other` is the supervisor (or rating official, …) of `executive`, both days counted."""

    __tablename__ = "relations"
    __table_args__ = arguments(
        UniqueConstraint("executive_id", "other_id", "kind", "starts_on"),
        check("nobody_stands_over_themselves", "executive_id <> other_id"),
        check("relation_ends_after_it_begins", "ends_on >= starts_on"),
    )

    id: Mapped[Id]
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    kind: Mapped[RelationKind] = mapped_column(by_value(RelationKind, "kind_is_known"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(comment="last day; empty while it lasts")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))


class NoList(Edited, Base):
    """Whom an executive does not want to be matched with; nobody else reads it and nobody asks why."""

    __tablename__ = "no_lists"

    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), primary_key=True)
    content: Mapped[Any] = mapped_column(
        Sealed("no_lists.content"), comment="sealed: {people: [executive id], agencies: [agency id]}"
    )
    changed_at: Mapped[datetime]
