"""In which swaps, rings and chains between units each move of an outcome takes part.

A move is looked at where home and host part: the two units just below the lowest one that holds both. Moves
that part below the same unit make one graph, which `matcher.rotation.exchange` takes apart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from matcher.rotation.eligibility import lines
from matcher.rotation.problem import Rotation

if TYPE_CHECKING:
    from matcher.rotation.exchange import Loop

TradeKind = Literal["swap", "ring", "chain"]


@dataclass(frozen=True, slots=True)
class Trade:
    """A swap, ring or chain of units that `times` people take at each of its steps."""

    kind: TradeKind
    units: tuple[str, ...]
    times: int

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """From unit to unit; swaps and rings return to the first."""
        onward = self.units[1:] if self.kind == "chain" else (*self.units[1:], self.units[0])
        return tuple(zip(self.units, onward, strict=False))


def find_trades(rotation: Rotation, outcome: dict[str, Any]) -> dict[str, tuple[Trade, ...]]:
    """For each placed executive the trades that moves like theirs, from unit to unit, are part of.

    Every move is counted in exactly one trade; people who make the same move share all of its trades.
    """
    homes = {executive.id: executive.home for executive in rotation.executives}
    hosts = {post.id: post.host for post in rotation.opportunities}
    ways = lines(rotation.units)
    steps: dict[str, tuple[str, str]] = {}
    groups: dict[str | None, list[str]] = defaultdict(list)
    for match in outcome["matches"]:
        person = match["executive"]
        within, steps[person] = _part(ways[homes[person]], ways[hosts[match["opportunity"]]])
        groups[within].append(person)
    found: dict[str, tuple[Trade, ...]] = {}
    for people in groups.values():
        trades = _decompose([steps[person] for person in people])
        for person in people:
            found[person] = tuple(trade for trade in trades if steps[person] in trade.steps)
    return found


def _part(home: tuple[str, ...], host: tuple[str, ...]) -> tuple[str | None, tuple[str, str]]:
    """The lowest unit that holds both ends, and where the two ways down from it part."""
    common = [one for one, other in zip(reversed(home), reversed(host), strict=False) if one == other]
    ends = [way[-len(common) - 1] if len(way) > len(common) else way[0] for way in (home, host)]
    return common[-1] if common else None, (ends[0], ends[1])


def _decompose(steps: list[tuple[str, str]]) -> list[Trade]:
    from matcher.rotation.exchange import decompose, flow_graph  # only accounts pay for the import

    exchange = decompose(flow_graph(steps))
    kinds: tuple[tuple[TradeKind, tuple[Loop, ...]], ...] = (
        ("swap", exchange.swaps),
        ("ring", exchange.rings),
        ("chain", exchange.chains),
    )
    return [Trade(kind, loop.agencies, loop.times) for kind, loops in kinds for loop in loops]
