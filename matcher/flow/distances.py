"""Many shortest residual ways at once, where only their lengths count.

A person whom a single residual edge reaches is a stop on the way, not a crossing: each edge onward begins
where that edge does, and of edges that then join the same nodes the shortest counts. What is left are posts
and desks, about half the nodes. The ways to all persons of one home end at one desk, so one search back from
the desk answers for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.sparse.csgraph import dijkstra

from matcher.arrays import Flags, Ints
from matcher.flow.spread import graph_of, is_exact
from matcher.flow.standing import Standing


def measure(standing: Standing, start: Ints, end: Ints, within: Ints | None = None) -> tuple[Ints, Flags]:
    """The lengths (folds, n) of the shortest residual ways from each start (n,) to its end (n,), 0 where
    there is none, and whether there is one (n,).

    One search for each start, or for each end that more of them share. Ways longer than `within` (n,) in the
    first fold may be left out.
    """
    _, _, begin, _ = standing.residual
    onto = _single_edges(standing, start)
    stops = np.flatnonzero(onto[end] >= 0)
    last, end = onto[end[stops]], end.copy()
    end[stops] = begin[last]
    backward = _is_shared_more(end, start)
    lengths, reached = np.zeros((len(standing.costs), len(start)), dtype=np.int64), np.zeros_like(backward)
    search = _in_one_graph if _is_one_exact_fold(standing) else _one_by_one
    for back in (False, True):
        asked = np.flatnonzero(backward == back)
        hub, other = (end[asked], start[asked]) if back else (start[asked], end[asked])
        hubs, which = np.unique(hub, return_inverse=True)
        limits = np.full(len(hubs), np.inf if within is None else 0)
        if within is not None:
            np.maximum.at(limits, which, within[asked])
        found = search(standing, onto, hubs, back, limits)
        for group, (far, arrived) in zip(_group(which), found, strict=True):
            lengths[:, asked[group]] = far[:, other[group]]
            reached[asked[group]] = arrived[other[group]]
    lengths[:, stops] += standing.lengths[:, last]
    return np.where(reached, lengths, 0), reached


def _is_shared_more(end: Ints, start: Ints) -> Flags:
    """Where an end (n,) occurs more often than the start (n,) beside it, here or at another place."""
    ends, starts = (np.bincount(each)[each] for each in (end, start))
    found: Flags = ends > starts
    return found | np.isin(end, end[found])


def _group(which: Ints) -> list[Ints]:
    """The places of each number from 0 upwards."""
    return (
        np.split(np.argsort(which, kind="stable"), np.cumsum(np.bincount(which))[:-1]) if len(which) else []
    )


def _single_edges(standing: Standing, starts: Ints) -> Ints:
    """For each person whom one residual edge reaches, and who is no start, the place of that edge, else -1;
    (nodes,)."""
    network, (_, _, _, finish) = standing.network, standing.residual
    people = network.head[network.people]
    found = np.full(network.nodes, -1, dtype=np.int64)
    found[finish] = np.arange(len(finish))
    stop = np.zeros(network.nodes, dtype=np.bool_)
    stop[people] = np.bincount(finish, minlength=network.nodes)[people] == 1
    stop[starts] = False
    return np.where(stop, found, -1)


def _is_one_exact_fold(standing: Standing) -> bool:
    return len(standing.costs) == 1 and is_exact(standing.farthest[0])


def _one_by_one(
    standing: Standing, _onto: Ints, hubs: Ints, back: bool, _limits: Ints
) -> Iterator[tuple[Ints, Flags]]:
    """The distances (folds, nodes) of each hub and whether there is a way (nodes,), fold after fold."""
    for hub in hubs.tolist():
        ways = standing.search(hub, backward=back)
        yield ways.distance, ways.reached


def _in_one_graph(
    standing: Standing, onto: Ints, hubs: Ints, back: bool, limits: Ints
) -> Iterator[tuple[Ints, Flags]]:
    """The same on the graph without stops, no farther than each limit; nothing is said of the stops."""
    begin, finish, length = _without_stops(standing, onto)
    number = np.cumsum(onto < 0) - 1
    begin, finish = (number[finish], number[begin]) if back else (number[begin], number[finish])
    graph = graph_of(int(number[-1]) + 1, (begin, finish, length))
    for hub, limit in zip(number[hubs].tolist(), limits.tolist(), strict=True):
        found = dijkstra(graph, indices=hub, limit=limit)[number]
        reached = np.isfinite(found)
        yield np.where(reached, found, 0).astype(np.int64)[None], reached


def _without_stops(standing: Standing, onto: Ints) -> tuple[Ints, Ints, Ints]:
    """Start, end and length of the edges that are left, the shortest of those that join the same nodes."""
    _, _, begin, finish = standing.residual
    kept = np.flatnonzero(onto[finish] < 0)
    start, end, length = begin[kept], finish[kept], standing.lengths[0, kept]
    through = np.flatnonzero(onto[start] >= 0)
    edge = onto[start[through]]
    start[through], length[through] = begin[edge], length[through] + standing.lengths[0, edge]
    order = np.lexsort((length, end, start))
    start, end, length = start[order], end[order], length[order]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    return start[first], end[first], length[first]
