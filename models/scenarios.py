"""What-if questions on a frozen round: what each changes, which run was chosen and why, what limits cost.

A scenario is a difference to the frozen file: the frozen rows stay as they are. Once it was run it is fixed.
"""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agencies import Agency
from models.base import Base, Edited, Id, Words, arguments, by_value, check
from models.executives import Executive
from models.opportunities import Opportunity
from models.rounds import Round
from models.secrets import Sealed


class Mechanism(enum.StrEnum):
    OPTIMAL = "optimal"
    STABLE = "stable"


class Scenario(Edited, Base):
    __tablename__ = "scenarios"
    __table_args__ = arguments(
        UniqueConstraint("round_id", "number"),
        check("number_begins_at_one", "number >= 1"),
        check("name_is_not_empty", "length(name) > 0"),
        check("hops_are_not_negative", "hops >= 0"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshots.id"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    mechanism: Mapped[Mechanism | None] = mapped_column(
        by_value(Mechanism, "mechanism_is_known"), comment="empty: as frozen"
    )
    objective: Mapped[str] = mapped_column(
        String(200), default="", comment="stages joined by commas; '': as frozen"
    )
    hops: Mapped[int | None] = mapped_column(
        comment="steps between allied agencies; 0: anyone with anyone; empty: as frozen"
    )
    own_pairs: Mapped[bool] = mapped_column(
        default=False, server_default=false(), comment="its own alliance pairs stand for the frozen ones"
    )
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))

    round: Mapped[Round] = relationship()


class ScenarioLimit(Base):
    """The limits of one agency in place of its frozen ones; an empty figure is no limit."""

    __tablename__ = "scenario_limits"
    __table_args__ = arguments(
        check("most_out_is_not_negative", "max_out >= 0"),
        check("most_in_is_not_negative", "max_in >= 0"),
    )

    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenarios.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True, index=True)
    max_out: Mapped[int | None]
    max_in: Mapped[int | None]
    net_min: Mapped[int | None] = mapped_column(comment="least of received minus sent")
    net_max: Mapped[int | None] = mapped_column(comment="greatest of received minus sent")

    agency: Mapped[Agency] = relationship()


class ScenarioPair(Base):
    """Two agencies that may exchange in a scenario with pairs of its own; the smaller id first."""

    __tablename__ = "scenario_pairs"
    __table_args__ = arguments(check("smaller_agency_comes_first", "first_id <= second_id"))

    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenarios.id"), primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)


class ScenarioPin(Base):
    """A pair that the scenario places before everything else; it counts once a second person approved it."""

    __tablename__ = "scenario_pins"
    __table_args__ = arguments(
        UniqueConstraint("scenario_id", "executive_id"),
        check("reason_is_written", "length(reason) > 0"),
        check("approver_is_not_the_author", "approver_id <> author_id"),
        check("approval_has_its_moment", "(approver_id IS NULL) = (approved_at IS NULL)"),
    )

    id: Mapped[Id]
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenarios.id"))
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"))
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"))
    reason: Mapped[Words]
    author_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))
    approved_at: Mapped[datetime | None]

    scenario: Mapped[Scenario] = relationship()
    executive: Mapped[Executive] = relationship()
    opportunity: Mapped[Opportunity] = relationship()


class RunChoice(Base):
    """Which run was chosen, and why; the latest counts, and none is ever changed or deleted."""

    __tablename__ = "run_choices"
    __table_args__ = arguments(check("reason_is_written", "length(reason) > 0"))

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id"))
    reason: Mapped[Words]
    chosen_at: Mapped[datetime]
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))


class RunPrices(Base):
    """What every limit and pin of a run costs, and what stability would: worked out after the run."""

    __tablename__ = "run_prices"

    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id"), primary_key=True)
    content: Mapped[Any] = mapped_column(
        Sealed("run_prices.content"), comment="sealed: it names pinned people"
    )
    priced_at: Mapped[datetime]
