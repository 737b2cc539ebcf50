"""A round as an integer programme, for rounds whose limits are no network.

One column a choice that can be matched; rows for people, seats, and each limit of a unit. No status of the
solver is believed: every answer is rounded and checked in integers before it counts.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from matcher.arrays import Ints
from matcher.errors import Defect, OutOfTime
from matcher.rotation.choices import Choices
from matcher.rotation.eligibility import lines
from matcher.rotation.problem import Rotation

_DIGIT = 2**15
"""Sums with greater weights are kept equal digit by digit: the solver's tolerance would blur them."""


_OPTIMAL, _OUT_OF_TIME, _IMPOSSIBLE = 0, 1, 2
"""SciPy's status of `milp`."""


@dataclass(frozen=True)
class Answer:
    """What one run of the solver gave: the columns that are 1, and a bound on the sum it minimised."""

    columns: Ints
    value: int
    bound: int | None


@dataclass
class Programme:
    """Rows `lower ≤ matrix @ x ≤ upper` over the columns, and the sums that earlier stages fixed."""

    columns: int
    matrix: csr_array
    lower: Ints
    upper: Ints
    pinned: Ints
    fixed: list[tuple[Ints, int]] = field(default_factory=list)

    def minimise(
        self, cost: Ints, deadline: float | None = None, other_than: Ints | None = None
    ) -> Answer | None:
        """The least `cost` (columns,) under all rows and fixed sums; `None` where nothing satisfies them.

        `deadline` is an instant of `time.monotonic`; raises OutOfTime when it passes without an answer, and
        Defect when the solver fails or its answer does not hold.
        `other_than` (columns,) is one set of columns that is no answer.
        """
        if not self.columns:
            return self._nothing(other_than)
        constraints, width = self._constraints(other_than)
        left = np.inf if deadline is None else max(deadline - time.monotonic(), 0.001)
        carries = width - self.columns
        found = milp(
            np.concatenate([cost, np.zeros(carries)]).astype(float),
            integrality=np.ones(width, dtype=np.int64),
            bounds=Bounds(
                np.concatenate([self.pinned, np.zeros(carries)]),
                np.concatenate([np.ones(self.columns), np.full(carries, self.columns)]),
            ),
            constraints=constraints,
            options={"mip_rel_gap": 0, "time_limit": left},
        )
        if found.status == _IMPOSSIBLE:
            return None
        if found.x is None:
            if found.status == _OUT_OF_TIME:
                raise OutOfTime
            raise Defect([f"the solver gives no answer: {found.message}"])
        x = np.rint(found.x[: self.columns]).astype(np.int64)
        self._check(x)
        value = int(cost @ x)
        if found.status == _OPTIMAL:
            return Answer(np.flatnonzero(x), value, value)
        return Answer(np.flatnonzero(x), value, _rounded_up(found.mip_dual_bound, value))

    def _nothing(self, other_than: Ints | None) -> Answer | None:
        """The answer where there are no columns: nothing at all, if the rows allow it."""
        holds = ((self.lower <= 0) & (self.upper >= 0)).all() and other_than is None
        return Answer(np.zeros(0, dtype=np.int64), 0, 0) if holds else None

    def fix(self, cost: Ints, value: int) -> None:
        """Keep the sum of `cost` (columns,) at `value` from now on."""
        self.fixed.append((cost, value))

    def _check(self, x: Ints) -> None:
        sums = self.matrix @ x
        kept = (self.lower <= sums) & (sums <= self.upper)
        if not kept.all() or any(int(cost @ x) != value for cost, value in self.fixed):
            raise Defect(["the solver's answer breaks a row once it is rounded"])

    def _constraints(self, other_than: Ints | None) -> tuple[list[LinearConstraint], int]:
        """All rows, and how many columns they have with the carries of the digits."""
        rows: list[Ints] = []
        values: list[int] = []
        great = [n for n, (cost, _) in enumerate(self.fixed) if np.abs(cost).max(initial=0) >= _DIGIT]
        width = self.columns + len(great)
        for number, (cost, value) in enumerate(self.fixed):
            if number in great:
                carry = self.columns + great.index(number)
                digit, rest = np.divmod(cost, _DIGIT)
                rows += [_widened(digit, width, carry, 1), _widened(rest, width, carry, -_DIGIT)]
                values += divmod(value, _DIGIT)
            else:
                rows.append(_widened(cost, width))
                values.append(value)
        shape = (self.matrix.shape[0], width)
        wide = csr_array((self.matrix.data, self.matrix.indices, self.matrix.indptr), shape)
        found = [LinearConstraint(wide, self.lower, self.upper)]
        if rows:
            found.append(LinearConstraint(csr_array(np.array(rows)), values, values))
        if other_than is not None:
            inside = np.ones(self.columns, dtype=np.int64)
            inside[other_than] = -1
            found.append(LinearConstraint(_widened(inside, width), 1 - len(other_than), np.inf))
        return found, width


def _widened(weights: Ints, width: int, carry: int = 0, weight: int = 0) -> Ints:
    row = np.zeros(width, dtype=np.int64)
    row[: len(weights)] = weights
    row[carry] += weight
    return row


def _rounded_up(bound: float | None, value: int) -> int | None:
    """A bound on an integer sum: the next integer, never beyond what was found."""
    return None if bound is None or not np.isfinite(bound) else min(int(np.ceil(bound - 1e-6)), value)


def build_programme(rotation: Rotation, choices: Choices) -> Programme:
    """The programme of a round."""
    rows = choices.open
    table = _Table(len(choices.executives) + 1)
    for columns in _groups(choices.executive[rows]).values():
        table.add(dict.fromkeys(columns, 1), None, 1)
    of_post = _groups(choices.opportunity[rows])
    number_of = {id_: n for n, id_ in enumerate(choices.opportunities)}
    for post in rotation.opportunities:
        columns = of_post.get(number_of[post.id], [])
        table.add(dict.fromkeys(columns, 1), post.min_seats, post.seats)
    leaves, enters = _crossings(rotation, choices)
    for unit in rotation.units:
        out, into = Counter(leaves.get(unit.id, ())), Counter(enters.get(unit.id, ()))
        net = into.copy()
        net.subtract(out)
        for weights, least, most in (
            (out, None, unit.max_out),
            (into, None, unit.max_in),
            (net, unit.net_min, unit.net_max),
        ):
            if least is not None or most is not None:
                table.add(weights, least, most)
    return Programme(
        columns=len(rows),
        matrix=table.matrix(len(rows)),
        lower=np.array(table.lower, dtype=np.int64),
        upper=np.array(table.upper, dtype=np.int64),
        pinned=np.isin(rows, choices.rows(rotation.pinned)).astype(np.int64),
    )


def _groups(keys: Ints) -> dict[int, list[int]]:
    """The columns of each key."""
    found: dict[int, list[int]] = {}
    for column, key in enumerate(keys.tolist()):
        found.setdefault(key, []).append(column)
    return found


def _crossings(rotation: Rotation, choices: Choices) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """For each unit the columns that leave its subtree and those that enter it."""
    ways = lines(rotation.units)
    homes = {e.id: e.home for e in rotation.executives}
    hosts = {a.id: a.host for a in rotation.opportunities}
    leaves: dict[str, list[int]] = {}
    enters: dict[str, list[int]] = {}
    for column, row in enumerate(choices.open.tolist()):
        executive, opportunity = choices.pair(row)
        for unit in ways[homes[executive]]:
            leaves.setdefault(unit, []).append(column)
        for unit in ways[hosts[opportunity]]:
            enters.setdefault(unit, []).append(column)
    return leaves, enters


class _Table:
    """Rows being gathered; figures are clamped to ±`most`, which no sum can pass."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: list[tuple[int, int, int]] = []
        self.lower: list[int] = []
        self.upper: list[int] = []

    def add(self, weights: Mapping[int, int], least: int | None, most: int | None) -> None:
        """One row: its weights by column, and its bounds."""
        self._entries += [(len(self.lower), column, weight) for column, weight in weights.items() if weight]
        self.lower.append(-self._most if least is None else max(-self._most, min(least, self._most)))
        self.upper.append(self._most if most is None else max(-self._most, min(most, self._most)))

    def matrix(self, columns: int) -> csr_array:
        """All rows."""
        row, column, weight = np.array(self._entries, dtype=np.int64).reshape(-1, 3).T
        return csr_array((weight, (row, column)), shape=(len(self.lower), columns))
