"""The shortest ways from one node over edges with one length each: in doubles where exact, else by sweeps."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from matcher.arrays import Flags, Ints

EXACT = 2**53
"""Below this every integer is a double, so distances are exact."""

Edges = tuple[Ints, Ints, Ints]
"""Where edges begin, where they finish, and how long each is, none below zero; all (edges,)."""


def is_exact(most: int) -> bool:
    """Whether doubles hold every distance up to `most`."""
    return most < EXACT


def graph_of(nodes: int, edges: Edges) -> csr_array:
    """The graph that Dijkstra's algorithm goes through."""
    begin, finish, length = edges
    return csr_array((length.astype(np.float64), (begin, finish)), shape=(nodes, nodes))


def spread(
    nodes: int, node: int, edges: Edges, most: int, graph: csr_array | None = None
) -> tuple[Ints, Flags, Ints]:
    """Distances (nodes,), none above `most`; the nodes reached; the place of the last edge to each, else -1.

    `graph` is that of these edges where it was made before.
    """
    begin, finish, _ = edges
    if is_exact(most):
        far, before = _by_doubles(graph_of(nodes, edges) if graph is None else graph, node)
    else:
        far, before = _by_sweeps(nodes, node, edges)
    reached = before >= 0
    reached[node] = True
    last = np.full(nodes, -1, dtype=np.int64)
    here = np.flatnonzero(before[finish] == begin)
    last[finish[here]] = here
    return np.where(reached, far, 0), reached, last


def _by_doubles(graph: csr_array, node: int) -> tuple[Ints, Ints]:
    """Dijkstra's algorithm: distances, and the node before each, below zero where there is none."""
    far, before = dijkstra(graph, indices=[node], return_predecessors=True)
    return np.where(np.isfinite(far[0]), far[0], 0).astype(np.int64), before[0].astype(np.int64)


def _by_sweeps(nodes: int, node: int, edges: Edges) -> tuple[Ints, Ints]:
    """The same by Bellman and Ford's sweeps in 64-bit integers, for lengths no double holds."""
    begin, finish, length = edges
    none = np.iinfo(np.int64).max
    far, before = np.full(nodes, none), np.full(nodes, -1, dtype=np.int64)
    far[node] = 0
    while True:
        known = np.flatnonzero(far[begin] < none)
        offer = far[begin[known]] + length[known]
        best = np.full(nodes, none)
        np.minimum.at(best, finish[known], offer)
        lower = best < far
        if not lower.any():
            return far, before
        winner = known[(offer == best[finish[known]]) & lower[finish[known]]]
        before[finish[winner]] = begin[winner]
        far = np.minimum(far, best)
