"""A circulation whose edges are pairs that may be matched, and a tree that carries every bound."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from matcher.arrays import Ints

ROOT = 0


@dataclass(frozen=True)
class Network:
    """Edges tail → head with integer bounds, all arrays (edges,).

    First come the pairs that can be matched, each of bounds within 0 and 1; `row` (pairs,) is the row of each
    in its table. All other edges form a tree on the nodes; `above` (nodes,) is the edge that leads from a
    node towards the root, -1 for the root. `people` are the tree's edges root → … → person, one a person, in
    the order of their numbers. One unit of flow is one match. No two edges join the same two nodes.
    """

    nodes: int
    tail: Ints
    head: Ints
    lower: Ints
    upper: Ints
    row: Ints
    people: slice
    above: Ints

    @property
    def edges(self) -> int:
        """How many edges there are."""
        return len(self.tail)

    @property
    def most(self) -> int:
        """More than can ever flow: no limit at all."""
        return int(self.people.stop - self.people.start + 1)

    @cached_property
    def arcs(self) -> Ints:
        """Both directions of every edge, n forwards and edges + n backwards, by start node, then end node."""
        start, end = np.concatenate([self.tail, self.head]), np.concatenate([self.head, self.tail])
        shape = (self.nodes, self.nodes)
        return csr_array((np.arange(len(start)), (start, end)), shape=shape).data

    @cached_property
    def degrees(self) -> Ints:
        """How many edges meet at each node, (nodes,)."""
        return np.bincount(self.tail, minlength=self.nodes) + np.bincount(self.head, minlength=self.nodes)

    def ways(self, edges: Ints) -> tuple[Ints, Ints, Ints]:
        """How placing each of the given pairs moves the tree: its column, the tree's edge, +1 or -1.

        The way of a pair runs from its opportunity up to the root and down to its executive; where both
        halves use an edge they cancel, so that edge is not on the way.
        """
        columns, found, signs = ([np.zeros(0, dtype=np.int64)] for _ in range(3))
        for node, downward in ((self.head[edges], -1), (self.tail[edges], 1)):
            column, at = np.arange(len(edges)), node
            while len(at):
                edge = self.above[at]
                up = self.tail[edge] == at
                columns.append(column)
                found.append(edge)
                signs.append(np.where(up, -downward, downward))
                at = np.where(up, self.head[edge], self.tail[edge])
                column, at = column[at != ROOT], at[at != ROOT]
        keys = np.concatenate(columns) * self.edges + np.concatenate(found)
        distinct, which = np.unique(keys, return_inverse=True)
        total = np.bincount(which, np.concatenate(signs), len(distinct)).astype(np.int64)
        column, edge = np.divmod(distinct[total != 0], self.edges)
        return column, edge, total[total != 0]

    def circulate(self, rows: Ints) -> Ints:
        """The flow (edges,) when exactly the choices of these rows are matched, bounds or not."""
        matched = np.flatnonzero(np.isin(self.row, rows))
        flow = np.zeros(self.edges, dtype=np.int64)
        flow[matched] = 1
        _, edge, sign = self.ways(matched)
        np.add.at(flow, edge, sign)
        return flow
