"""The best outcome of a network round by NetworkX's network simplex, in integers of any size.

All stages are one cost, each weighted beyond whatever all later ones can add up to, which integers without
bounds allow. It shares the oracle's reading of the rules and nothing of the engine.
"""

from typing import Any

import networkx as nx

from tests.matcher.oracle.eligibility import Json, Pair, eligible_pairs
from tests.matcher.oracle.search import DEFAULT_OBJECTIVE
from tests.matcher.programme import weights

ROOT = ("root", "")


def best_pairs(rotation: Json) -> list[tuple[str, str]]:
    """The (executive, opportunity) pairs of the one best outcome, sorted; the round must hold."""
    eligible = eligible_pairs(rotation)
    pairs = [pair for pair in eligible if not pair.declined]
    graph = skeleton(rotation, len(rotation["executives"]) + 1)
    pinned = {(executive, opportunity) for executive, opportunity in rotation.get("pinned", [])}
    for pair, cost in zip(pairs, blended(rotation, pairs, eligible), strict=True):
        ends = ("e", pair.executive), ("a", pair.opportunity)
        add(graph, *ends, int((pair.executive, pair.opportunity) in pinned), 1, cost)
    _, flow = nx.network_simplex(graph)
    free = (pair for pair in pairs if flow["e", pair.executive]["a", pair.opportunity])
    return sorted(pinned | {(pair.executive, pair.opportunity) for pair in free})


def blended(rotation: Json, pairs: list[Pair], eligible: list[Pair]) -> list[int]:
    """One cost for each pair, least for the best outcome."""
    stages = [*rotation.get("objective", DEFAULT_OBJECTIVE), "lottery", "draw"]
    sums = [each for stage in stages for each in weights(rotation, stage, pairs, eligible)]
    costs, unit = [0] * len(pairs), 1
    for weight, sign in reversed(sums):
        values = weight.tolist()
        costs = [cost + sign * value * unit for cost, value in zip(costs, values, strict=True)]
        unit *= 1 + 2 * sum(map(abs, values))
    return costs


def skeleton(rotation: Json, most: int) -> "nx.DiGraph[Any]":
    """Desks, people and posts as a circulation: from the root out to people, over pairs, and back."""
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.add_node(ROOT, demand=0)
    units = {unit["id"]: unit for unit in rotation["units"]}
    balanced: set[str] = set()
    for unit in units.values():
        at = unit["id"] if "net_min" in unit or "net_max" in unit else None
        while at is not None and at not in balanced:
            balanced.add(at)
            at = units[at].get("parent")
    for name, unit in units.items():
        parent = unit.get("parent")
        own = ("net", name) if name in balanced else None
        add(graph, ("in", name), own or (("in", parent) if parent else ROOT), 0, unit.get("max_in", most))
        add(graph, own or (("out", parent) if parent else ROOT), ("out", name), 0, unit.get("max_out", most))
        if own:
            above = ("net", parent) if parent in balanced else ROOT
            add(graph, own, above, unit.get("net_min", -most), unit.get("net_max", most))
    for executive in rotation["executives"]:
        add(graph, ("out", executive["home"]), ("e", executive["id"]), 0, 1)
    for post in rotation["opportunities"]:
        add(graph, ("a", post["id"]), ("in", post["host"]), post.get("min_seats", 0), post.get("seats", 1))
    return graph


def add(graph: "nx.DiGraph[Any]", tail: Any, head: Any, lower: int, upper: int, weight: int = 0) -> None:
    """An edge with two bounds: the lower one flows in any case, as a demand at its ends."""
    for node, change in ((tail, lower), (head, -lower)):
        graph.add_node(node, demand=graph.nodes.get(node, {}).get("demand", 0) + change)
    graph.add_edge(tail, head, capacity=upper - lower, weight=weight)
