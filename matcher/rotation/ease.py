"""The file of a published round in which every figure that the answers broke is held at what they leave.

Offers that end take people out of the balance of their agencies, and offers that stand are not moved, so a
balance that was agreed may hold no more whatever is offered next. It is then held where it stands: the next
offers may mend it and cannot make it worse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from matcher.rotation.problem import LimitKind, Opportunity, Rotation, Unit

NET: tuple[LimitKind, LimitKind] = ("net_min", "net_max")


@dataclass(frozen=True, slots=True)
class Eased:
    """One figure that cannot hold: of the unit or opportunity `id`, `net_min`, `net_max` or `min_seats`, with
    the `figure` of the round and what the offers that stand leave, in people."""

    id: str
    key: str
    figure: int
    left: int


def ease(value: dict[str, Any]) -> tuple[dict[str, Any], tuple[Eased, ...]]:
    """A decoded `roundtrip.rotation/1` value with figures that its pins keep, and those that changed.

    The pins are the offers that stand, of an outcome that kept the limits. Fewer offers break no `max_out`,
    `max_in` or `seats`, so with the figures returned the round holds. The value given stays as it is.

    >>> value = {"units": [{"id": "Energy", "net_min": 0}, {"id": "Interior"}], "opportunities": [{"id": "x",
    ...   "host": "Interior"}], "executives": [{"id": "ada", "home": "Energy"}], "pinned": [["ada", "x"]]}
    >>> eased, figures = ease(value)
    >>> eased["units"][0], figures
    ({'id': 'Energy', 'net_min': -1}, (Eased(id='Energy', key='net_min', figure=0, left=-1),))
    """
    balance, held = _standing(value)
    left = {"units": balance, "opportunities": held}
    found = {key: [eased for item in value[key] for eased in _broken(item, left[key])] for key in left}
    figures = {key: {(one.id, one.key): one.left for one in eased} for key, eased in found.items()}
    made = {key: [_with(item, figures[key]) for item in value[key]] for key in left}
    return value | made, (*found["units"], *found["opportunities"])


def put_back(rotation: Rotation, figures: tuple[Eased, ...]) -> Rotation:
    """The round with the `figures` it had before they were eased; all else stays, its hashes too."""
    had = {(one.id, one.key): one.figure for one in figures}

    def unit_of(unit: Unit) -> Unit:
        net_min, net_max = (had.get((unit.id, key), unit.limit(key)) for key in NET)
        return replace(unit, net_min=net_min, net_max=net_max)

    def post_of(post: Opportunity) -> Opportunity:
        return replace(post, min_seats=had.get((post.id, "min_seats"), post.min_seats))

    units, posts = map(unit_of, rotation.units), map(post_of, rotation.opportunities)
    return replace(rotation, units=tuple(units), opportunities=tuple(posts))


def _standing(value: dict[str, Any]) -> tuple[Counter[str], Counter[str]]:
    """Received minus sent of each unit with all below it, and the people of each opportunity, by the pins."""
    parents = {unit["id"]: unit.get("parent") for unit in value["units"]}
    homes = {one["id"]: one["home"] for one in value["executives"]}
    hosts = {one["id"]: one["host"] for one in value["opportunities"]}
    balance: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for executive, opportunity in value.get("pinned", []):
        held[opportunity] += 1
        balance.update(_upwards(parents, hosts[opportunity]))
        balance.subtract(_upwards(parents, homes[executive]))
    return balance, held


def _upwards(parents: dict[str, str | None], unit: str | None) -> Iterator[str]:
    while unit is not None:
        yield unit
        unit = parents[unit]


def _broken(item: dict[str, Any], left: Counter[str]) -> Iterator[Eased]:
    stands = left[item["id"]]
    for key in ("net_min", "min_seats"):
        if (figure := item.get(key)) is not None and stands < figure:
            yield Eased(item["id"], key, figure, stands)
    if (most := item.get("net_max")) is not None and stands > most:
        yield Eased(item["id"], "net_max", most, stands)


def _with(item: dict[str, Any], figures: dict[tuple[str, str], int]) -> dict[str, Any]:
    mine = {key: left for (id_, key), left in figures.items() if id_ == item["id"]}
    return item | mine
