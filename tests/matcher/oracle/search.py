"""The list of all placements, and the best of those that keep a given set of limits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from tests.matcher.oracle import lottery
from tests.matcher.oracle.eligibility import Json, Pair, eligible_pairs
from tests.matcher.oracle.limits import Limit, added, limits

DEFAULT_OBJECTIVE = ["matched", "priority", "choice_total", "host_total"]


@dataclass(frozen=True)
class Placement:
    """One way to place the executives: the pairs matched, by executive, and the load of every limit."""

    pairs: tuple[Pair, ...]
    loads: tuple[int, ...]

    def held(self, executive: str) -> str | None:
        return next((pair.opportunity for pair in self.pairs if pair.executive == executive), None)


@dataclass(frozen=True)
class Space:
    """A round with all its limits, eligible pairs and placements, feasible or not."""

    rotation: Json
    limits: list[Limit] = field(init=False)
    eligible: list[Pair] = field(init=False)
    placements: list[Placement] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "limits", limits(self.rotation))
        object.__setattr__(self, "eligible", eligible_pairs(self.rotation))
        object.__setattr__(self, "placements", self._placements())

    @property
    def objective(self) -> list[str]:
        return list(self.rotation.get("objective", DEFAULT_OBJECTIVE))

    def _placements(self) -> list[Placement]:
        row = {pair: [added(self.rotation, limit, pair) for limit in self.limits] for pair in self.eligible}
        options = [
            [None, *(p for p in self.eligible if p.executive == executive and not p.declined)]
            for executive in sorted(each["id"] for each in self.rotation["executives"])
        ]
        zero = [0] * len(self.limits)
        found = []
        for chosen in product(*options):
            pairs = tuple(pair for pair in chosen if pair is not None)
            loads = tuple(map(sum, zip(zero, *(row[pair] for pair in pairs), strict=True)))
            found.append(Placement(pairs, loads))
        return found

    def feasible(self, kept: Iterable[Limit]) -> list[Placement]:
        """The placements that keep these limits; each limit replaces the round's own of the same path."""
        at = {limit.path: index for index, limit in enumerate(self.limits)}
        rows = [(at[limit.path], limit) for limit in kept]
        return [p for p in self.placements if all(limit.holds(p.loads[index]) for index, limit in rows)]

    def best(self, placements: list[Placement], stages: list[str]) -> list[Placement]:
        """The optima of the stages, one after the other."""
        for stage in stages:
            values = [self.value(stage, placement) for placement in placements]
            goal = (max if stage in MAXIMISED else min)(values, default=None)
            placements = [p for p, value in zip(placements, values, strict=True) if value == goal]
        return placements

    def value(self, stage: str, placement: Placement) -> Any:
        return VALUES[stage](self, placement.pairs)


MAXIMISED = ("matched", "priority", "choice_profile", "host_profile", "lottery")


def _priority(space: Space, pairs: tuple[Pair, ...]) -> list[int]:
    priority = {each["id"]: each.get("priority", 0) for each in space.rotation["executives"]}
    placed = [priority[pair.executive] for pair in pairs]
    return [placed.count(level) for level in sorted(set(priority.values()), reverse=True)]


def _profile(space: Space, pairs: tuple[Pair, ...], kind: str) -> list[int]:
    last = max((getattr(pair, kind) for pair in space.eligible), default=0)
    ranks = [getattr(pair, kind) for pair in pairs]
    return [ranks.count(rank) for rank in range(1, last + 1)]


def _lottery(space: Space, pairs: tuple[Pair, ...]) -> int:
    seed = space.rotation["seed"]
    return sum(lottery.score(seed, pair.executive) * (101 - pair.choice_rank) for pair in pairs)


def _draw(space: Space, pairs: tuple[Pair, ...]) -> int:
    return sum(lottery.draw(space.rotation["seed"], pair.executive, pair.opportunity) for pair in pairs)


VALUES: dict[str, Callable[[Space, tuple[Pair, ...]], Any]] = {
    "matched": lambda _, pairs: len(pairs),
    "priority": _priority,
    "choice_total": lambda _, pairs: sum(pair.choice_rank for pair in pairs),
    "choice_profile": lambda space, pairs: _profile(space, pairs, "choice_rank"),
    "choice_fair": lambda space, pairs: _profile(space, pairs, "choice_rank")[::-1],
    "host_total": lambda _, pairs: sum(pair.host_rank for pair in pairs),
    "host_profile": lambda space, pairs: _profile(space, pairs, "host_rank"),
    "lottery": _lottery,
    "draw": _draw,
}
