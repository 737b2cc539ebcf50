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

from matcher.arrays import Ints
from matcher.flow.network import Network


@dataclass(frozen=True, slots=True)
class Face:
    """The edges that may still move, renumbered on their own nodes, and a flow on them.

    `edge` (edges,) are numbers of the whole network; `tail`, `head`, `lower`, `upper`, `flow` (edges,).
    `wanted` (nodes,) is the balance, arriving less leaving, that every flow of the face has.
    """

    nodes: int
    edge: Ints
    tail: Ints
    head: Ints
    lower: Ints
    upper: Ints
    flow: Ints
    wanted: Ints


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
        wanted=np.zeros(network.nodes, dtype=np.int64),
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


def narrow(face: Face, flow: Ints, cost: Ints, potential: Ints) -> Face:
    """The part of the face on which `cost` is as small as with the optimal `flow`.

    `potential` (nodes,) must prove `flow` optimal: no residual edge has a negative reduced cost.
    """
    reduced = cost + potential[face.tail] - potential[face.head]
    tight = _restrict(face, np.flatnonzero((reduced == 0) & (face.lower < face.upper)), flow)
    _, _, start, end = residual(tight, tight.flow)
    graph = csr_array((np.ones(len(start), np.int8), (start, end)), shape=(tight.nodes, tight.nodes))
    _, component = connected_components(graph, directed=True, connection="strong")
    return _restrict(tight, np.flatnonzero(component[tight.tail] == component[tight.head]), tight.flow)


def _restrict(face: Face, kept: Ints, flow: Ints) -> Face:
    ends = np.concatenate([face.tail[kept], face.head[kept]])
    used, renumbered = np.unique(ends, return_inverse=True)
    tail, head = renumbered[: len(kept)], renumbered[len(kept) :]
    return Face(
        nodes=len(used),
        edge=face.edge[kept],
        tail=tail,
        head=head,
        lower=face.lower[kept],
        upper=face.upper[kept],
        flow=flow[kept],
        wanted=balance(len(used), tail, head, flow[kept]),
    )
