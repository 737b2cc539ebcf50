"""How many executives an agency had on the 1 October that opened a fiscal year: counted, then frozen."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agencies import Agency
from models.base import Base, Edited, Id, Words, arguments, by_value, check

_NOT_NEGATIVE = "ses >= 0 AND sl >= 0 AND st >= 0"


class HeadcountState(enum.StrEnum):
    COUNTED = "counted"
    CONFIRMED = "confirmed"


class Headcount(Edited, Base):
    """The denominators of one agency and year; once confirmed they change by a dated erratum alone."""

    __tablename__ = "headcounts"
    __table_args__ = arguments(
        UniqueConstraint("agency_id", "fiscal_year"),
        check("counts_are_not_negative", _NOT_NEGATIVE),
        check("source_is_not_empty", "length(source) > 0"),
        check("a_confirmation_has_its_moment", "(state = 'confirmed') = (confirmed_at IS NOT NULL)"),
        check("whoever_confirmed_is_named", "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)"),
    )

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    fiscal_year: Mapped[int] = mapped_column(index=True)
    state: Mapped[HeadcountState] = mapped_column(by_value(HeadcountState, "state_is_known"))
    ses: Mapped[int] = mapped_column(comment="career appointees of the Senior Executive Service")
    sl: Mapped[int] = mapped_column(comment="senior-level positions")
    st: Mapped[int] = mapped_column(comment="scientific and professional positions")
    source: Mapped[Words] = mapped_column(comment="where the figures come from, in a sentence")
    counted_on: Mapped[date] = mapped_column(comment="the day on which they were counted or entered")
    counted_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))

    agency: Mapped[Agency] = relationship()
    errata: Mapped[list["HeadcountErratum"]] = relationship(order_by="HeadcountErratum.number")

    @property
    def standing(self) -> "Headcount | HeadcountErratum":
        """What counts now: the last erratum, or the figures themselves."""
        return self.errata[-1] if self.errata else self


class HeadcountErratum(Base):
    """A dated correction of confirmed figures; the figures themselves stay as they were confirmed."""

    __tablename__ = "headcount_errata"
    __table_args__ = arguments(
        check("number_begins_at_one", "number >= 1"),
        check("counts_are_not_negative", _NOT_NEGATIVE),
        check("an_erratum_says_why", "length(reason) > 0"),
    )

    headcount_id: Mapped[int] = mapped_column(ForeignKey("headcounts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    ses: Mapped[int]
    sl: Mapped[int]
    st: Mapped[int]
    reason: Mapped[Words]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
