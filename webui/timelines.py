"""The geometry of the way back: a line with its marks, and the bars of everybody who is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matcher.policy.return_dates import Due, Mark, first_day_back, length
from models.queries.returns import Away
from models.returns import ReturnRight
from webui.filters import day as written

SHOWN = {
    Mark.MIDPOINT: "half way",
    Mark.ROTATION: "day 120",
    Mark.WINDOW: "90 left",
    Mark.POSITION: "60",
    Mark.LOGISTICS: "30",
    Mark.FORTNIGHT: "14",
}
NEAR = 7  # days within which marks are one
ROWS = 3
BEFORE = {"end": 1.0, "middle": 0.5, "start": 0.0}  # how much of a label stands before its mark
LETTER = 2.4  # per cent of the width for one letter of a label, on a narrow screen
STEP = 30
ROOM = 24.0  # per cent of the width for the name beside its bar


@dataclass(frozen=True)
class Tick:
    """One mark on the line, in per cent of the width; `row` keeps neighbours from touching."""

    at: float
    label: str
    row: int

    @property
    def anchor(self) -> str:
        """Which end of the label stands at the mark."""
        return _anchor(self.at)


@dataclass(frozen=True)
class Line:
    """From the first day away to the first day back, with today on it."""

    title: str
    ticks: tuple[Tick, ...]
    today: float

    @property
    def anchor(self) -> str:
        """Which end of the word stands at today."""
        return _anchor(self.today)


def line(right: ReturnRight, dues: Sequence[Due], today: date) -> Line:
    """The marks that fall between the two ends."""
    back = first_day_back(right.ends_on)
    whole = length(right.starts_on, back)
    shown = [due for due in dues if due.mark in SHOWN and right.starts_on <= due.nominal <= right.ends_on]
    marks = [(_at(day, right.starts_on, whole), label) for day, label in _together(shown)]
    stands = _at(today, right.starts_on, whole)
    last = f"first day back, {written(back)}"
    if right.given_up:
        last = f"last day away, {written(right.ends_on)}"
    title = (
        f"From {written(right.starts_on)} to the {last}; today stands at {round(stands)} per cent of the way"
    )
    return Line(title, _in_rows(marks), stands)


def _together(shown: Sequence[Due]) -> list[tuple[date, str]]:
    """The marks in order, those within days of the one before under its day."""
    found: list[tuple[date, str]] = []
    last = None
    for due in sorted(shown, key=lambda due: due.nominal):
        label = SHOWN[due.mark]
        if last is not None and (due.nominal - last).days <= NEAR:
            day, before = found.pop()
            found.append((day, f"{before}, {label}"))
        else:
            found.append((due.nominal, label))
        last = due.nominal
    return found


def _in_rows(marks: Sequence[tuple[float, str]]) -> tuple[Tick, ...]:
    """Each label in the first row where it touches none, else in the row with the most room."""
    ends, ticks = [-1.0] * ROWS, []
    for at, label in marks:
        wide = LETTER * len(label)
        begin = at - wide * BEFORE[_anchor(at)]
        row = next((row for row in range(ROWS) if ends[row] < begin), ends.index(min(ends)))
        ends[row] = begin + wide
        ticks.append(Tick(at, label, row))
    return tuple(ticks)


def _anchor(at: float) -> str:
    """What keeps a label inside the picture."""
    return "end" if at > 90 else "middle" if at > 8 else "start"


def _at(day: date, begin: date, whole: int) -> float:
    return round(min(100.0, max(0.0, 100 * (day - begin).days / max(1, whole - 1))), 2)


@dataclass(frozen=True)
class Span:
    """One person's time away as a bar, in per cent of the width."""

    name: str
    label: str
    x: float
    length: float
    y: int
    at_risk: bool


@dataclass(frozen=True)
class Timeline:
    """The bars below one another between two days, and today."""

    spans: tuple[Span, ...]
    begin: date
    end: date
    today: float

    @property
    def height(self) -> int:
        return STEP * len(self.spans) + 24

    @property
    def anchor(self) -> str:
        """Which end of the word stands at today."""
        return _anchor(self.today)


def timeline(rows: Sequence[Away], today: date) -> Timeline:
    """All rows on one scale; at least the day of today where there is none."""
    begin = min([row.starts_on for row in rows] + [today])
    end = max([row.back_on for row in rows] + [today])
    whole = max(1, (end - begin).days)

    def place(day: date) -> float:
        return round(ROOM + (100 - ROOM) * (day - begin).days / whole, 2)

    spans = tuple(
        Span(
            row.name,
            f"{row.name}: {written(row.starts_on)} to {written(row.last_away)}, {row.words}",
            place(row.starts_on),
            max(0.4, round(place(row.last_away) - place(row.starts_on), 2)),
            24 + STEP * number,
            row.risks > 0,
        )
        for number, row in enumerate(rows)
    )
    return Timeline(spans, begin, end, place(today))
