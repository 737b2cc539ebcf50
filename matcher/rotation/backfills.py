"""Who looks after whose post while people are away: chains of people, and their picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

STEP, ROW = 190, 90
"""From one person of a chain to the next, and from one chain to the next, in pixels."""


@dataclass(frozen=True)
class Cover:
    """`stand_in` looks after the post of `person`; `exchange` where the two change places."""

    person: str
    stand_in: str
    exchange: bool = False


@dataclass(frozen=True)
class Spot:
    """One person of the picture."""

    person: str
    x: int
    y: int


@dataclass(frozen=True)
class Link:
    """From the post to whoever looks after it; `back` closes an exchange, drawn below its row."""

    x: int
    y: int
    to_x: int
    to_y: int
    back: bool


@dataclass(frozen=True)
class Chains:
    """Each chain in a row of its own, beginning with the post that nobody of the round goes to."""

    spots: tuple[Spot, ...]
    links: tuple[Link, ...]
    width: int
    height: int


def find_broken_loop(covers: Sequence[Cover]) -> list[str]:
    """The people of the first closed chain that is not wholly an exchange, sorted; empty where there is none.

    >>> find_broken_loop([Cover("a", "b"), Cover("b", "a")])
    ['a', 'b']
    >>> find_broken_loop([Cover("a", "b", True), Cover("b", "a", True)])
    []
    """
    graph = _graph(covers)
    loops = sorted(sorted(loop) for loop in nx.strongly_connected_components(graph) if len(loop) > 1)
    for loop in loops:
        if not all(graph.edges[edge]["exchange"] for edge in graph.subgraph(loop).edges):
            return loop
    return []


def lay_out(covers: Sequence[Cover]) -> Chains:
    """The picture of all chains; nobody covers two posts and no post has two people, so each is a row.

    >>> chains = lay_out([Cover("b", "c"), Cover("a", "b")])
    >>> [(spot.person, spot.x, spot.y) for spot in chains.spots]
    [('a', 0, 0), ('b', 190, 0), ('c', 380, 0)]
    """
    graph = _graph(covers)
    rows = sorted(
        (_in_order(graph.subgraph(part)) for part in nx.weakly_connected_components(graph)), key=min
    )
    at = {name: (place * STEP, row * ROW) for row, part in enumerate(rows) for place, name in enumerate(part)}
    links = [(*at[one], *at[other], at[other][0] < at[one][0]) for one, other in sorted(graph.edges)]
    return Chains(
        spots=tuple(Spot(name, *point) for name, point in at.items()),
        links=tuple(Link(*link) for link in links),
        width=max((len(part) for part in rows), default=0) * STEP,
        height=len(rows) * ROW,
    )


def _graph(covers: Sequence[Cover]) -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph()
    for one in sorted(covers, key=lambda cover: (cover.person, cover.stand_in)):
        graph.add_edge(one.person, one.stand_in, exchange=one.exchange)
    return graph


def _in_order(part: "nx.DiGraph[str]") -> list[str]:
    """The people of one chain, from the post on; of a closed one from the first name on."""
    first = min((name for name in part if part.in_degree(name) == 0), default=min(part))
    return list(nx.dfs_preorder_nodes(part, first))
