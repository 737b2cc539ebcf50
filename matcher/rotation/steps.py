"""Which single limit, loosened by one, would have placed somebody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from matcher.arrays import Ints
from matcher.flow.face import residual, whole
from matcher.flow.optimum import Optimum, find_optimum
from matcher.flow.potentials import find_potentials
from matcher.rotation.choices import Choices
from matcher.rotation.limits import Limit, list_limits
from matcher.rotation.network import Kind, RoundNetwork, build_network
from matcher.rotation.problem import Rotation
from matcher.rotation.stages import Stages

_DESKS: dict[str, Kind] = {"max_out": "max_out", "max_in": "max_in", "net_min": "net", "net_max": "net"}
_LEAST = ("min_seats", "net_min")


def find_one_steps(stages: Stages, optimum: Optimum, network: RoundNetwork, executive: int) -> list[str]:
    """The paths of every limit whose loosening by one places the executive (by number) in some outcome
    optimal in all stages before the lottery; never a pin.

    Loosening a limit adds one residual edge. It can place the executive only on a cycle through both that
    does not lose in the first sum, so two shortest-path searches name the candidates, and each of them is
    solved again.
    """
    return [
        limit.path
        for limit in _candidates(stages, optimum, network, executive)
        if _places(loosen(stages.rotation, limit), stages, executive)
    ]


def loosen(rotation: Rotation, limit: Limit) -> Rotation:
    """The same round with one figure looser by one."""
    figure: dict[str, Any] = {limit.key: limit.figure + (-1 if limit.key in _LEAST else 1)}
    if limit.key in _DESKS:
        units = tuple(replace(unit, **figure) if unit.id == limit.of else unit for unit in rotation.units)
        return replace(rotation, units=units)
    posts = tuple(replace(p, **figure) if p.id == limit.of else p for p in rotation.opportunities)
    return replace(rotation, opportunities=posts)


def _places(rotation: Rotation, stages: Stages, executive: int) -> bool:
    found = find_optimum(build_network(rotation, stages.choices), stages, rotation.objective)
    return found is not None and bool(found.placeable()[executive])


def _candidates(stages: Stages, optimum: Optimum, network: RoundNetwork, executive: int) -> list[Limit]:
    """The limits that are used up and lie on a cycle with the executive that loses nothing at first sight."""
    start, end, length, reduced = _first_sight(stages, optimum, network)
    person = int(network.head[network.people.start + executive])
    shape = (network.nodes, network.nodes)
    leaving = dijkstra(csr_array((length, (start, end)), shape=shape), indices=[person])[0]
    arriving = dijkstra(csr_array((length, (end, start)), shape=shape), indices=[person])[0]
    found = []
    for limit in list_limits(stages.rotation):
        if limit.key == "pinned":
            continue
        edge = _edge(network, stages.choices, limit)
        tail, head, cost = int(network.tail[edge]), int(network.head[edge]), int(reduced[edge])
        if limit.key in _LEAST:
            tail, head, cost = head, tail, -cost
        bound = network.lower[edge] if limit.key in _LEAST else network.upper[edge]
        used_up = optimum.flow[edge] == bound and not (limit.key == "min_seats" and limit.figure == 0)
        if used_up and arriving[head] + leaving[tail] + cost <= 0:
            found.append(limit)
    return found


def _first_sight(
    stages: Stages, optimum: Optimum, network: RoundNetwork
) -> tuple[Ints, Ints, np.ndarray, Ints]:
    """The residual graph with its reduced costs in the first sum that any stage makes."""
    face = whole(network, optimum.flow)
    step = next((step for name in stages.rotation.objective for step in stages.steps(name)), None)
    cost = np.zeros(network.edges, dtype=np.int64) if step is None else step.costs(network, face.edge)
    potential = find_potentials(face, optimum.flow, cost)
    if potential is None:
        raise AssertionError("an optimum is one in its first sum")
    reduced = cost + potential[network.tail] - potential[network.head]
    edge, sign, start, end = residual(face, optimum.flow)
    return start, end, (sign * reduced[edge]).astype(float), reduced


def _edge(network: RoundNetwork, choices: Choices, limit: Limit) -> int:
    if limit.key in _DESKS:
        return network.desks[_DESKS[limit.key], str(limit.of)]
    return int(network.seats.start) + choices.opportunities.index(str(limit.of))
