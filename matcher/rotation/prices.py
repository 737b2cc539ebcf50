"""What it would have cost to give somebody a choice, and whether the lottery could have decided otherwise."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from matcher.arrays import Ints
from matcher.flow.face import whole
from matcher.flow.optimum import Optimum
from matcher.flow.prove import prove
from matcher.flow.standing import Ways
from matcher.rotation.integer import row_costs
from matcher.rotation.network import RoundNetwork, build_network, method_of
from matcher.rotation.programme import Programme, build_programme
from matcher.rotation.reasons import rows_of
from matcher.rotation.stages import Stages
from matcher.rotation.standing import matched_rows, stand_by
from matcher.rotation.steps import Steps
from matcher.verdict import Verdict


class Prices(Protocol):
    """Answers about a solved round in the stages before the lottery."""

    def force(self, row: int) -> Ints | None:
        """The rows matched by an optimum in which this row is matched in addition to every pin, or `None`."""

    def is_affected(self, executive: int) -> bool:
        """Whether some outcome equal in all stages before the lottery treats the executive differently."""


def find_prices(stages: Stages, outcome: dict[str, Any]) -> Prices:
    """By the method of the round, network or integer; `outcome` is one that `verify` accepts."""
    if method_of(stages.rotation) == "network":
        return NetworkPrices(stages, outcome)
    return IntegerPrices(stages, matched_rows(stages.choices, outcome))


class NetworkPrices:
    """On the network: one shortest-path search for the unplaced people of each home, and one for each person
    who is placed, from the optimum that the outcome is."""

    def __init__(self, stages: Stages, outcome: dict[str, Any]) -> None:
        self._stages = stages
        self.network: RoundNetwork = build_network(stages.rotation, stages.choices)
        self._standing = stand_by(stages, self.network, outcome, stages.rotation.objective)
        self._desks: dict[int, Ways] = {}
        self._last: tuple[int, Ways] | None = None

    @cached_property
    def _optimum(self) -> Optimum:
        """The optimum before the lottery, with its face."""
        flow = self._standing.flow
        start = Optimum(self.network, flow, whole(self.network, flow))
        found = prove(start, self._stages, self._stages.rotation.objective, Verdict())
        if found is None:
            raise AssertionError("what stands is proved")
        return found

    def force(self, row: int) -> Ints | None:
        standing, network = self._standing, self.network
        pair = int(network.row.searchsorted(row))
        person, post = int(network.tail[pair]), int(network.head[pair])
        entry = int(network.above[person])
        ways = self._ways_to(person) if standing.flow[entry] else self.ways_to_desk(int(network.tail[entry]))
        if not ways.reached[post]:
            return None
        flow = standing.along(standing.way(ways, post))
        flow[pair] = 1
        return replace(standing, flow=flow).rows

    def ways_to_desk(self, desk: int) -> Ways:
        """The ways to the node from which people of one home set out, kept for the next of them."""
        if desk not in self._desks:
            self._desks[desk] = self._standing.search(desk, backward=True)
        return self._desks[desk]

    def _ways_to(self, person: int) -> Ways:
        """The ways to one placed person, kept for the next choice of the same person."""
        if self._last is None or self._last[0] != person:
            self._last = person, self._standing.search(person, backward=True)
        return self._last[1]

    @cached_property
    def steps(self) -> Steps:
        """What a looser limit would do for somebody."""
        return Steps(self._stages, self.network, self._standing, self.ways_to_desk)

    def is_affected(self, executive: int) -> bool:
        face = self._optimum.face
        rows = self.network.row[face.edge[face.edge < len(self.network.row)]]
        return bool((self._stages.choices.executive[rows] == executive).any())


class IntegerPrices:
    """By integer programmes, one run of the stages more for each choice; `rows` are those matched."""

    def __init__(self, stages: Stages, rows: Ints) -> None:
        self._stages, self._rows = stages, rows

    def force(self, row: int) -> Ints | None:
        choices = self._stages.choices
        programme = build_programme(self._stages.rotation, choices)
        programme.pinned[np.searchsorted(choices.open, row)] = 1
        columns = solve_columns(self._stages, programme)
        return None if columns is None else choices.open[columns]

    def is_affected(self, executive: int) -> bool:
        choices = self._stages.choices
        programme = build_programme(self._stages.rotation, choices)
        held = np.isin(choices.open, self._rows)
        for name in self._stages.rotation.objective:
            for step in self._stages.steps(name):
                weight = row_costs(step, choices)
                programme.fix(weight, int(weight[held].sum()))
        mine = np.isin(choices.open, np.array(rows_of(choices, executive), dtype=np.int64))
        held &= mine
        cost = np.where(held, 1, 0) if held.any() else np.where(mine, -1, 0)
        answer = programme.minimise(cost)
        return answer is not None and answer.value < int(held.any())


def solve_columns(stages: Stages, programme: Programme) -> Ints | None:
    """The best columns over the stages before the lottery, their sums fixed in the programme; `None` where
    nothing satisfies it."""
    answer = programme.minimise(np.zeros(programme.columns, dtype=np.int64))
    for name in stages.rotation.objective if answer else ():
        for step in stages.steps(name):
            cost = row_costs(step, stages.choices)
            answer = programme.minimise(cost)
            if answer is None:
                raise AssertionError("a smaller sum than the last one exists, so some sum does")
            programme.fix(cost, answer.value)
    return None if answer is None else answer.columns
