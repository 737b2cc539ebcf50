"""Integer potentials: the proof that no circulation costs less."""

from __future__ import annotations

import numpy as np

from matcher.arrays import Ints
from matcher.flow.face import Face

_PATIENCE = 32
"""After so many sweeps without rest, remember who lowered whom, and as often look for a circle."""


def find_potentials(face: Face, flow: Ints, cost: Ints) -> Ints | None:
    """Potentials (nodes,) under which no residual edge has a negative reduced cost, or `None`.

    They exist exactly when the residual graph has no negative cycle, that is when `flow` is of least `cost`
    (edges,) on the face. Found by Bellman and Ford's sweeps in integers; sums stay far below 2^63.
    """
    start, length, reached, first = _arriving(face, flow, cost)
    potential = np.zeros(face.nodes, dtype=np.int64)
    lowered_by = np.arange(face.nodes)
    for sweep in range(1, face.nodes + 2):
        offer = potential.take(start) + length
        best = np.minimum.reduceat(offer, first) if len(first) else offer
        lower = best < potential[reached]
        if not lower.any():
            return potential
        potential[reached[lower]] = best[lower]
        if sweep > _PATIENCE:
            many = np.diff(first, append=len(offer))
            winner = np.flatnonzero((offer == np.repeat(best, many)) & np.repeat(lower, many))
            lowered_by[np.repeat(reached, many)[winner]] = start[winner]
            if sweep % _PATIENCE == 0 and _circles(lowered_by):
                return None
    return None


def _arriving(face: Face, flow: Ints, cost: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """The residual arcs by the node at which they arrive: their start, their length; the nodes at which any
    arrives, and where the arcs of each begin.

    The arcs that arrive at a node are those that leave it, turned around.
    """
    arcs, first = face.leaving(np.concatenate([flow > face.lower, flow < face.upper]))
    reached = np.flatnonzero(first[1:] > first[:-1])
    start = np.concatenate([face.head, face.tail]).take(arcs)
    return start, np.concatenate([-cost, cost]).take(arcs), reached, first.take(reached)


def _circles(before: Ints) -> bool:
    """Whether some node comes back to itself; roots stand before themselves."""
    far = before
    for _ in range(len(before).bit_length()):
        far = far[far]
    return bool((before[far] != far).any())
