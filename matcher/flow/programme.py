"""The linear programme over the pairs that are still free: for costs too large to go by phases."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from matcher.arrays import Ints
from matcher.flow.face import Face
from matcher.flow.network import Network


def solve_programme(network: Network, face: Face, cost: Ints) -> Ints | None:
    """A flow (edges,) that is a vertex of the programme, or `None` when it is not one in integers.

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
