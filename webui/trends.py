"""The picture of a share over the years: one bar for each year, and the goal as a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

STEP = 28
LEFT = 18.0  # per cent of the picture, for the year
WIDEST = 62.0  # the rest is for the figure beside the bar


@dataclass(frozen=True)
class Column:
    """One year: its bar in per cent of the picture, and what stands at its end."""

    label: str
    text: str
    length: float
    y: int


@dataclass(frozen=True)
class Trend:
    """Bars below one another, and where the goal stands; `height` in pixels."""

    columns: tuple[Column, ...]
    goal: float
    height: int


def trend(years: Mapping[str, tuple[Fraction | None, str]], goal: int) -> Trend:
    """A bar for each label, its share in percent and its words; the widest stands for the greatest share, or
    the goal where that is greater."""
    shares = [float(share) for share, _ in years.values() if share is not None]
    most = max([float(goal), *shares])
    columns = tuple(
        Column(label, text, round(WIDEST * float(share or 0) / most, 2), STEP * n)
        for n, (label, (share, text)) in enumerate(years.items())
    )
    return Trend(columns, round(LEFT + WIDEST * goal / most, 2), STEP * len(columns) + 22)
