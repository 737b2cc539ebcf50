"""The exchange between agencies as a graph: where the agencies lie in the ring picture, and of what swaps,
rings and chains the moves are made.

An agency is a node; an edge from home to host carries `weight`, the number of people who move along it. Moves
inside one agency do not occur (they are never eligible).

>>> graph = flow_graph([("Energy", "Interior"), ("Interior", "Energy"), ("Energy", "Labor")])
>>> exchange = decompose(graph)
>>> exchange.swaps
(Loop(agencies=('Energy', 'Interior'), times=1),)
>>> exchange.chains
(Loop(agencies=('Energy', 'Labor'), times=1),)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    Graph = nx.DiGraph[str]


@dataclass(frozen=True)
class Loop:
    """A way through agencies that `times` people take at each of its steps; a closed one returns from the
    last agency to the first."""

    agencies: tuple[str, ...]
    times: int


@dataclass(frozen=True)
class Exchange:
    """All moves of an outcome, each counted in exactly one part.

    `swaps` are closed ways of two agencies, `rings` closed ways of three or more, `chains` open ways from an
    agency that sends more than it receives to one that receives more than it sends.
    """

    swaps: tuple[Loop, ...]
    rings: tuple[Loop, ...]
    chains: tuple[Loop, ...]

    @property
    def in_swaps(self) -> int:
        """People who move in a swap."""
        return sum(2 * loop.times for loop in self.swaps)

    @property
    def in_rings(self) -> int:
        """People who move in a ring."""
        return sum(len(loop.agencies) * loop.times for loop in self.rings)

    @property
    def in_chains(self) -> int:
        """People who move in a chain."""
        return sum((len(loop.agencies) - 1) * loop.times for loop in self.chains)


def flow_graph(moves: Iterable[tuple[str, str]]) -> Graph:
    """The graph of the (home, host) pairs of an outcome, one pair for each person; order does not matter."""
    graph: Graph = nx.DiGraph()
    for home, host in sorted(moves):
        people = graph.edges[home, host]["weight"] if graph.has_edge(home, host) else 0
        graph.add_edge(home, host, weight=people + 1)
    return graph


def pool(graph: Graph, most: int, name: str) -> Graph:
    """The graph with all but the `most` busiest agencies (by people sent and received, then by id) merged
    into one node called `name`; moves among the merged are a loop at that node. A graph that fits stays."""
    if len(graph) <= most:
        return graph
    busiest = sorted(graph, key=lambda node: (-graph.degree(node, weight="weight"), node))
    kept = set(busiest[:most])
    merged: Graph = nx.DiGraph()
    people: int
    for home, host, people in graph.edges(data="weight"):
        ends = home if home in kept else name, host if host in kept else name
        before = merged.edges[ends]["weight"] if merged.has_edge(*ends) else 0
        merged.add_edge(*ends, weight=before + people)
    return merged


def ring(graph: Graph) -> dict[str, tuple[float, float]]:
    """Each node's place (x, y) on the unit circle, clockwise from the top with y downwards.

    Neighbours on the circle are partners: after each agency comes the one not yet placed that exchanges most
    people with it (then the busiest, then by id), beginning with the busiest of all.
    """
    order = _partners(graph)
    places = nx.circular_layout(nx.path_graph(len(order)), dim=2)
    # The library goes counter-clockwise from the right, upwards: swapped, that is clockwise from the top.
    return {node: (float(places[n][1]), -float(places[n][0])) for n, node in enumerate(order)}


def _partners(graph: Graph) -> list[str]:
    left = sorted(graph, key=lambda node: (-graph.degree(node, weight="weight"), node))
    order: list[str] = []
    while left:
        last = order[-1] if order else None
        following = left[0] if last is None else max(left, key=lambda node: _between(graph, last, node))
        left.remove(following)
        order.append(following)
    return order


def _between(graph: Graph, one: str, other: str) -> int:
    """People who move between two agencies, both ways."""
    ways = ((one, other), (other, one))
    return sum(graph.edges[way]["weight"] for way in ways if graph.has_edge(*way))


def decompose(graph: Graph) -> Exchange:
    """Take the exchange apart: first every swap, then rings (for each agency by id the shortest through it,
    until none is left), then chains. What is left after the rings has no circle, so every move is in exactly
    one part (the flow decomposition theorem; Ahuja, Magnanti and Orlin, Network Flows, 1993, theorem 3.5).
    """
    rest = graph.copy()
    rest.remove_edges_from(list(nx.selfloop_edges(rest)))
    swaps = _take_swaps(rest)
    rings = _take_rings(rest)
    return Exchange(_largest(swaps), _largest(rings), _largest(_take_chains(rest)))


def _take_swaps(rest: Graph) -> list[Loop]:
    pairs = [(one, other) for one, other in sorted(rest.edges) if one < other and rest.has_edge(other, one)]
    return [_take(rest, (one, other), closed=True) for one, other in pairs]


def _take_rings(rest: Graph) -> list[Loop]:
    found = []
    for node in sorted(rest):
        while circle := _shortest_circle(rest, node):
            first = circle.index(min(circle))
            found.append(_take(rest, (*circle[first:], *circle[:first]), closed=True))
    return found


def _shortest_circle(rest: Graph, node: str) -> list[str]:
    """The agencies of a shortest circle through `node`, which is the first; empty where there is none."""
    back = nx.single_source_shortest_path(rest.reverse(copy=False), node)
    ways = [back[host][::-1] for host in rest.successors(node) if host in back]
    return [node, *min(ways, key=lambda way: (len(way), way))[:-1]] if ways else []


def _take_chains(rest: Graph) -> list[Loop]:
    found = []
    while rest.number_of_edges():
        start = min(node for node in rest if rest.out_degree(node) and not rest.in_degree(node))
        way = [start]
        while rest.out_degree(way[-1]):
            way.append(min(rest.successors(way[-1])))
        found.append(_take(rest, tuple(way), closed=False))
    return found


def _take(rest: Graph, agencies: tuple[str, ...], *, closed: bool) -> Loop:
    """Remove the way as often as its narrowest step allows."""
    steps = list(zip(agencies, (*agencies[1:], agencies[0]) if closed else agencies[1:], strict=False))
    times = min(rest.edges[step]["weight"] for step in steps)
    for step in steps:
        rest.edges[step]["weight"] -= times
        if not rest.edges[step]["weight"]:
            rest.remove_edge(*step)
    return Loop(agencies, times)


def _largest(loops: list[Loop]) -> tuple[Loop, ...]:
    return tuple(sorted(loops, key=lambda loop: (-loop.times, loop.agencies)))
