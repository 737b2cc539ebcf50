"""What every limit and pin of a round costs: what changes with one step more of it, or without it.

Loosening a limit adds one residual edge to the standing optimum. The shortest cycle through it, found by one
search, is the new optimum if it is below zero; an absent limit is one loosened until no such cycle is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matcher.arrays import Ints
from matcher.errors import Refused
from matcher.flow.step import Value
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

    `outcome` is one of `rotation` that `verify` accepts. One search a limit where the round is a network; an
    integer round is solved again for each limit. Raises `Refused` where the mechanism imposes no limits, or
    the outcome is not the optimum.
    """
    if rotation.mechanism != "optimal" or outcome["status"] != "optimal":
        raise Refused("status", "only the limits of an optimal outcome have a price")
    stages = Stages(rotation, list_choices(rotation))
    ask = _by_network if method_of(rotation) == "network" else _by_programme
    look = ask(stages, outcome, entirely)
    rows = matched_rows(stages.choices, outcome)
    return tuple(
        LimitPrice(limit, None if found is None else _gain(stages, rows, found))
        for limit in list_limits(rotation)
        for found in [look(limit)]
    )


def _gain(stages: Stages, before: Ints, after: Ints) -> Gain | None:
    for name in stages.rotation.objective:
        values = stages.value(name, before), stages.value(name, after)
        if values[0] != values[1]:
            return Gain(name, *values)
    return None


_Look = Callable[[Limit], Ints | None]
"""The rows that are matched when one limit is looser, or `None` where nothing before the lottery changes."""


def _by_programme(stages: Stages, _outcome: dict[str, Any], entirely: bool) -> _Look:
    def look(limit: Limit) -> Ints | None:
        gone = entirely or limit.key == "pinned"
        rotation = stages.rotation
        looser = without(rotation, [limit]) if gone else loosen(rotation, limit)
        columns = solve_columns(stages, build_programme(looser, stages.choices))
        return None if columns is None else stages.choices.open[columns]

    return look


def _by_network(stages: Stages, outcome: dict[str, Any], entirely: bool) -> _Look:
    network = build_network(stages.rotation, stages.choices)
    standing = stand_by(stages, network, outcome, stages.rotation.objective)
    edges = Edges(network, stages.choices)

    def look(limit: Limit) -> Ints | None:
        edge, unit = edges.of(limit), unit_of(limit)
        most = network.most if entirely else 1
        bound = network.lower[edge] if unit == -1 else network.upper[edge]
        room = int(bound) if limit.key in ("min_seats", "pinned") else most
        found = standing
        for _ in range(min(most, room)):
            better = found.widened(edge, unit)
            if better is None:
                break
            found = better
        return None if found is standing else found.rows

    return look
