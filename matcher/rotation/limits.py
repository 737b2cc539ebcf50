"""Every figure that can stand in the way of a round, in one fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, starmap
from typing import Any, Literal, TypeVar

import numpy as np

from matcher.arrays import Ints
from matcher.files import LARGEST
from matcher.reading import Pair
from matcher.rotation.choices import Choices
from matcher.rotation.metrics import count_units
from matcher.rotation.problem import LimitKind, Opportunity, Rotation, Unit

_Named = TypeVar("_Named", Unit, Opportunity)
_TEXTS = {
    "max_out": "{}: at most {} placed from here",
    "max_in": "{}: at most {} placed here",
    "net_min": "{}: coming less going at least {}",
    "net_max": "{}: coming less going at most {}",
    "seats": "{}: at most {} placed here",
    "min_seats": "{}: at least {} placed here",
}
_UNIT_KEYS: tuple[LimitKind, ...] = ("max_out", "max_in", "net_min", "net_max")
_MEASURES = {"max_out": "out", "max_in": "in", "net_min": "net", "net_max": "net"}
_LEAST = ("net_min", "min_seats", "pinned")


@dataclass(frozen=True, slots=True)
class Limit:
    """One figure of the file: its key, the number of its entry in the list, whose it is, and the figure."""

    key: LimitKind | Literal["seats", "min_seats", "pinned"]
    number: int
    of: str | Pair
    figure: int

    @property
    def path(self) -> str:
        """Where it stands in the file."""
        if self.key == "pinned":
            return f"pinned[{self.number}]"
        return f"{'units' if self.key in _MEASURES else 'opportunities'}[{self.number}].{self.key}"

    @property
    def text(self) -> str:
        """What it says."""
        if isinstance(self.of, tuple):
            return f"{self.of[0]} is placed at {self.of[1]}"
        return _TEXTS[self.key].format(self.of, self.figure)

    def keeps(self, actual: int) -> bool:
        """Whether `actual` is within the figure."""
        return actual >= self.figure if self.key in _LEAST else actual <= self.figure


def list_limits(rotation: Rotation) -> list[Limit]:
    """Units by id (`max_out`, `max_in`, `net_min`, `net_max`), opportunities by id (`seats`, the default 1
    too, then `min_seats`), pins by ids."""
    posts = _by_id(rotation.opportunities)
    return [*_unit_limits(rotation), *chain.from_iterable(starmap(_seat_limits, posts)), *_pins(rotation)]


def _unit_limits(rotation: Rotation) -> list[Limit]:
    return [
        Limit(key, number, unit.id, figure)
        for number, unit in _by_id(rotation.units)
        for key in _UNIT_KEYS
        if (figure := unit.limit(key)) is not None
    ]


def _seat_limits(number: int, post: Opportunity) -> tuple[Limit, Limit]:
    return (
        Limit("seats", number, post.id, post.seats),
        Limit("min_seats", number, post.id, post.min_seats),
    )


def _pins(rotation: Rotation) -> list[Limit]:
    pins = sorted(enumerate(rotation.pinned), key=lambda pin: pin[1])
    return [Limit("pinned", number, pair, 1) for number, pair in pins]


def _by_id(items: Sequence[_Named]) -> list[tuple[int, _Named]]:
    return sorted(enumerate(items), key=lambda pair: pair[1].id)


def without(rotation: Rotation, limits: Sequence[Limit]) -> Rotation:
    """The same round without these limits and pins."""
    gone = {(limit.key, limit.of) for limit in limits}
    units = tuple(
        replace(
            unit,
            max_out=None if ("max_out", unit.id) in gone else unit.max_out,
            max_in=None if ("max_in", unit.id) in gone else unit.max_in,
            net_min=None if ("net_min", unit.id) in gone else unit.net_min,
            net_max=None if ("net_max", unit.id) in gone else unit.net_max,
        )
        for unit in rotation.units
    )
    opportunities = tuple(
        replace(
            post,
            seats=LARGEST if ("seats", post.id) in gone else post.seats,
            min_seats=0 if ("min_seats", post.id) in gone else post.min_seats,
        )
        for post in rotation.opportunities
    )
    pinned = tuple(pair for pair in rotation.pinned if ("pinned", pair) not in gone)
    return replace(rotation, units=units, opportunities=opportunities, pinned=pinned)


def find_broken(rotation: Rotation, choices: Choices, rows: Ints) -> list[dict[str, Any]]:
    """The limits that these matches (rows of the choices) do not keep, each with what it is instead."""
    units = {unit["id"]: unit for unit in count_units(rotation, choices, rows)}
    taken = np.bincount(choices.opportunity[rows], minlength=len(choices.opportunities)).tolist()
    pairs = set(choices.pairs(rows))
    counted = [(limit, units[limit.of][_MEASURES[limit.key]]) for limit in _unit_limits(rotation)]
    for (number, post), actual in zip(_by_id(rotation.opportunities), taken, strict=True):
        if not post.min_seats <= actual <= post.seats:
            counted += [(limit, actual) for limit in _seat_limits(number, post)]
    counted += [(limit, int(limit.of in pairs)) for limit in _pins(rotation)]
    return [
        {"path": limit.path, "limit": limit.figure, "actual": actual}
        for limit, actual in counted
        if not limit.keeps(actual)
    ]
