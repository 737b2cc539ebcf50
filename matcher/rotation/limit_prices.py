"""What every limit and pin of a round costs: what changes with one step more of it, or without it.

Loosening a limit adds one residual edge to the standing optimum. The shortest circle through it is the way to
the new optimum if it is below zero; an absent limit is one loosened until no such circle is left. The lengths
of the circles through all limits come from some searches in common.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.arrays import Ints
from matcher.errors import Refused
from matcher.flow.distances import measure
from matcher.flow.standing import Standing, below
from matcher.flow.step import Value
from matcher.rotation.changes import StageChange, first_change, first_changes
from matcher.rotation.choices import list_choices
from matcher.rotation.limits import Limit, list_limits, without
from matcher.rotation.network import build_network, method_of
from matcher.rotation.prices import solve_columns
from matcher.rotation.problem import Rotation
from matcher.rotation.programme import build_programme
from matcher.rotation.stages import Stages
from matcher.rotation.standing import matched_rows, stand_by
from matcher.rotation.steps import Edges, loosen, unit_of


@dataclass(frozen=True, slots=True)
class Gain:
    """The first stage before the lottery that gets better, with its value before and after."""

    objective: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class LimitPrice:
    """What a limit costs; `gain` is `None` where no stage before the lottery would change."""

    limit: Limit
    gain: Gain | None


def price_limits(
    rotation: Rotation, outcome: dict[str, Any], *, entirely: bool = False
) -> tuple[LimitPrice, ...]:
    """For every limit and pin, in the order of the candidates of `conflict`, what changes when its figure is
    looser by one (a pin goes), or when it is absent (`entirely`).

    `outcome` is one of `rotation` that `verify` accepts. Where the round is a network, some searches serve
    all limits; an integer round is solved again for each limit. Raises `Refused` where the mechanism imposes
    no limits, or the outcome is not the optimum.
    """
    if rotation.mechanism != "optimal" or outcome["status"] != "optimal":
        raise Refused("status", "only the limits of an optimal outcome have a price")
    stages, limits = Stages(rotation, list_choices(rotation)), list_limits(rotation)
    ask = _by_network if method_of(rotation) == "network" else _by_programme
    return tuple(map(LimitPrice, limits, ask(stages, outcome, limits, entirely)))


def _gain(change: StageChange | None) -> Gain | None:
    return None if change is None else Gain(change.objective, change.before, change.after)


def _by_programme(
    stages: Stages, outcome: dict[str, Any], limits: list[Limit], entirely: bool
) -> Iterator[Gain | None]:
    rows = matched_rows(stages.choices, outcome)
    for limit in limits:
        gone = entirely or limit.key == "pinned"
        rotation = stages.rotation
        looser = without(rotation, [limit]) if gone else loosen(rotation, limit)
        columns = solve_columns(stages, build_programme(looser, stages.choices))
        if columns is None:
            raise AssertionError("a looser limit cannot make a round infeasible")
        yield _gain(first_change(stages, rows, stages.choices.open[columns]))


def _by_network(
    stages: Stages, outcome: dict[str, Any], limits: list[Limit], entirely: bool
) -> Iterator[Gain | None]:
    network = build_network(stages.rotation, stages.choices)
    standing = stand_by(stages, network, outcome, stages.rotation.objective)
    edges = Edges(network, stages.choices)
    able = [limit for limit in limits if _can_loosen(limit)]
    edge = np.array([edges.of(limit) for limit in able], dtype=np.int64)
    unit = np.array([unit_of(limit) for limit in able], dtype=np.int64)
    changes = iter(_one_step(stages, standing, edge, unit))
    for limit in limits:
        change = next(changes) if _can_loosen(limit) else None
        if change is not None and entirely:
            change = first_change(stages, standing.rows, _widest(standing, edges.of(limit), limit).rows)
        yield _gain(change)


def _can_loosen(limit: Limit) -> bool:
    return limit.figure > 0 or limit.key != "min_seats"


def _one_step(stages: Stages, standing: Standing, edge: Ints, unit: Ints) -> list[StageChange | None]:
    """What the shortest circle through each edge (n,) changes when one unit more (+1) or less (-1) may flow
    on it, or `None` where it is not below zero."""
    network = standing.network
    bound = np.where(unit == 1, network.upper[edge], network.lower[edge])
    gain = unit * standing.reduced(edge)
    zero = np.zeros(len(gain), dtype=np.int64)
    asked = np.flatnonzero((standing.flow[edge] == bound) & below(gain, zero))
    forward, tail, head = unit[asked] == 1, network.tail[edge[asked]], network.head[edge[asked]]
    start, end = np.where(forward, head, tail), np.where(forward, tail, head)
    lengths, reached = measure(standing, start, end, -gain[0, asked] if len(gain) else None)
    lengths += gain[:, asked]
    better = np.flatnonzero(reached & below(lengths, zero))
    found: list[StageChange | None] = [None] * len(edge)
    changes = first_changes(stages, standing, lengths[:, better])
    for place, change in zip(asked[better].tolist(), changes, strict=True):
        found[place] = change
    return found


def _widest(standing: Standing, edge: int, limit: Limit) -> Standing:
    """The optimum when the limit on this edge is absent."""
    room = limit.figure if limit.key in ("min_seats", "pinned") else standing.network.most
    for _ in range(min(room, standing.network.most)):
        better = standing.widened(edge, unit_of(limit))
        if better is None:
            break
        standing = better
    return standing
