"""Sweeps: all waiting requests solved together; the file, the outcome, and the pairs that were fixed."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Digest, Edited, Id, Words, arguments, by_value, check
from models.mentors import MentorKind, MentorProfile
from models.requests import MentoringRequest
from models.secrets import Sealed


class SweepState(enum.StrEnum):
    PREPARED = "prepared"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Sweep(Edited, Base):
    __tablename__ = "sweeps"
    __table_args__ = arguments(
        check("number_begins_at_one", "number >= 1"),
        check("input_sha256_has_64_digits", "length(input_sha256) = 64"),
        check("publication_has_its_moment", "(published_by_id IS NULL) = (published_at IS NULL)"),
        check(
            "published_means_published", f"(state = '{SweepState.PUBLISHED}') = (published_at IS NOT NULL)"
        ),
        check("offers_are_not_negative", "offered >= 0"),
        check("dropped_pairs_are_not_negative", "dropped >= 0"),
    )

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[MentorKind] = mapped_column(by_value(MentorKind, "kind_is_known"))
    state: Mapped[SweepState] = mapped_column(by_value(SweepState, "state_is_known"))
    with_floor: Mapped[bool] = mapped_column(comment="the least points are made as great as possible first")
    content: Mapped[Any] = mapped_column(
        Sealed("sweeps.content"), deferred=True, comment="sealed: the roundtrip.mentoring/1 file"
    )
    outcome: Mapped[Any] = mapped_column(
        Sealed("sweeps.outcome"), deferred=True, comment="sealed: the outcome file"
    )
    preview: Mapped[Any] = mapped_column(
        Sealed("sweeps.preview"),
        deferred=True,
        comment="sealed: the result one at a time, and what pins cost",
    )
    input_sha256: Mapped[Digest]
    status: Mapped[str] = mapped_column(String(20), comment="of the outcome: optimal or infeasible")
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))
    offered: Mapped[int | None] = mapped_column(comment="offers made by the publication")
    dropped: Mapped[int | None] = mapped_column(comment="pairs that were not possible any more by then")

    pins: Mapped[list["SweepPin"]] = relationship(cascade="all, delete-orphan")


class SweepPin(Base):
    """A pair that a coordinator fixed, with the reason."""

    __tablename__ = "sweep_pins"
    __table_args__ = arguments(check("reason_is_written", "length(reason) > 0"))

    sweep_id: Mapped[int] = mapped_column(ForeignKey("sweeps.id"), primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("mentoring_requests.id"), primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profiles.id"))
    reason: Mapped[Words]
    author_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    at: Mapped[datetime]

    request: Mapped[MentoringRequest] = relationship()
    profile: Mapped[MentorProfile] = relationship()
