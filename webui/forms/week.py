"""The grid of a week in half hours, as every form holds it that asks when somebody can meet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from matcher.availability.problem import DAY
from models.availability import HALF_HOUR
from webui.when import wall_time

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HALVES = range(0, DAY, HALF_HOUR)
BY_NAME = {f"{day}-{at}": (day, at) for day in range(7) for at in HALVES}
EARLY, LATE = 7 * 60, 19 * 60


class Part(Protocol):
    """A part of one weekday, as it is stored."""

    @property
    def weekday(self) -> int: ...
    @property
    def start_minute(self) -> int: ...
    @property
    def end_minute(self) -> int: ...


class GridForm(FlaskForm):
    """`open` holds "weekday-minute" of each half hour that is ticked."""

    open = SelectMultipleField(
        choices=[
            SelectChoice(name, f"{WEEKDAYS[day]}, {wall_time(at)}") for name, (day, at) in BY_NAME.items()
        ]
    )

    def ticked(self) -> set[tuple[int, int]]:
        """(weekday, minute) of each half hour that is ticked."""
        return {BY_NAME[one] for one in self.open.data or [] if one in BY_NAME}

    def halves(self) -> list[tuple[int, int, int]]:
        """The same as (weekday, start, end), in their order."""
        return [(day, at, at + HALF_HOUR) for day, at in sorted(self.ticked())]

    def rows(self) -> list[int]:
        """The half hours to show: the working day, widened to whatever is ticked."""
        minutes = [at for _, at in self.ticked()]
        first, last = min([EARLY, *minutes]), max([LATE - HALF_HOUR, *minutes])
        return list(range(first // 60 * 60, last // 60 * 60 + 60, HALF_HOUR))


def week_words(parts: Iterable[Part]) -> str:
    """Monday 9:00 a.m. to noon; Friday 3:00 p.m. to 4:00 p.m."""
    return "; ".join(
        f"{WEEKDAYS[one.weekday]} {wall_time(one.start_minute)} to {wall_time(one.end_minute)}"
        for one in parts
    )


def named(parts: Iterable[Part]) -> list[str]:
    """The half hours of stored parts, as the form names them."""
    return [
        f"{one.weekday}-{at}" for one in parts for at in range(one.start_minute, one.end_minute, HALF_HOUR)
    ]
