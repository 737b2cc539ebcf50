"""The optimal face: which edges of a network can still move when every stage so far is kept.

After an optimum only edges of reduced cost zero can move (complementary slackness), and of those only edges
on a residual cycle, that is inside one strong component of the residual graph. Nothing here optimises, so
the solver and the verifier share it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from matcher.arrays import Flags, Ints
from matcher.flow.network import Network


@dataclass(frozen=True, slots=True)
class Face:
    """The edges that may still move, renumbered on their own nodes, and a flow on them.

    `edge` (edges,) are numbers of the whole network; `tail`, `head`, `lower`, `upper`, `flow` (edges,).
    `arcs` (2 edges,) are both directions of every edge, n forwards and edges + n backwards, sorted by start
    node, then end node; `first` (nodes + 1,) is where the arcs of each node begin.
    """

    nodes: int
    edge: Ints
    tail: Ints
    head: Ints
    lower: Ints
    upper: Ints
    flow: Ints
    arcs: Ints
    first: Ints


def balance(nodes: int, tail: Ints, head: Ints, flow: Ints) -> Ints:
    """What arrives less what leaves, (nodes,)."""
    arriving = np.bincount(head, flow, nodes) - np.bincount(tail, flow, nodes)
    return arriving.astype(np.int64)


def whole(network: Network, flow: Ints | None = None) -> Face:
    """All edges of the network; without `flow` the one nearest to nothing, which need not be in balance."""
    return Face(
        nodes=network.nodes,
        edge=np.arange(network.edges),
        tail=network.tail,
        head=network.head,
        lower=network.lower,
        upper=network.upper,
        flow=np.clip(0, network.lower, network.upper) if flow is None else flow,
        arcs=network.arcs,
        first=_first(network.nodes, network.tail, network.head),
    )


def residual(face: Face, flow: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """The residual edges: the face's edge, +1 or -1 for its direction, start node, end node."""
    forward, backward = np.flatnonzero(flow < face.upper), np.flatnonzero(flow > face.lower)
    return (
        np.concatenate([forward, backward]),
        np.concatenate([np.ones_like(forward), -np.ones_like(backward)]),
        np.concatenate([face.tail[forward], face.head[backward]]),
        np.concatenate([face.head[forward], face.tail[backward]]),
    )


def residual_graph(
    face: Face, flow: Ints, length: Ints | None = None, used: Flags | None = None
) -> csr_array:
    """The residual arcs as a graph whose entries are `length` (edges,), its negative backwards; 1 without.

    `used` (edges,) leaves only these edges in.
    """
    open_ = np.concatenate([flow < face.upper, flow > face.lower])
    if used is not None:
        open_ &= np.concatenate([used, used])
    here = open_[face.arcs]
    arcs = face.arcs[here]
    end = np.concatenate([face.head, face.tail])[arcs]
    data = np.ones(len(arcs)) if length is None else np.concatenate([length, -length])[arcs].astype(float)
    begins = np.concatenate([[0], np.cumsum(here)])[face.first]
    return csr_array((data, end, begins), shape=(face.nodes, face.nodes))


def narrow(face: Face, flow: Ints, cost: Ints, potential: Ints) -> Face:
    """The part of the face on which `cost` is as small as with the optimal `flow`.

    `potential` (nodes,) must prove `flow` optimal: no residual edge has a negative reduced cost.
    """
    reduced = cost + potential[face.tail] - potential[face.head]
    tight = (reduced == 0) & (face.lower < face.upper)
    graph = residual_graph(face, flow, used=tight)
    _, component = connected_components(graph, directed=True, connection="strong")
    return _restrict(face, tight & (component[face.tail] == component[face.head]), flow)


def _restrict(face: Face, kept: Flags, flow: Ints) -> Face:
    used = np.zeros(face.nodes, dtype=np.bool_)
    used[face.tail[kept]] = used[face.head[kept]] = True
    node, edge = np.cumsum(used) - 1, np.cumsum(kept) - 1
    nodes, edges = int(used.sum()), int(kept.sum())
    tail, head = node[face.tail[kept]], node[face.head[kept]]
    forward = face.arcs < len(kept)
    number = np.where(forward, face.arcs, face.arcs - len(kept))
    here = kept[number]
    return Face(
        nodes=nodes,
        edge=face.edge[kept],
        tail=tail,
        head=head,
        lower=face.lower[kept],
        upper=face.upper[kept],
        flow=flow[kept],
        arcs=(edge[number] + np.where(forward, 0, edges))[here],
        first=_first(nodes, tail, head),
    )


def _first(nodes: int, tail: Ints, head: Ints) -> Ints:
    leaving = np.bincount(tail, minlength=nodes) + np.bincount(head, minlength=nodes)
    return np.concatenate([[0], np.cumsum(leaving)])
