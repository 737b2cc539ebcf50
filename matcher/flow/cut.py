"""Whether bounds can hold at all, shown without an optimiser: a flow, or a cut no flow can cross."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from matcher.arrays import Ints
from matcher.flow.face import balance, residual, whole
from matcher.flow.network import Network


def can_hold(network: Network, start: Ints | None = None) -> bool:
    """Whether some circulation keeps every bound (Hoffman 1960), beginning from `start` (edges,) if given.

    Surplus is sent along shortest residual ways one by one. Where no deficit is reached any more, the nodes
    that are reached have more to give than their edges may carry: that cut shows that nothing can hold.
    """
    if (network.lower > network.upper).any():
        return False
    face = whole(network)
    flow = face.flow.copy() if start is None else np.clip(start, network.lower, network.upper)
    surplus = balance(face.nodes, face.tail, face.head, flow)
    while (surplus > 0).any():
        edge, sign, start, end = residual(face, flow)
        givers = np.flatnonzero(surplus > 0)
        source = face.nodes
        rows, columns = np.r_[start, np.full(len(givers), source)], np.r_[end, givers]
        graph = csr_array((np.ones(len(rows), np.int8), (rows, columns)), shape=(source + 1, source + 1))
        order, before = breadth_first_order(graph, source)
        reached = order[surplus[np.minimum(order, source - 1)] < 0]
        reached = reached[reached < source]
        if not len(reached):
            return False
        way = _way(before.tolist(), int(reached[0]), source)
        _send(flow, surplus, way, (edge, sign, start, end), network)
    return True


def _way(before: list[int], last: int, source: int) -> list[int]:
    nodes = [last]
    while before[nodes[-1]] != source:
        nodes.append(before[nodes[-1]])
    return nodes[::-1]


def _send(
    flow: Ints, surplus: Ints, way: list[int], edges: tuple[Ints, Ints, Ints, Ints], network: Network
) -> None:
    """Move as much as the way carries from its first node to its last."""
    edge, sign, start, end = edges
    keys = start * network.nodes + end
    order = np.argsort(keys)
    wanted = np.array(way[:-1], dtype=np.int64) * network.nodes + np.array(way[1:], dtype=np.int64)
    used = order[np.searchsorted(keys[order], wanted)]
    room = np.where(sign > 0, network.upper[edge] - flow[edge], flow[edge] - network.lower[edge])[used]
    amount = min([int(surplus[way[0]]), int(-surplus[way[-1]]), *room.tolist()])
    flow[edge[used]] += sign[used] * amount
    surplus[way[0]] -= amount
    surplus[way[-1]] += amount
