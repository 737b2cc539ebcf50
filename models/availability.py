"""When an executive can meet: how the person can be booked, the windows of the week, the days that differ."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matcher.availability.problem import DAY, Difference
from models.base import Base, Edited, Id, arguments, by_value, check

HALF_HOUR = 30
LENGTHS, STEPS = (30, 45, 60), (15, 30)
MOST_NOTICE, MOST_HORIZON, MOST_BUFFER, MOST_WEEKLY, MOST_WEEKS = 336, 90, 60, 20, 4


def of_a_weekday() -> Iterator[CheckConstraint]:
    """What holds for a part of one weekday, wherever it is stored."""
    yield check("weekday_is_one_of_seven", "weekday BETWEEN 0 AND 6")
    yield check("window_is_within_its_day", f"start_minute >= 0 AND end_minute <= {DAY}")
    yield check("window_ends_after_it_starts", "end_minute > start_minute")
    yield check("window_is_in_half_hours", f"start_minute % {HALF_HOUR} = 0 AND end_minute % {HALF_HOUR} = 0")


class BookingPolicy(Edited, Base):
    """How one executive can be booked. All times of day of the person are on the clock of `zone`."""

    __tablename__ = "booking_policies"
    __table_args__ = arguments(
        check("zone_is_not_empty", "length(zone) > 0"),
        check("length_is_offered", f"length_minutes IN {LENGTHS}"),
        check("grid_is_offered", f"step_minutes IN {STEPS}"),
        check("notice_is_within_two_weeks", f"notice_hours BETWEEN 0 AND {MOST_NOTICE}"),
        check("horizon_is_within_a_quarter", f"horizon_days BETWEEN 1 AND {MOST_HORIZON}"),
        check("buffer_is_within_an_hour", f"buffer_minutes BETWEEN 0 AND {MOST_BUFFER}"),
        check("weekly_limit_is_at_least_one", f"most_per_week BETWEEN 1 AND {MOST_WEEKLY}"),
    )

    id: Mapped[Id]
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), unique=True)
    zone: Mapped[str] = mapped_column(String(64), comment="name in the time zone database")
    length_minutes: Mapped[int] = mapped_column(comment="how long a meeting lasts")
    step_minutes: Mapped[int] = mapped_column(comment="begins are multiples of it on the person's own clock")
    notice_hours: Mapped[int]
    horizon_days: Mapped[int]
    buffer_minutes: Mapped[int] = mapped_column(comment="free before and after whatever is booked")
    most_per_week: Mapped[int | None] = mapped_column(comment="meetings; empty: no limit")
    keeps_holidays: Mapped[bool] = mapped_column(comment="nothing on federal holidays")

    windows: Mapped[list["AvailabilityWindow"]] = relationship(
        cascade="all, delete-orphan",
        order_by="AvailabilityWindow.weekday, AvailabilityWindow.start_minute",
    )
    exceptions: Mapped[list["AvailabilityException"]] = relationship(
        cascade="all, delete-orphan",
        order_by="AvailabilityException.first_day, AvailabilityException.start_minute",
    )


class AvailabilityWindow(Base):
    """A part of one weekday, in half hours, every so many weeks from the week of `anchor`."""

    __tablename__ = "availability_windows"
    __table_args__ = arguments(
        *of_a_weekday(),
        check("weeks_between_are_few", f"every_n_weeks BETWEEN 1 AND {MOST_WEEKS}"),
        check("window_is_in_force_for_a_day", "valid_until >= valid_from"),
    )

    policy_id: Mapped[int] = mapped_column(ForeignKey("booking_policies.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, comment="0 is Monday")
    start_minute: Mapped[int] = mapped_column(primary_key=True, comment="after midnight, own clock")
    end_minute: Mapped[int] = mapped_column(comment="not included; 1440 is midnight")
    every_n_weeks: Mapped[int]
    anchor: Mapped[date] = mapped_column(comment="a day of a week that counts")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(comment="the last day; empty: until further notice")


class AvailabilityException(Base):
    """Some days on which time is taken away or given besides."""

    __tablename__ = "availability_exceptions"
    __table_args__ = arguments(
        check("days_are_ordered", "last_day >= first_day"),
        check("times_are_within_a_day", f"start_minute >= 0 AND end_minute <= {DAY}"),
        check("times_end_after_they_start", "end_minute > start_minute"),
    )

    id: Mapped[Id]
    policy_id: Mapped[int] = mapped_column(ForeignKey("booking_policies.id"), index=True)
    kind: Mapped[Difference] = mapped_column(by_value(Difference, "kind_is_known"))
    first_day: Mapped[date]
    last_day: Mapped[date] = mapped_column(comment="included")
    start_minute: Mapped[int] = mapped_column(comment="after midnight, own clock")
    end_minute: Mapped[int] = mapped_column(comment="not included; 1440 is midnight")

    policy: Mapped[BookingPolicy] = relationship(back_populates="exceptions")
