"""Which counts of linked tables stay hidden, so that no small one can be reckoned from what is shown.

Counts that add up to each other are the flows of a network without sources: each cell is an edge, and at each
node what comes in is what goes out. A table of rows and columns is one edge from a row to a column for each
cell, one to the row for its total, one from the column for its total, and one for the sum of all.

Small cells are hidden; so are others beside them until no hidden cell has only one value that fits everything
shown. Two fillings of the hidden cells differ by circuits, so a cell has a second value if and only if a
circuit of hidden cells leads through it, with or against the flow, and against it only where there is some.
(Cell suppression in networks: Cox 1995, Network models for complementary cell suppression, JASA 90.)
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx


@dataclass(frozen=True)
class Cell:
    """A count of people, as an edge of the network. `kept` ones are hidden last, such as totals."""

    tail: Hashable
    head: Hashable
    count: int
    kept: bool = False


KEPT = 10**9
"""What hiding a kept cell costs beside its count."""


def suppress(cells: Sequence[Cell], least: int) -> frozenset[int]:
    """The places of the cells to hide: every count below `least`, and what protects those.

    Counts at a node must balance; ValueError where they do not, or where one is below 0. Deterministic: small
    cells are hidden rather than great ones, kept ones last.

    >>> rows = [Cell("all", "total", 30, kept=True)]
    >>> rows += [Cell("total", "all", count) for count in (3, 8, 19)]
    >>> sorted(suppress(rows, 5))
    [1, 2]
    """
    _must_balance(cells)
    hidden = {place for place, cell in enumerate(cells) if cell.count < least}
    waiting = sorted(hidden)
    while waiting:  # once a cell has a second value, hiding more leaves it one
        place = waiting.pop(0)
        if is_reckoned(cells, hidden, place):
            more = _protection(cells, hidden, place)
            hidden |= more
            waiting += sorted(more)
    return frozenset(hidden)


def is_reckoned(cells: Sequence[Cell], hidden: Collection[int], place: int) -> bool:
    """Whether a hidden cell has one value alone that fits every cell shown and every sum."""
    graph = _residual(cells, hidden, place)
    cell = cells[place]
    if nx.has_path(graph, cell.head, cell.tail):
        return False
    return not (cell.count and nx.has_path(graph, cell.tail, cell.head))


def _protection(cells: Sequence[Cell], hidden: Collection[int], place: int) -> set[int]:
    """The cheapest cells that close a circuit through this one."""
    graph = _residual(cells, range(len(cells)), place)
    for _tail, _head, key, data in graph.edges(keys=True, data=True):
        cell = cells[key]
        data["cost"] = 0 if key in hidden else 1 + cell.count + KEPT * cell.kept
    cell = cells[place]
    path = nx.dijkstra_path(graph, cell.head, cell.tail, weight=_cheapest)
    edges = (graph[tail][head].items() for tail, head in pairwise(path))
    return {min(parallel, key=lambda edge: (edge[1]["cost"], edge[0]))[0] for parallel in edges} - set(hidden)


def _cheapest(_tail: Any, _head: Any, edges: dict[Any, Any]) -> int:
    cheapest: int = min(edge["cost"] for edge in edges.values())
    return cheapest


def _residual(cells: Sequence[Cell], movable: Collection[int], without: int) -> Any:
    """Where a count may grow (with its edge) or shrink (against it), one cell left out."""
    graph: Any = nx.MultiDiGraph()
    for place, cell in enumerate(cells):
        graph.add_nodes_from((cell.tail, cell.head))
        if place in movable and place != without:
            graph.add_edge(cell.tail, cell.head, key=place)
            if cell.count:
                graph.add_edge(cell.head, cell.tail, key=place)
    return graph


def _must_balance(cells: Sequence[Cell]) -> None:
    sums: dict[Hashable, int] = {}
    for cell in cells:
        if cell.count < 0:
            raise ValueError(f"a count is {cell.count}")
        sums[cell.tail] = sums.get(cell.tail, 0) - cell.count
        sums[cell.head] = sums.get(cell.head, 0) + cell.count
    for node, difference in sums.items():
        if difference:
            raise ValueError(f"the counts at {node!r} do not add up: {difference:+d}")
