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

    def leaving(self, open_: Flags) -> tuple[Ints, Ints]:
        """The arcs that are open (2 edges,), by start, then end node, and where those of each node begin."""
        here = open_.take(self.arcs)
        count = np.concatenate([[0], np.cumsum(here, dtype=np.int64)])
        return self.arcs.take(np.flatnonzero(here)), count.take(self.first)


def balance(nodes: int, tail: Ints, head: Ints, flow: Ints) -> Ints:
    """What arrives less what leaves, (nodes,)."""
    moving = np.flatnonzero(flow)
    amount = flow.take(moving).astype(np.float64)
    arriving = np.bincount(head.take(moving), amount, nodes) - np.bincount(tail.take(moving), amount, nodes)
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
        first=np.concatenate([[0], np.cumsum(network.degrees, dtype=np.int64)]),
    )


def residual(face: Face | Network, flow: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """The residual edges of a face or a whole network: its edge, +1 or -1 for its direction, start node, end
    node."""
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
    reduced = cost + potential.take(face.tail) - potential.take(face.head)
    tight = (reduced == 0) & (face.lower < face.upper)
    open_ = np.concatenate([tight & (flow < face.upper), tight & (flow > face.lower)])
    arcs, first = face.leaving(open_)
    end = np.concatenate([face.head, face.tail]).take(arcs)
    graph = csr_array((np.ones(len(arcs)), end, first), shape=(face.nodes, face.nodes))
    _, component = connected_components(graph, directed=True, connection="strong")
    return _restrict(face, tight & (component.take(face.tail) == component.take(face.head)), flow)


def _restrict(face: Face, kept: Flags, flow: Ints) -> Face:
    edge = np.flatnonzero(kept)
    tail, head = face.tail.take(edge), face.head.take(edge)
    used = np.zeros(face.nodes, dtype=np.bool_)
    used[tail] = used[head] = True
    node, number = np.cumsum(used, dtype=np.int64) - 1, np.cumsum(kept, dtype=np.int64) - 1
    arcs, first = face.leaving(np.concatenate([kept, kept]))
    return Face(
        nodes=int(used.sum()),
        edge=face.edge.take(edge),
        tail=node.take(tail),
        head=node.take(head),
        lower=face.lower.take(edge),
        upper=face.upper.take(edge),
        flow=flow.take(edge),
        arcs=np.concatenate([number, number + len(edge)]).take(arcs),
        first=np.append(first[:-1].take(np.flatnonzero(used)), first[-1]),
    )
