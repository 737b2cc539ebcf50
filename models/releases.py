"""Releases: what the home side says to an executive's taking part in a round, and who fills in meanwhile."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actors import Actor
from models.base import Base, Edited, Id, Words, arguments, by_value, check
from models.executives import Executive
from models.rounds import Round


class ReleaseState(enum.StrEnum):
    PENDING_SUPERVISOR = "pending_supervisor"
    PENDING_AGENCY = "pending_agency"
    GRANTED = "granted"
    GRANTED_WITH_CONDITIONS = "granted_with_conditions"
    REFUSED = "refused"
    GRANTED_BY_DEFAULT = "granted_by_default"
    REFUSED_BY_DEFAULT = "refused_by_default"
    WITHDRAWN = "withdrawn"


PENDING = (ReleaseState.PENDING_SUPERVISOR, ReleaseState.PENDING_AGENCY)
GRANTS = (ReleaseState.GRANTED, ReleaseState.GRANTED_WITH_CONDITIONS, ReleaseState.GRANTED_BY_DEFAULT)
REFUSALS = (ReleaseState.REFUSED, ReleaseState.REFUSED_BY_DEFAULT)


class Advice(enum.StrEnum):
    """What the supervisor recommends."""

    RELEASE = "release"
    WITH_CONDITIONS = "with_conditions"
    KEEP = "keep"


class RefusalReason(enum.StrEnum):
    MISSION_CRITICAL = "mission_critical"
    TENURE = "tenure"
    PENDING_ACTION = "pending_action"
    TIMING = "timing"
    NO_BACKFILL = "no_backfill"
    BUDGET = "budget"


class Backfill(enum.StrEnum):
    """How the post at home is looked after meanwhile."""

    ACTING_INTERNAL = "acting_internal"
    RECIPROCAL_EXCHANGE = "reciprocal_exchange"
    DETAIL_IN = "detail_in"
    SPLIT_DUTIES = "split_duties"
    LEAVE_VACANT = "leave_vacant"


class Release(Edited, Base):
    """One for each executive who consented in a round, from the consent on."""

    __tablename__ = "releases"
    __table_args__ = arguments(
        UniqueConstraint("round_id", "executive_id"),
        UniqueConstraint("round_id", "stand_in_id"),
        check("a_refusal_has_its_reason", "(state = 'refused') = (refusal IS NOT NULL)"),
        check(
            "conditions_stand_where_some_were_made",
            "(state = 'granted_with_conditions') = (latest_start IS NOT NULL OR longest_days IS NOT NULL)",
        ),
        check("longest_absence_is_at_least_one_day", "longest_days >= 1"),
        check("nobody_stands_in_for_oneself", "stand_in_id <> executive_id"),
        check("advice_has_its_moment", "(advice IS NULL) = (advised_at IS NULL)"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    state: Mapped[ReleaseState] = mapped_column(by_value(ReleaseState, "state_is_known"), index=True)
    asked_at: Mapped[datetime]
    advice: Mapped[Advice | None] = mapped_column(by_value(Advice, "advice_is_known"))
    advice_note: Mapped[Words] = mapped_column(default="", comment="the home agency alone reads it")
    advised_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))
    advised_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None] = mapped_column(comment="from then on the board may decide too")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))
    decided_at: Mapped[datetime | None]
    refusal: Mapped[RefusalReason | None] = mapped_column(by_value(RefusalReason, "refusal_is_known"))
    latest_start: Mapped[date | None] = mapped_column(comment="the assignment must be able to begin by then")
    longest_days: Mapped[int | None] = mapped_column(comment="calendar days away, both ends counted")
    backfill: Mapped[Backfill | None] = mapped_column(by_value(Backfill, "backfill_is_known"))
    stand_in_id: Mapped[int | None] = mapped_column(
        ForeignKey("executives.id"), index=True, comment="who looks after the post; one post a person"
    )
    note: Mapped[Words] = mapped_column(default="", comment="of the decision; the executive reads it")

    round: Mapped[Round] = relationship()
    executive: Mapped[Executive] = relationship(foreign_keys=[executive_id])
    stand_in: Mapped[Executive | None] = relationship(foreign_keys=[stand_in_id])
    advised_by: Mapped[Actor | None] = relationship(foreign_keys=[advised_by_id])
    decided_by: Mapped[Actor | None] = relationship(foreign_keys=[decided_by_id])
