"""The head-count network of a round: a circulation in which every limit is the bound of one edge.

Nodes: a root; for each unit u its outgoing desk O(u) and its incoming desk I(u), and where u or a unit below
has a balance, its balance desk N(u); one node an executive, one an opportunity. One unit of flow is one
placement: root → … → O(home) → executive → opportunity → I(host) → … → root. The edges without those of the
pairs form a tree, so the constraint matrix is a network matrix, hence totally unimodular: every vertex of the
linear programme is a placement (Hoffman and Kruskal 1956).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from matcher.arrays import Ints
from matcher.flow.network import ROOT, Network
from matcher.rotation.choices import Choices
from matcher.rotation.eligibility import lines
from matcher.rotation.problem import Rotation, Unit

Kind = Literal["seats", "max_out", "max_in", "net"]


@dataclass(frozen=True)
class RoundNetwork(Network):
    """The network of a round: `seats` are the edges opportunity → I(host), `desks` names the edge of each
    limit of a unit."""

    seats: slice
    desks: dict[tuple[Kind, str], int]


def not_a_network(units: tuple[Unit, ...]) -> str | None:
    """Why the limits are no network, in words; `None` where they are one.

    The balance of a unit below a unit with a cap crosses that cap's row.
    """
    by_id = {unit.id: unit for unit in units}
    ways = lines(units)
    for unit in units:
        if unit.net_min is None and unit.net_max is None:
            continue
        for above in ways[unit.id][1:]:
            if by_id[above].max_out is not None or by_id[above].max_in is not None:
                return f"{unit.id} has a balance below {above}, which has a cap"
    return None


def method_of(rotation: Rotation) -> str:
    """How a round is solved: `deferred-acceptance`, `network`, or `integer` where limits cross."""
    if rotation.mechanism == "stable":
        return "deferred-acceptance"
    return "network" if not_a_network(rotation.units) is None else "integer"


def build_network(rotation: Rotation, choices: Choices) -> RoundNetwork:
    """The network of a network round. Limits are clamped to ±(executives + 1), which changes no outcome."""
    desks = _Desks(sorted(rotation.units, key=lambda unit: unit.id), len(choices.executives))
    posts = sorted(rotation.opportunities, key=lambda post: post.id)
    executives = desks.nodes + np.arange(len(choices.executives))
    opportunities = desks.nodes + len(executives) + np.arange(len(posts))
    row = choices.open
    pinned = np.zeros(len(row), dtype=np.int64)
    pinned[np.searchsorted(row, choices.rows(rotation.pinned))] = 1
    sections = (
        (
            executives[choices.executive[row]],
            opportunities[choices.opportunity[row]],
            pinned,
            np.ones_like(row),
        ),
        (
            np.fromiter(desks.out.values(), dtype=np.int64)[choices.home],
            executives,
            np.zeros_like(executives),
            np.ones_like(executives),
        ),
        (
            opportunities,
            np.fromiter(desks.into.values(), dtype=np.int64)[choices.host],
            np.minimum([post.min_seats for post in posts], desks.most),
            np.minimum([post.seats for post in posts], desks.most),
        ),
        desks.section(),
    )
    tail, head, lower, upper = (
        np.concatenate(column).astype(np.int64) for column in zip(*sections, strict=True)
    )
    people = slice(len(row), len(row) + len(executives))
    seats = slice(people.stop, people.stop + len(posts))
    above = np.full(desks.nodes + len(executives) + len(posts), -1, dtype=np.int64)
    above[executives] = np.arange(people.start, people.stop)
    above[opportunities] = np.arange(seats.start, seats.stop)
    for node, number in desks.above.items():
        above[node] = seats.stop + number
    return RoundNetwork(
        nodes=len(above),
        tail=tail,
        head=head,
        lower=lower,
        upper=upper,
        row=row,
        people=people,
        above=above,
        seats=seats,
        desks={key: seats.stop + number for key, number in desks.numbers.items()},
    )


def without(network: RoundNetwork, kind: Kind) -> RoundNetwork:
    """The same network with every limit of one kind taken away (`min_seats` stays)."""
    lower, upper = network.lower.copy(), network.upper.copy()
    edges = [edge for (limit, _), edge in network.desks.items() if limit == kind]
    upper[network.seats if kind == "seats" else edges] = network.most
    if kind == "net":
        lower[edges] = -network.most
    return replace(network, lower=lower, upper=upper)


class _Desks:
    """Nodes and edges of the units; a desk node's number is where its edges meet."""

    def __init__(self, units: list[Unit], executives: int) -> None:
        self.most = executives + 1
        ways = lines(tuple(units))
        balanced = {
            above
            for unit in units
            if unit.net_min is not None or unit.net_max is not None
            for above in ways[unit.id]
        }
        names = [unit.id for unit in units]
        self.out = {name: 1 + n for n, name in enumerate(names)}
        self.into = {name: 1 + len(names) + n for n, name in enumerate(names)}
        net = {name: 1 + 2 * len(names) + n for n, name in enumerate(n for n in names if n in balanced)}
        self.nodes = 1 + 2 * len(names) + len(net)
        self.numbers: dict[tuple[Kind, str], int] = {}
        self.above: dict[int, int] = {}
        self._edges: list[tuple[int, int, int, int]] = []
        for unit in units:
            up = net.get(unit.parent, ROOT) if unit.parent else ROOT
            out_from = net.get(unit.id, self.out[unit.parent] if unit.parent else ROOT)
            into_to = net.get(unit.id, self.into[unit.parent] if unit.parent else ROOT)
            self._add(("max_out", unit.id), self.out[unit.id], (out_from, self.out[unit.id]), 0, unit.max_out)
            self._add(("max_in", unit.id), self.into[unit.id], (self.into[unit.id], into_to), 0, unit.max_in)
            if unit.id in net:
                self._add(("net", unit.id), net[unit.id], (net[unit.id], up), unit.net_min, unit.net_max)

    def _add(
        self, key: tuple[Kind, str], node: int, ends: tuple[int, int], lower: int | None, upper: int | None
    ) -> None:
        """One edge between a node and the one above it."""
        self.numbers[key] = self.above[node] = len(self._edges)
        self._edges.append((*ends, self._clamp(lower, -self.most), self._clamp(upper, self.most)))

    def _clamp(self, figure: int | None, absent: int) -> int:
        return absent if figure is None else max(-self.most, min(self.most, figure))

    def section(self) -> tuple[Ints, Ints, Ints, Ints]:
        """The columns tail, head, lower, upper of the desks' edges."""
        columns = np.array(self._edges, dtype=np.int64).reshape(-1, 4).T
        return columns[0], columns[1], columns[2], columns[3]
