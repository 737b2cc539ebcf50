"""The head-count network of a round: a circulation in which every limit is the bound of one edge.

Nodes: a root; for each unit u its outgoing desk O(u) and its incoming desk I(u), and where u or a unit below
has a balance, its balance desk N(u); one node an executive, one an opportunity. One unit of flow is one
placement: root → … → O(home) → executive → opportunity → I(host) → … → root. The edges without those of the
pairs form a tree, so the constraint matrix is a network matrix, hence totally unimodular: every vertex of the
linear programme is a placement (Hoffman and Kruskal 1956).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from matcher.rotation.choices import Choices, Ints
from matcher.rotation.eligibility import lines
from matcher.rotation.problem import Rotation, Unit

Kind = Literal["seats", "max_out", "max_in", "net"]
ROOT = 0


@dataclass(frozen=True)
class Network:
    """Edges tail → head with integer bounds, all arrays (edges,).

    The order of the edges: the choices that can be matched, one an executive (O(home) → executive), one an
    opportunity (→ I(host)), then the desks of the units. `row` (matchable,) are the rows of the first edges
    in the `Choices`; `placed` and `seats` are the second and third section; `desks` names the edge of a
    unit's limit.
    """

    nodes: int
    tail: Ints
    head: Ints
    lower: Ints
    upper: Ints
    row: Ints
    placed: slice
    seats: slice
    desks: dict[tuple[Kind, str], int]

    @property
    def edges(self) -> int:
        """How many edges there are."""
        return len(self.tail)

    @property
    def most(self) -> int:
        """More than can ever flow: no limit at all."""
        return int(self.placed.stop - self.placed.start + 1)

    def ways(self, edges: Ints) -> tuple[Ints, Ints, Ints]:
        """How placing each of the given pairs moves the tree: its column, the tree's edge, +1 or -1.

        The way of a pair runs from its opportunity up to the root and down to its executive; where both
        halves use an edge they cancel, so that edge is not on the way.
        """
        columns, found, signs = ([np.zeros(0, dtype=np.int64)] for _ in range(3))
        for node, downward in ((self.head[edges], -1), (self.tail[edges], 1)):
            column, at = np.arange(len(edges)), node
            while len(at):
                edge = self._above[at]
                up = self.tail[edge] == at
                columns.append(column)
                found.append(edge)
                signs.append(np.where(up, -downward, downward))
                at = np.where(up, self.head[edge], self.tail[edge])
                column, at = column[at != ROOT], at[at != ROOT]
        keys = np.concatenate(columns) * self.edges + np.concatenate(found)
        distinct, which = np.unique(keys, return_inverse=True)
        total = np.bincount(which, np.concatenate(signs), len(distinct)).astype(np.int64)
        column, edge = np.divmod(distinct[total != 0], self.edges)
        return column, edge, total[total != 0]

    def circulate(self, rows: Ints) -> Ints:
        """The flow (edges,) when exactly the choices of these rows are matched, bounds or not."""
        matched = np.flatnonzero(np.isin(self.row, rows))
        flow = np.zeros(self.edges, dtype=np.int64)
        flow[matched] = 1
        _, edge, sign = self.ways(matched)
        np.add.at(flow, edge, sign)
        return flow

    @cached_property
    def _above(self) -> Ints:
        """For each node but the root the one edge of the tree that leads upwards from it."""
        above = np.full(self.nodes, -1, dtype=np.int64)
        tree = np.arange(len(self.row), self.edges)
        at_head = np.zeros(self.edges, dtype=np.bool_)
        at_head[self.placed] = True
        at_head[[edge for (kind, _), edge in self.desks.items() if kind == "max_out"]] = True
        above[np.where(at_head, self.head, self.tail)[tree]] = tree
        return above


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


def build_network(rotation: Rotation, choices: Choices) -> Network:
    """The network of a network round. Limits are clamped to ±(executives + 1), which changes no outcome."""
    desks = _Desks(sorted(rotation.units, key=lambda unit: unit.id), len(choices.executives))
    homes = {e.id: e.home for e in rotation.executives}
    offered = {a.id: a for a in rotation.opportunities}
    posts = [offered[id_] for id_ in choices.opportunities]
    executives = desks.nodes + np.arange(len(choices.executives))
    opportunities = desks.nodes + len(executives) + np.arange(len(posts))
    row = choices.open
    pinned = np.isin(row, choices.rows(rotation.pinned))
    sections = (
        (
            executives[choices.executive[row]],
            opportunities[choices.opportunity[row]],
            pinned,
            np.ones_like(row),
        ),
        (
            _array(desks.out[homes[id_]] for id_ in choices.executives),
            executives,
            np.zeros_like(executives),
            np.ones_like(executives),
        ),
        (
            opportunities,
            _array(desks.into[post.host] for post in posts),
            _array(min(post.min_seats, desks.most) for post in posts),
            _array(min(post.seats, desks.most) for post in posts),
        ),
        desks.section(),
    )
    tail, head, lower, upper = (
        np.concatenate(column).astype(np.int64) for column in zip(*sections, strict=True)
    )
    placed = slice(len(row), len(row) + len(executives))
    seats = slice(placed.stop, placed.stop + len(posts))
    return Network(
        nodes=desks.nodes + len(executives) + len(posts),
        tail=tail,
        head=head,
        lower=lower,
        upper=upper,
        row=row,
        placed=placed,
        seats=seats,
        desks={key: seats.stop + number for key, number in desks.numbers.items()},
    )


def without(network: Network, kind: Kind) -> Network:
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
        self._edges: list[tuple[int, int, int, int]] = []
        for unit in units:
            up = net.get(unit.parent, ROOT) if unit.parent else ROOT
            out_from = net.get(unit.id, self.out[unit.parent] if unit.parent else ROOT)
            into_to = net.get(unit.id, self.into[unit.parent] if unit.parent else ROOT)
            self._add(("max_out", unit.id), out_from, self.out[unit.id], 0, unit.max_out)
            self._add(("max_in", unit.id), self.into[unit.id], into_to, 0, unit.max_in)
            if unit.id in net:
                self._add(("net", unit.id), net[unit.id], up, unit.net_min, unit.net_max)

    def _add(self, key: tuple[Kind, str], tail: int, head: int, lower: int | None, upper: int | None) -> None:
        self.numbers[key] = len(self._edges)
        self._edges.append((tail, head, self._clamp(lower, -self.most), self._clamp(upper, self.most)))

    def _clamp(self, figure: int | None, absent: int) -> int:
        return absent if figure is None else max(-self.most, min(self.most, figure))

    def section(self) -> tuple[Ints, Ints, Ints, Ints]:
        """The columns tail, head, lower, upper of the desks' edges."""
        columns = np.array(self._edges, dtype=np.int64).reshape(-1, 4).T
        return columns[0], columns[1], columns[2], columns[3]


def _array(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
