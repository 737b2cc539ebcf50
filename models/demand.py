"""Demand as it was last counted in a round: a band for each opportunity, never a number for one.

This is on the list of what others may learn from dream sheets before the freeze. Nothing finer is kept: a
new count replaces the last one, so that two counts cannot be subtracted from one another.
"""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from matcher.policy.demand import Band
from models.base import Base, arguments, by_value, check
from models.rounds import RoundState

COUNTED_IN = frozenset({RoundState.PREFERENCES, RoundState.RELEASE_REVIEW})


class DemandCount(Base):
    """When a round's demand was counted, and how many opportunities nobody had named."""

    __tablename__ = "demand_counts"
    __table_args__ = arguments(check("orphans_are_not_negative", "orphans >= 0"))

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    counted_at: Mapped[datetime]
    orphans: Mapped[int] = mapped_column(comment="opportunities that no certified sheet names")


class DemandBand(Base):
    """The band of an opportunity that more than a few named; without a row it is that of the few."""

    __tablename__ = "demand_bands"
    __table_args__ = arguments(check("few_have_no_row", "band <> 'few'"))

    round_id: Mapped[int] = mapped_column(ForeignKey("demand_counts.round_id"), primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), primary_key=True, index=True)
    band: Mapped[Band] = mapped_column(by_value(Band, "band_is_known"))
