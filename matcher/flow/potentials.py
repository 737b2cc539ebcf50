"""Integer potentials: the proof that no circulation costs less."""

from __future__ import annotations

import numpy as np

from matcher.arrays import Ints
from matcher.flow.face import Face, residual

_PATIENCE = 32
"""After so many sweeps without rest, remember who lowered whom, and as often look for a circle."""


def find_potentials(face: Face, flow: Ints, cost: Ints) -> Ints | None:
    """Potentials (nodes,) under which no residual edge has a negative reduced cost, or `None`.

    They exist exactly when the residual graph has no negative cycle, that is when `flow` is of least `cost`
    (edges,) on the face. Found by Bellman and Ford's sweeps in integers; sums stay far below 2^63.
    """
    edge, sign, start, end = residual(face, flow)
    order = np.argsort(end, kind="stable")
    start, end, length = start[order], end[order], (sign * cost[edge])[order]
    reached, first, group = np.unique(end, return_index=True, return_inverse=True)
    potential = np.zeros(face.nodes, dtype=np.int64)
    lowered_by = np.arange(face.nodes)
    for sweep in range(1, face.nodes + 2):
        offer = potential[start] + length
        best = np.minimum.reduceat(offer, first) if len(first) else offer
        lower = best < potential[reached]
        if not lower.any():
            return potential
        potential[reached[lower]] = best[lower]
        if sweep > _PATIENCE:
            winner = np.flatnonzero((offer == best[group]) & lower[group])
            lowered_by[end[winner]] = start[winner]
            if sweep % _PATIENCE == 0 and _circles(lowered_by):
                return None
    return None


def _circles(before: Ints) -> bool:
    """Whether some node comes back to itself; roots stand before themselves."""
    far = before
    for _ in range(len(before).bit_length()):
        far = far[far]
    return bool((before[far] != far).any())
