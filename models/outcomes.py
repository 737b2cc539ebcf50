"""The frozen snapshot of a round, the numbered runs on it, and the decision which run counts.

Snapshots and outcomes are never changed or deleted: triggers refuse it on both engines.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Digest, Id, arguments, check
from models.rounds import Round
from models.scenarios import Scenario
from models.secrets import Sealed


class Snapshot(Base):
    __tablename__ = "snapshots"
    __table_args__ = arguments(
        check("sha256_has_64_digits", "length(sha256) = 64"),
        UniqueConstraint("round_id", "number"),
        check("number_begins_at_one", "number >= 1"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    number: Mapped[int]
    content: Mapped[Any] = mapped_column(
        Sealed("snapshots.content"),
        deferred=True,  # large: opened only by who reads it
        comment="sealed: the round file without seed and seed proof",
    )
    sha256: Mapped[Digest] = mapped_column(comment="of the canonical content")
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))

    round: Mapped[Round] = relationship()


class Outcome(Base):
    """One run of the solver on a snapshot; every run is numbered and stays on the record."""

    __tablename__ = "outcomes"
    __table_args__ = arguments(
        UniqueConstraint("round_id", "number"),
        check("number_begins_at_one", "number >= 1"),
        check("input_sha256_has_64_digits", "length(input_sha256) = 64"),
        check("status_is_known", "status IN ('optimal', 'feasible', 'stable', 'infeasible')"),
        check("placed_is_not_negative", "placed >= 0"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshots.id"), index=True)
    scenario_id: Mapped[int | None] = mapped_column(
        ForeignKey("scenarios.id"), comment="empty: the round as it was frozen"
    )
    number: Mapped[int]
    content: Mapped[Any] = mapped_column(
        Sealed("outcomes.content"), deferred=True, comment="sealed: the outcome file"
    )
    input_sha256: Mapped[Digest]
    status: Mapped[str] = mapped_column(String(20))
    proved: Mapped[bool]
    draw_unique: Mapped[bool] = mapped_column(comment="no other set of pairs has the same values")
    verified: Mapped[bool] = mapped_column(comment="the independent check found no failure")
    placed: Mapped[int] = mapped_column(comment="executives placed")
    solved_at: Mapped[datetime]
    solved_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))

    round: Mapped[Round] = relationship()
    snapshot: Mapped[Snapshot] = relationship()
    scenario: Mapped[Scenario | None] = relationship()


class Decision(Base):
    """Which run counts for a round, who approved it and who published it: never the same person."""

    __tablename__ = "decisions"
    __table_args__ = arguments(
        check("publisher_is_not_the_approver", "published_by_id <> approved_by_id"),
        check("approval_has_its_moment", "(approved_by_id IS NULL) = (approved_at IS NULL)"),
        check("publication_has_its_moment", "(published_by_id IS NULL) = (published_at IS NULL)"),
        check("publication_follows_approval", "published_at IS NULL OR approved_at IS NOT NULL"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id"), unique=True)
    chosen_at: Mapped[datetime]
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))

    outcome: Mapped[Outcome] = relationship()
