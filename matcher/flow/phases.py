"""The primal-dual method (Ford and Fulkerson 1957; Ahuja, Magnanti and Orlin, *Network Flows*, §9.8).

Keep potentials whose reduced costs are never negative on a residual edge, and push what is out of balance
along edges of reduced cost zero. The potentials left at the end prove the optimum by themselves. There are
about as many phases as distinct distances, so it is the method for small costs.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, maximum_flow

from matcher.arrays import Flags, Ints
from matcher.flow.face import Face, balance, residual_graph


def rebalance(face: Face, cost: Ints, flow: Ints, surplus: Ints) -> tuple[Ints, Ints] | None:
    """From a flow (edges,) with `surplus` (nodes,), what arrives beyond what should, to one without, as cheap
    as can be, and the potentials (nodes,) that prove it; `None` where the surplus has nowhere to go.

    No residual edge of `flow` may have a negative cost. Distances are sums of costs and exact below 2^53.
    """
    flow, surplus, reduced = flow.copy(), surplus.copy(), cost
    potential = np.zeros(face.nodes, dtype=np.int64)
    arcs = None
    while surplus.any():
        arcs = arcs or _Arcs(face)
        graph = residual_graph(face, flow, reduced)
        distance = dijkstra(graph, indices=np.flatnonzero(surplus > 0), min_only=True)
        wanting = distance[surplus < 0]
        last = wanting[np.isfinite(wanting)].max(initial=-1)
        if last < 0:
            return None
        rise = np.minimum(distance, last).astype(np.int64)
        potential += rise
        reduced = reduced + rise[face.tail] - rise[face.head]
        near = distance <= last
        moved = arcs.push(flow, (reduced == 0) & near[face.tail] & near[face.head], surplus)
        flow += moved
        surplus += balance(face.nodes, face.tail, face.head, moved)
    return flow, potential


class _Arcs:
    """Both directions of every edge of a face, by start, then end node: as a graph has them."""

    def __init__(self, face: Face) -> None:
        self._face = face
        edges = len(face.edge)
        self._edge = np.where(face.arcs < edges, face.arcs, face.arcs - edges)
        self._start = np.repeat(np.arange(face.nodes), np.diff(face.first))
        self._end = np.concatenate([face.head, face.tail])[face.arcs]

    def push(self, flow: Ints, tight: Flags, surplus: Ints) -> Ints:
        """The most flow from surplus to deficit on the tight edges, how much each edge (edges,) moves.

        A graph that has both directions of every edge comes back with its entries in the same places.
        """
        face = self._face
        here = np.flatnonzero(tight[self._edge])
        start = self._start[here]
        room = np.concatenate([face.upper - flow, flow - face.lower])
        ends = surplus != 0
        givers, takers = np.flatnonzero(surplus > 0), np.flatnonzero(surplus < 0)
        source, sink = face.nodes, face.nodes + 1
        many = np.bincount(start, minlength=face.nodes) + ends
        first = np.concatenate([[0], np.cumsum(np.concatenate([many, [len(givers), len(takers)]]))])
        place = np.arange(len(here)) + (np.cumsum(ends) - ends)[start]
        column, capacity = np.zeros(first[-1], dtype=np.int32), np.zeros(first[-1], dtype=np.int32)
        column[place], capacity[place] = self._end[here], room[face.arcs[here]]
        column[first[givers + 1] - 1], column[first[takers + 1] - 1] = source, sink
        capacity[first[takers + 1] - 1] = -surplus[takers]
        column[first[source] : first[sink]], column[first[sink] :] = givers, takers
        capacity[first[source] : first[sink]] = surplus[givers]
        graph = csr_array((capacity, column, first), shape=(sink + 1, sink + 1))
        found = maximum_flow(graph, source, sink).flow.data[place]
        moved = np.zeros(2 * len(flow), dtype=np.int64)
        moved[face.arcs[here]] = found
        return moved[: len(flow)]
