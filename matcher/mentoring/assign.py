"""A sweep's greatest points as an assignment of requests to places: a good guess, to be proved.

SciPy's LAPJVsp (Jonker and Volgenant 1987) wants a matching that fills one whole side. In every group of
requests and mentors that hang together, either all requests are served whatever happens, or all places are
filled (Dulmage and Mendelsohn 1958), so each group is whole on one side. Where a group has both requests
that must be served and requests that may be, the latter cost more; whether that was enough the proof tells.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

from matcher.arrays import Flags, Ints
from matcher.flow.optimum import Optimum
from matcher.mentoring.pairs import Pairs
from matcher.mentoring.problem import MOST_POINTS

_EXTRA = 4 * MOST_POINTS
"""What a request costs that need not be served."""


def assign(served: Optimum, pairs: Pairs) -> Ints | None:
    """The rows of a sweep that serves as many in every class, of as many points as could be found."""
    network, face = served.network, served.face
    people, mentors = network.people.start, network.people.stop
    free = np.zeros(network.edges, dtype=np.bool_)
    free[face.edge] = True
    rows = np.flatnonzero(free[: len(pairs.request)])
    settled = np.flatnonzero((served.flow[: len(pairs.request)] == 1) & ~free[: len(pairs.request)])
    optional = free[people:mentors]
    open_, flow, upper = (
        array[mentors : mentors + len(pairs.mentors)] for array in (free, served.flow, network.upper)
    )
    places = np.where(open_, upper, flow) - np.bincount(pairs.mentor[settled], minlength=len(pairs.mentors))
    fills = _groups(pairs, rows, optional)
    found = [settled]
    for chosen, whole in ((rows[~fills], "requests"), (rows[fills], "places")):
        taken = _match(pairs, chosen, places, optional, whole) if len(chosen) else chosen
        if taken is None:
            return None
        found.append(taken)
    return np.concatenate(found)


def _groups(pairs: Pairs, rows: Ints, optional: Flags) -> Flags:
    """Whether each of the rows is in a group in which some request need not be served, (rows,)."""
    people, nodes = len(pairs.requests), len(pairs.requests) + len(pairs.mentors)
    ends = pairs.request[rows], people + pairs.mentor[rows]
    graph = csr_array((np.ones(len(rows)), ends), shape=(nodes, nodes))
    count, group = connected_components(graph, directed=False)
    fills = np.zeros(count, dtype=np.bool_)
    fills[group[:people][optional]] = True
    return fills[group[pairs.request[rows]]]


def _match(pairs: Pairs, rows: Ints, places: Ints, optional: Flags, whole: str) -> Ints | None:
    """The rows that fill one side, all requests or all places, or `None` where they cannot."""
    row, place, width = _spread(pairs, rows, places)
    asking, request = np.unique(pairs.request[row], return_inverse=True)
    cost = MOST_POINTS + 1 - pairs.points[row] + np.where(optional[pairs.request[row]], _EXTRA, 0)
    graph = csr_array((cost.astype(np.float64), (request, place)), shape=(len(asking), width))
    try:
        if whole == "requests":
            taken, held = min_weight_full_bipartite_matching(graph)
        else:
            held, taken = min_weight_full_bipartite_matching(graph.T.tocsr())
    except ValueError:
        return None
    return row[np.isin(request * width + place, taken * width + held)]


def _spread(pairs: Pairs, rows: Ints, places: Ints) -> tuple[Ints, Ints, int]:
    """Each row once for every place of its mentor: the row, the place; how many places there are."""
    mentor = pairs.mentor[rows]
    copies = np.minimum(places, np.bincount(mentor, minlength=len(places)))
    first, many = np.cumsum(copies) - copies, copies[mentor]
    copy = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return np.repeat(rows, many), np.repeat(first[mentor], many) + copy, int(copies.sum())
