"""Which single limit, loosened by one, would have placed somebody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from matcher.arrays import Flags, Ints
from matcher.flow.standing import Standing, Ways, below
from matcher.rotation.choices import Choices
from matcher.rotation.limits import Limit, list_limits
from matcher.rotation.network import Kind, RoundNetwork
from matcher.rotation.problem import Rotation
from matcher.rotation.stages import Stages

_DESKS: dict[str, Kind] = {"max_out": "max_out", "max_in": "max_in", "net_min": "net", "net_max": "net"}
_LEAST = ("min_seats", "net_min", "pinned")


def loosen(rotation: Rotation, limit: Limit) -> Rotation:
    """The same round with one figure looser by one."""
    figure: dict[str, Any] = {limit.key: limit.figure + unit_of(limit)}
    if limit.key in _DESKS:
        units = tuple(replace(unit, **figure) if unit.id == limit.of else unit for unit in rotation.units)
        return replace(rotation, units=units)
    posts = tuple(replace(p, **figure) if p.id == limit.of else p for p in rotation.opportunities)
    return replace(rotation, opportunities=posts)


def unit_of(limit: Limit) -> int:
    """+1 where a looser limit lets one more flow, -1 where it lets one less."""
    return -1 if limit.key in _LEAST else 1


class Edges:
    """The edge of the network that each limit and pin is the bound of."""

    def __init__(self, network: RoundNetwork, choices: Choices) -> None:
        self._network, self._choices = network, choices
        self._seats = {id_: network.seats.start + n for n, id_ in enumerate(choices.opportunities)}

    def of(self, limit: Limit) -> int:
        """The number of the edge."""
        if isinstance(limit.of, tuple):
            return int(self._network.row.searchsorted(self._choices.rows([limit.of])[0]))
        if limit.key in _DESKS:
            return self._network.desks[_DESKS[limit.key], limit.of]
        return int(self._seats[limit.of])


class Steps:
    """The limits of one network round that are used up, for questions about one person after the other.

    `ways_to_desk` gives the ways to the node from which people of one home set out.
    """

    def __init__(
        self,
        stages: Stages,
        network: RoundNetwork,
        standing: Standing,
        ways_to_desk: Callable[[int], Ways],
    ) -> None:
        self._network, self._standing, self._ways_to_desk = network, standing, ways_to_desk
        edges = Edges(network, stages.choices)
        limits = [limit for limit in list_limits(stages.rotation) if limit.key != "pinned"]
        edge = np.array([edges.of(limit) for limit in limits], dtype=np.int64)
        unit = np.array([unit_of(limit) for limit in limits], dtype=np.int64)
        bound = np.where(unit == 1, network.upper[edge], network.lower[edge])
        nothing = np.array(
            [limit.key == "min_seats" and limit.figure == 0 for limit in limits], dtype=np.bool_
        )
        used_up = np.flatnonzero((standing.flow[edge] == bound) & ~nothing)
        self._limits = [limits[place] for place in used_up.tolist()]
        edge, forward = edge[used_up], unit[used_up] == 1
        tail, head = network.tail[edge], network.head[edge]
        self._start, self._end = np.where(forward, tail, head), np.where(forward, head, tail)
        self._length = unit[used_up] * standing.reduced(edge)
        self._ways: dict[int, Ways] = {}

    def find(self, executive: int) -> list[str]:
        """The paths of every limit whose loosening by one places an executive (by number), whom no outcome
        equal in all stages before the lottery places, in some outcome optimal in these stages.

        A looser limit adds one residual edge. It places the person exactly when the shortest cycle through
        this edge is not above zero and one of the shortest passes the edge to the person too.
        """
        edge = self._network.people.start + executive
        person, home = int(self._network.head[edge]), int(self._network.tail[edge])
        onward, back = self._standing.search(person), self._ways_to_desk(home)
        through = self._length + onward.distance[:, self._start] + back.distance[:, self._end]
        through += self._standing.reduced(np.array([edge]))
        zero = np.zeros(len(through), dtype=np.int64)
        candidates = onward.reached[self._start] & back.reached[self._end] & ~_above(through, zero)
        return [
            self._limits[place].path
            for place in np.flatnonzero(candidates).tolist()
            if np.array_equal(through[:, place], self._shortest(place))
        ]

    def _shortest(self, place: int) -> Ints:
        """The length of the shortest cycle through the edge that one looser limit adds."""
        start, end = int(self._start[place]), int(self._end[place])
        if end not in self._ways:
            self._ways[end] = self._standing.search(end)
        found: Ints = self._length[:, place] + self._ways[end].distance[:, start]
        return found


def _above(lengths: Ints, than: Ints) -> Flags:
    return below(-lengths, -than)
