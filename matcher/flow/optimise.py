"""Integer circulations of least cost.

Small costs go by the primal-dual method (Ford and Fulkerson 1957; Ahuja, Magnanti and Orlin, *Network Flows*,
§9.8): keep potentials whose reduced costs are never negative on a residual edge, and push what is out of
balance along edges of reduced cost zero. The potentials left at the end prove the optimum by themselves.
Large costs (the lottery's and the draw's) would take one phase for each distinct distance; they go to the
linear programme over the pairs that are still free, and its answer is believed only with potentials.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra, maximum_flow

from matcher.arrays import Ints
from matcher.flow.face import Face, balance, residual
from matcher.flow.network import Network
from matcher.flow.potentials import find_potentials

_SMALL = 1000
"""Costs up to this size go by phases; there are about as many phases as distinct distances."""


def optimise(network: Network, face: Face, cost: Ints) -> tuple[Ints, Ints]:
    """A flow (edges,) of least `cost` (edges,) on the face and the potentials (nodes,) that prove it."""
    if np.abs(cost).max() > _SMALL:
        flow = _by_programme(network, face, cost)
        potential = None if flow is None else find_potentials(face, flow, cost)
        if flow is not None and potential is not None:
            return flow, potential
    flow = np.where(cost < 0, face.upper, np.where(cost > 0, face.lower, face.flow))
    found = _by_phases(face, cost, flow)
    if found is None:
        raise AssertionError("a face always has the flow it was made with")
    return found


def restore(face: Face) -> Ints | None:
    """A flow (edges,) inside the bounds that has the wanted balance, or `None` where there is none."""
    found = _by_phases(face, np.zeros_like(face.flow), face.flow)
    return None if found is None else found[0]


def _by_phases(face: Face, cost: Ints, flow: Ints) -> tuple[Ints, Ints] | None:
    """The primal-dual method from a flow that is right but for its balance.

    Distances are sums of costs and exact below 2^53.
    """
    flow = flow.copy()
    potential = np.zeros(face.nodes, dtype=np.int64)
    surplus = balance(face.nodes, face.tail, face.head, flow) - face.wanted
    while surplus.any():
        edge, sign, start, end = residual(face, flow)
        length = sign * (cost + potential[face.tail] - potential[face.head])[edge]
        distance = _distances(face.nodes, start, end, length, np.flatnonzero(surplus > 0))
        finite = np.isfinite(distance)
        if not finite[surplus < 0].any():
            return None
        distance[~finite] = distance[finite].max()
        potential += distance.astype(np.int64)
        tight = np.flatnonzero(length + distance[start] == distance[end])
        room = np.where(sign > 0, face.upper[edge] - flow[edge], flow[edge] - face.lower[edge])
        moved = _push(face.nodes, start[tight], end[tight], room[tight], surplus)
        np.add.at(flow, edge[tight], sign[tight] * moved)
        surplus = balance(face.nodes, face.tail, face.head, flow) - face.wanted
    return flow, potential


def _distances(nodes: int, start: Ints, end: Ints, length: Ints, sources: Ints) -> Any:
    """The distance of every node from the nearest source, (nodes,), infinite where there is no way."""
    graph = csr_array((length.astype(float), (start, end)), shape=(nodes, nodes))
    return dijkstra(graph, indices=sources, min_only=True)


def _push(nodes: int, start: Ints, end: Ints, room: Ints, surplus: Ints) -> Ints:
    """The most flow from surplus to deficit, on each of the given edges."""
    givers, takers = np.flatnonzero(surplus > 0), np.flatnonzero(surplus < 0)
    source, sink = nodes, nodes + 1
    rows = np.concatenate([start, np.full(len(givers), source), takers])
    columns = np.concatenate([end, givers, np.full(len(takers), sink)])
    room = np.concatenate([room, surplus[givers], -surplus[takers]]).astype(np.int32)
    found = maximum_flow(csr_array((room, (rows, columns)), shape=(nodes + 2, nodes + 2)), source, sink).flow
    return np.maximum(np.asarray(found[start, end]).ravel().astype(np.int64), 0)


def _by_programme(network: Network, face: Face, cost: Ints) -> Ints | None:
    """A vertex of the linear programme over the free pairs, or `None` when it is not one in integers.

    One column a free pair, one row an edge of the tree on its way; an edge that may not move keeps its sum.
    """
    pairs = np.flatnonzero(face.edge < len(network.row))
    column, edge, sign = network.ways(face.edge[pairs])
    touched, row = np.unique(edge, return_inverse=True)
    matrix = coo_array((sign.astype(float), (row, column)), (len(touched), len(pairs))).tocsr()
    sums = matrix @ face.flow[pairs]
    down, up = np.zeros(len(touched)), np.zeros(len(touched))
    tree = np.flatnonzero(np.isin(face.edge, touched))
    place = np.searchsorted(touched, face.edge[tree])
    down[place], up[place] = (face.lower - face.flow)[tree], (face.upper - face.flow)[tree]
    found = milp(
        cost[pairs],
        constraints=LinearConstraint(matrix, sums + down, sums + up),
        bounds=Bounds(face.lower[pairs], face.upper[pairs]),
    )
    if found.x is None:
        return None
    flow = face.flow.copy()
    flow[pairs] = np.rint(found.x).astype(np.int64)
    moved = np.rint(matrix @ flow[pairs] - sums).astype(np.int64)
    flow[tree] += moved[place]
    keeps = (face.lower <= flow) & (flow <= face.upper)
    still = np.isin(touched, face.edge[tree]) | (moved == 0)
    return flow if keeps.all() and still.all() else None
