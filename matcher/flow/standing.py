"""An optimum that stands: kept with the potentials of every sum it is best in, so that one search answers a
change of one bound.

Sums count one after the other, so a length is a list of integers compared from the first. The optimum has
no residual cycle below zero in that order, hence potentials exist under which no residual edge is below zero,
and after one bound changes a single shortest path finds the new optimum (successive shortest paths: Ahuja,
Magnanti and Orlin, *Network Flows*, §9.7; the theorem asks only for an ordered group of lengths). Sums are
folded into as few integers as hold them, usually one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from matcher.arrays import Flags, Ints
from matcher.flow.face import Face, residual, whole
from matcher.flow.fold import Fold, fold, reach
from matcher.flow.network import Network
from matcher.flow.potentials import find_potentials
from matcher.flow.spread import graph_of, spread
from matcher.flow.step import Step


@dataclass(frozen=True)
class Ways:
    """Shortest ways between one node and all others: `distance` (folds, nodes), `reached` (nodes,), and for
    each node the residual edge (by place) next to it on its way, -1 at the node itself."""

    distance: Ints
    reached: Flags
    last: Ints


@dataclass(frozen=True)
class Standing:
    """A flow (edges,) with its proof: the sums it is best in, folded, and `potentials` (folds, nodes).

    A simple way changes each fold by at most its `reach` (folds,), beside its potentials.
    """

    network: Network
    flow: Ints
    folded: Fold
    potentials: Ints
    reach: Ints

    @property
    def costs(self) -> Ints:
        """The folded sums, (folds, edges)."""
        return self.folded.costs

    @property
    def rows(self) -> Ints:
        """The rows of the choices that are matched."""
        found: Ints = self.network.row[self.flow[: len(self.network.row)] == 1]
        return found

    @cached_property
    def residual(self) -> tuple[Ints, Ints, Ints, Ints]:
        """The residual edges: the edge, +1 or -1 for its direction, start node, end node."""
        return residual(self.network, self.flow)

    @cached_property
    def lengths(self) -> Ints:
        """The reduced costs of the residual edges, (folds, residual edges)."""
        edge, sign, _, _ = self.residual
        return sign * self.reduced(edge)

    def reduced(self, edges: Ints) -> Ints:
        """The reduced costs of edges as they stand, (folds, edges)."""
        tail, head = self.network.tail[edges], self.network.head[edges]
        found: Ints = self.costs[:, edges] + self.potentials[:, tail] - self.potentials[:, head]
        return found

    @property
    def holds(self) -> bool:
        """Whether the potentials prove the flow: no residual edge is below zero in the order of the folds."""
        return not below(self.lengths, np.zeros(len(self.costs), dtype=np.int64)).any()

    def search(self, node: int, *, backward: bool = False, until: int | None = None) -> Ways:
        """The shortest residual ways from a node to every other, or `backward` from every other to it; with
        `until` to no node that is farther than that one in the first fold.

        Fold after fold, each over the edges that are on some way shortest in all folds before. There the
        levels of the distances so far lift every length to zero or more and change no comparison, as they
        depend on the ends of a way alone.
        """
        _, _, start, end = self.residual
        begin, finish = (end, start) if backward else (start, end)
        kept = np.arange(len(begin))
        level = np.zeros(self.network.nodes, dtype=np.int64)
        distance: list[Ints] = []
        for number, most in enumerate(self.farthest):
            length = self._length(number, kept) if number else self._first
            graph = None if number or backward else self._first_graph
            lift = int(np.abs(length).max(initial=0)) + 1
            length = length + lift * (level[finish[kept]] - level[begin[kept]]) if number else length
            most += lift * int(level.max())
            far, reached, last = spread(
                self.network.nodes, node, (begin[kept], finish[kept], length), most, graph
            )
            last[last >= 0] = kept[last[last >= 0]]
            distance.append(np.where(reached, far - lift * level, 0))
            if number + 1 == len(self.costs):
                break
            if until is not None and number == 0 and reached[until]:
                reached &= far <= far[until]
            on = np.flatnonzero(reached[begin[kept]] & reached[finish[kept]])
            on = on[far[begin[kept[on]]] + length[on] == far[finish[kept[on]]]]
            kept = kept[on]
            level = np.zeros_like(level)
            level[reached] = np.unique(far[reached], return_inverse=True)[1]
        return Ways(np.array(distance)[: len(self.costs)], reached, last)

    @cached_property
    def _first(self) -> Ints:
        """The reduced costs of the residual edges in the first fold, kept for many searches."""
        return self._length(0, np.arange(len(self.residual[0])))

    @cached_property
    def _first_graph(self) -> csr_array:
        _, _, start, end = self.residual
        return graph_of(self.network.nodes, (start, end, self._first))

    def _length(self, number: int, places: Ints) -> Ints:
        """The reduced costs in one fold of residual edges by place; nothing where there is no fold."""
        if not len(self.costs):
            return np.zeros(len(places), dtype=np.int64)
        edge, sign, start, end = (each[places] for each in self.residual)
        potential = self.potentials[number]
        found: Ints = sign * self.costs[number, edge] + potential[start] - potential[end]
        return found

    @property
    def farthest(self) -> list[int]:
        """More than any distance in each fold, one figure of nothing where there is none."""
        return (self.reach + np.ptp(self.potentials, axis=1)).tolist() or [0]

    def way(self, ways: Ways, node: int) -> Ints:
        """The residual edges, by place, between the node of the search and this one."""
        _, _, start, end = self.residual
        found = []
        at = node
        while (edge := int(ways.last[at])) >= 0:
            found.append(edge)
            at = int(start[edge]) if int(end[edge]) == at else int(end[edge])
        return np.array(found, dtype=np.int64)

    def along(self, way: Ints) -> Ints:
        """The flow (edges,) with one unit more along residual edges given by place."""
        edge, sign, _, _ = self.residual
        flow = self.flow.copy()
        np.add.at(flow, edge[way], sign[way])
        return flow

    def bound(self, pair: int, value: int) -> Standing | None:
        """The optimum in which a pair is matched (1) or not (0) for good; `None` where nothing holds.

        The way is searched in the residual graph that stands: the pair's own edge there leads from the end
        of the way to its beginning, so no shortest way takes it.
        """
        network = bounded(self.network, pair, value, value)
        if self.flow[pair] == value:
            return replace(self, network=network)
        ends = int(network.tail[pair]), int(network.head[pair])
        source, target = ends[::-1] if value else ends
        ways = self.search(source, until=target)
        if not ways.reached[target]:
            return None
        found = self._sent(ways, target)
        found.flow[pair] = value
        return replace(found, network=network)

    def widened(self, edge: int, unit: int) -> Standing | None:
        """The optimum when one unit more (+1) or less (-1) may flow on an edge that is at that bound, or
        `None` where that changes no sum."""
        bounds = self.network.upper if unit == 1 else self.network.lower
        gain = unit * self.reduced(np.array([edge]))
        if bounds[edge] != self.flow[edge] or not below(gain, np.zeros(len(gain), dtype=np.int64))[0]:
            return None
        ends = int(self.network.tail[edge]), int(self.network.head[edge])
        target, source = ends if unit == 1 else ends[::-1]
        ways = self.search(source, until=target)
        gain += ways.distance[:, [target]]
        if not ways.reached[target] or not below(gain, np.zeros(len(gain), dtype=np.int64))[0]:
            return None
        lower, upper = int(self.network.lower[edge]), int(self.network.upper[edge])
        wider = (lower, upper + 1) if unit == 1 else (lower - 1, upper)
        found = self._sent(ways, target)
        found.flow[edge] += unit
        return replace(found, network=bounded(self.network, edge, *wider))

    def _sent(self, ways: Ways, target: int) -> Standing:
        """One unit more on the way to the target, which its other end is short of."""
        most = ways.distance[:, target]
        nearer = ways.reached & below(ways.distance, most)
        potentials = self.potentials + np.where(nearer, ways.distance, most[:, None])
        return replace(self, flow=self.along(self.way(ways, target)), potentials=potentials)


def stand(network: Network, flow: Ints, steps: Iterable[Step]) -> Standing | None:
    """The flow with potentials for every step in order, or `None` where some step can be improved.

    Steps that the ones before settle are left out, as they never decide.
    """
    folded = fold(network, list_sums(network, steps))
    tight, potentials = np.ones(network.edges, dtype=np.bool_), []
    for cost in folded.costs:
        potential = find_potentials(_only(network, flow, tight), flow, cost)
        if potential is None:
            return None
        tight &= cost + potential[network.tail] - potential[network.head] == 0
        potentials.append(potential)
    return Standing(
        network=network,
        flow=flow,
        folded=folded,
        potentials=np.array(potentials, dtype=np.int64).reshape(len(potentials), network.nodes),
        reach=np.array([reach(network, cost) for cost in folded.costs], dtype=np.int64),
    )


def list_sums(network: Network, steps: Iterable[Step]) -> Ints:
    """The costs of the steps that are not settled, (sums, edges)."""
    every = np.arange(network.edges)
    sums = [step.costs(network, every) for step in steps if not step.settled]
    return np.array(sums, dtype=np.int64).reshape(len(sums), network.edges)


def bounded(network: Network, edge: int, lower: int, upper: int) -> Network:
    """The network with other bounds on one edge."""
    lowers, uppers = network.lower.copy(), network.upper.copy()
    lowers[edge], uppers[edge] = lower, upper
    return replace(network, lower=lowers, upper=uppers)


def below(lengths: Ints, than: Ints) -> Flags:
    """Which of the lengths (folds, n) are less than one length (folds,), the first folds counting first."""
    found = np.zeros(lengths.shape[1], dtype=np.bool_)
    equal = ~found
    for length, bar in zip(lengths, than, strict=True):
        found |= equal & (length < bar)
        equal &= length == bar
    return found


def _only(network: Network, flow: Ints, edges: Flags) -> Face:
    """The network with all but these edges held at their flow."""
    face = whole(network, flow)
    lower, upper = np.where(edges, face.lower, flow), np.where(edges, face.upper, flow)
    return replace(face, lower=lower, upper=upper)
