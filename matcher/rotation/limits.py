"""Every figure that can stand in the way of a round, in one fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from matcher.arrays import Ints
from matcher.files import LARGEST
from matcher.reading import Pair
from matcher.rotation.choices import Choices
from matcher.rotation.metrics import count_units
from matcher.rotation.problem import LimitKind, Opportunity, Rotation, Unit

_Named = TypeVar("_Named", Unit, Opportunity)
_TEXTS: dict[LimitKind, str] = {
    "max_out": "at most {} placed from here",
    "max_in": "at most {} placed here",
    "net_min": "coming less going at least {}",
    "net_max": "coming less going at most {}",
}
_MEASURES: dict[LimitKind, str] = {"max_out": "out", "max_in": "in", "net_min": "net", "net_max": "net"}
_LEAST = ("net_min", "min_seats", "pinned")


@dataclass(frozen=True, slots=True)
class Limit:
    """One figure: where it stands in the file, of which unit, opportunity or pair, and what it says."""

    path: str
    key: LimitKind | Literal["seats", "min_seats", "pinned"]
    of: str | Pair
    figure: int
    text: str

    def keeps(self, actual: int) -> bool:
        """Whether `actual` is within the figure."""
        return (
            actual >= self.figure if self.key in ("net_min", "min_seats", "pinned") else actual <= self.figure
        )


def list_limits(rotation: Rotation) -> list[Limit]:
    """Units by id (`max_out`, `max_in`, `net_min`, `net_max`), opportunities by id (`seats`, the default 1
    too, then `min_seats`), pins by ids."""
    found: list[Limit] = []
    for number, unit in _by_id(rotation.units):
        for key, text in _TEXTS.items():
            figure = unit.limit(key)
            if figure is not None:
                path, said = f"units[{number}].{key}", f"{unit.id}: {text.format(figure)}"
                found.append(Limit(path, key, unit.id, figure, said))
    for number, post in _by_id(rotation.opportunities):
        path = f"opportunities[{number}]"
        most, least = (
            f"{post.id}: at most {post.seats} placed here",
            f"{post.id}: at least {post.min_seats} placed here",
        )
        found.append(Limit(f"{path}.seats", "seats", post.id, post.seats, most))
        found.append(Limit(f"{path}.min_seats", "min_seats", post.id, post.min_seats, least))
    for number, pair in sorted(enumerate(rotation.pinned), key=lambda pin: pin[1]):
        found.append(Limit(f"pinned[{number}]", "pinned", pair, 1, f"{pair[0]} is placed at {pair[1]}"))
    return found


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
    pairs = {choices.pair(row) for row in rows.tolist()}
    places = dict.fromkeys(choices.opportunities, 0)
    for _, opportunity in pairs:
        places[opportunity] += 1
    found = []
    for limit in list_limits(rotation):
        if isinstance(limit.of, tuple):
            actual = int(limit.of in pairs)
        elif limit.key in ("seats", "min_seats"):
            actual = places[limit.of]
        else:
            actual = units[limit.of][_MEASURES[limit.key]]  # type: ignore[index]
        if not limit.keeps(actual):
            found.append({"path": limit.path, "limit": limit.figure, "actual": actual})
    return found
