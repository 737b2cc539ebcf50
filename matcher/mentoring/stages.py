"""The stages of a sweep: what each makes as small as possible, and the value it reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.arrays import Ints
from matcher.flow.step import Step, Value
from matcher.lottery import draws
from matcher.mentoring.pairs import Pairs


@dataclass(frozen=True)
class Stages:
    """The stages of one sweep. `floor` is no sum: the solver finds it, here it is only reported."""

    seed: str
    pairs: Pairs

    def steps(self, name: str) -> Iterator[Step]:
        """What to minimise, step by step."""
        if name == "served":
            for urgency in self.pairs.classes:
                yield Step(self._in_class(urgency).__getitem__, personal=True)
        elif name == "points":
            yield Step((-self.pairs.points).__getitem__)
        elif name == "draw":
            yield Step(self._draw)

    def value(self, name: str, rows: Ints) -> Value:
        """What the stage reports when exactly these rows are matched."""
        if name == "served":
            held = self.pairs.urgency[self.pairs.request[rows]]
            return [int((held == urgency).sum()) for urgency in self.pairs.classes]
        if name == "floor":
            return self.pairs.floor(rows)
        weights = self.pairs.points[rows] if name == "points" else self._draw(rows)
        return int(weights.sum())

    def _in_class(self, urgency: int) -> Ints:
        return np.where(self.pairs.urgency == urgency, -1, 0)

    def _draw(self, rows: Ints) -> Ints:
        return draws(self.seed, self.pairs.named(rows))
