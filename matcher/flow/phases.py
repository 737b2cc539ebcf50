"""The primal-dual method (Ford and Fulkerson 1957; Ahuja, Magnanti and Orlin, *Network Flows*, §9.8).

Keep potentials whose reduced costs are never negative on a residual edge, and push what is out of balance
along edges of reduced cost zero. The potentials left at the end prove the optimum by themselves. There are
about as many phases as distinct distances, so it is the method for small costs.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse.csgraph import dijkstra

from matcher.arrays import Ints
from matcher.flow.arcs import Arcs
from matcher.flow.face import Face, balance


def rebalance(face: Face, cost: Ints, flow: Ints, surplus: Ints) -> tuple[Ints, Ints] | None:
    """From a flow (edges,) with `surplus` (nodes,), what arrives beyond what should, to one without, as cheap
    as can be, and the potentials (nodes,) that prove it; `None` where the surplus has nowhere to go.

    No residual edge of `flow` may have a negative cost. Distances are sums of costs and exact below 2^53.
    """
    arcs, reduced = Arcs(face), cost
    potential = np.zeros(face.nodes, dtype=np.int64)
    while surplus.any():
        graph = arcs.residual(flow, reduced)
        distance = dijkstra(graph, indices=np.flatnonzero(surplus > 0), min_only=True)
        wanting = distance[surplus < 0]
        last = wanting[np.isfinite(wanting)].max(initial=-1)
        if last < 0:
            return None
        rise = np.minimum(distance, last).astype(np.int64)
        potential += rise
        reduced = reduced + rise.take(face.tail) - rise.take(face.head)
        near = distance <= last
        moved = arcs.push(flow, (reduced == 0) & near.take(face.tail) & near.take(face.head), surplus)
        flow = flow + moved
        surplus = surplus + balance(face.nodes, face.tail, face.head, moved)
    return flow, potential
