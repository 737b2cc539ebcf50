"""Both directions of every edge of a face, as the graphs of SciPy want them: by start, then end node."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from matcher.arrays import Flags, Ints
from matcher.flow.face import Face


class Arcs:
    """The arcs of one face, laid out once for many questions about one flow after the other."""

    def __init__(self, face: Face) -> None:
        self._face = face
        self._end = np.concatenate([face.head, face.tail]).astype(np.int32)

    def residual(self, flow: Ints, length: Ints) -> csr_array:
        """The residual graph of a flow; the entries are `length` (edges,), backwards its negative."""
        face = self._face
        arcs, first = face.leaving(np.concatenate([flow < face.upper, flow > face.lower]))
        data = np.concatenate([length, -length]).take(arcs).astype(np.float64)
        return _graph(data, self._end.take(arcs), first)

    def push(self, flow: Ints, tight: Flags, surplus: Ints) -> Ints:
        """The most flow from surplus to deficit on the tight edges, how much each edge (edges,) moves.

        A graph that has both directions of every edge comes back with its entries in the same places.
        """
        face = self._face
        arcs, first = face.leaving(np.concatenate([tight, tight]))
        room = np.concatenate([face.upper - flow, flow - face.lower]).take(arcs)
        givers, takers = np.flatnonzero(surplus > 0), np.flatnonzero(surplus < 0)
        source, sink = face.nodes, face.nodes + 1
        added = np.concatenate([[0], np.cumsum(surplus != 0, dtype=np.int64)])
        place = np.arange(len(arcs)) + np.repeat(added[:-1], np.diff(first))
        first = first + added
        first = np.append(first, first[-1] + np.cumsum([len(givers), len(takers)]))
        column, capacity = np.zeros((2, first[-1]), dtype=np.int32)
        column[place], capacity[place] = self._end.take(arcs), room
        column[first[givers + 1] - 1], column[first[takers + 1] - 1] = source, sink
        capacity[first[takers + 1] - 1] = -surplus[takers]
        column[first[source] : first[sink]], column[first[sink] :] = givers, takers
        capacity[first[source] : first[sink]] = surplus[givers]
        found = maximum_flow(_graph(capacity, column, first), source, sink).flow.data
        moved = np.zeros(2 * len(flow), dtype=np.int64)
        moved[arcs] = found.take(place)
        return moved[: len(flow)]


def _graph(data: NDArray[Any], column: NDArray[np.int32], first: Ints) -> csr_array:
    nodes = len(first) - 1
    return csr_array((data, column, first.astype(np.int32)), shape=(nodes, nodes))
