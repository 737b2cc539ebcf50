"""What it would cost to place each person who is not placed, choice by choice.

Forcing a choice closes a circle: the choice's edge, the shortest residual way from the post back to the
person, and what changes along it is the price. The ways to all unplaced people of one home end at one desk,
so one search back from each desk prices everybody's choices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.arrays import Ints
from matcher.errors import Refused
from matcher.flow.distances import measure
from matcher.rotation.changes import StageChange, first_change, first_changes
from matcher.rotation.choices import list_choices
from matcher.rotation.network import build_network, method_of
from matcher.rotation.prices import IntegerPrices
from matcher.rotation.problem import Rotation
from matcher.rotation.stages import Stages
from matcher.rotation.standing import matched_rows, stand_by


@dataclass(frozen=True, slots=True)
class ChoicePrice:
    """What it takes to give an unplaced executive a choice: the first stage before the lottery that changes.

    Where it is `possible` without any `change`, the lottery alone decided.
    """

    executive: str
    opportunity: str
    possible: bool
    change: StageChange | None


def price_choices(rotation: Rotation, outcome: dict[str, Any]) -> tuple[ChoicePrice, ...]:
    """For every executive who is not placed and each choice that could be given, by their ids, what placing
    the one in the other, in addition to every pin, would change in the best outcome.

    `outcome` is one of `rotation` that `verify` accepts. Where the round is a network, one search for each
    home serves all; an integer round is solved again for each choice. Raises `Refused` where the outcome is
    not an optimum.
    """
    if rotation.mechanism != "optimal" or outcome["status"] != "optimal":
        raise Refused("status", "only the choices in an optimal outcome have a price")
    stages = Stages(rotation, list_choices(rotation))
    choices = stages.choices
    placed = np.zeros(len(choices.executives), dtype=np.bool_)
    placed[choices.executive[matched_rows(choices, outcome)]] = True
    rows = choices.open[~placed[choices.executive[choices.open]]]
    ask = _by_network if method_of(rotation) == "network" else _by_programme
    found = zip(choices.pairs(rows), ask(stages, outcome, rows), strict=True)
    return tuple(ChoicePrice(*pair, *price) for pair, price in found)


_Price = tuple[bool, StageChange | None]


def _by_programme(stages: Stages, outcome: dict[str, Any], rows: Ints) -> Iterator[_Price]:
    before = matched_rows(stages.choices, outcome)
    prices = IntegerPrices(stages, before)
    for row in rows.tolist():
        after = prices.force(row)
        yield after is not None, None if after is None else first_change(stages, before, after)


def _by_network(stages: Stages, outcome: dict[str, Any], rows: Ints) -> Iterator[_Price]:
    network = build_network(stages.rotation, stages.choices)
    standing = stand_by(stages, network, outcome, stages.rotation.objective)
    edge = network.row.searchsorted(rows)
    lengths, possible = measure(standing, network.head[edge], network.tail[edge])
    lengths += standing.reduced(edge)
    changes = first_changes(stages, standing, np.where(possible, lengths, 0))
    return zip(possible.tolist(), changes, strict=True)
