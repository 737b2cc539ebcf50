"""A person's times as plain frozen records. A time of day is a minute, 0 to 1440, on the own clock."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime

from matcher.policy.meeting_clauses import (
    BUFFER_MINUTES,
    GRID_MINUTES,
    HORIZON_DAYS,
    MEETING_MINUTES,
    NOTICE_HOURS,
)

DAY = 1440  # minutes


class Difference(enum.StrEnum):
    """How some days differ from the week: time that is taken away, or given besides."""

    BLOCK = "block"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Window:
    """The time from `start` to `end` (not included) on one weekday, 0 for Monday, every so many weeks.

    Weeks begin on Monday; those count that lie a multiple of `every_n_weeks` from the week of `anchor`. Both
    `valid_from` and `valid_until` are included.
    """

    weekday: int
    start: int
    end: int
    valid_from: date
    anchor: date
    valid_until: date | None = None
    every_n_weeks: int = 1


def every_week(weekday: int, start: int, end: int) -> Window:
    """The same time each week, always."""
    return Window(weekday, start, end, valid_from=date.min, anchor=date.min)


@dataclass(frozen=True, slots=True)
class OneOff:
    """On each day from `first` to `last`, both included, the time from `start` to `end` is taken or given."""

    kind: Difference
    first: date
    last: date
    start: int = 0
    end: int = DAY


@dataclass(frozen=True, slots=True)
class Span:
    """An engagement that takes time: instants, the end not included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """How a person can be booked; minutes but for `notice` (hours) and `horizon` (days).

    A slot begins on a multiple of `step` of the person's own clock, not sooner than `notice` from now nor
    later than `horizon`; `buffer` stays free before and after whatever is booked; at most `most_per_week`
    conversations begin in a week of the own calendar. `keeps_holidays`: nothing on federal holidays.
    """

    length: int = MEETING_MINUTES.figure
    step: int = GRID_MINUTES.figure
    notice: int = NOTICE_HOURS.figure
    horizon: int = HORIZON_DAYS.figure
    buffer: int = BUFFER_MINUTES.figure
    most_per_week: int | None = None
    keeps_holidays: bool = True


@dataclass(frozen=True, slots=True)
class Times:
    """One person's times: the windows of the week, what differs, what is booked. `any_time`: no windows were
    named, so the whole week is free but for blocks, holidays and bookings."""

    zone: str
    windows: tuple[Window, ...] = ()
    one_offs: tuple[OneOff, ...] = ()
    busy: tuple[Span, ...] = ()
    terms: Terms = Terms()
    any_time: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A time two people can meet: UTC instants."""

    start: datetime
    end: datetime
