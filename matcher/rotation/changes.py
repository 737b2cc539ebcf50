"""The stages that change from one outcome to another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np

from matcher.arrays import Ints
from matcher.flow.standing import Standing
from matcher.flow.step import Value
from matcher.rotation.stages import Stages


@dataclass(frozen=True, slots=True)
class StageChange:
    """What a stage is worth before and after, each by the ranks of its own round."""

    objective: str
    before: Value
    after: Value

    @property
    def better(self) -> bool | None:
        """Whether it is better afterwards, counted as the stage counts; `None` where it is the same."""
        if self.before == self.after:
            return None
        less_is_better = self.objective.endswith(("_total", "_fair"))
        before, after = _padded(self.before, self.after, in_front=self.objective.endswith("_fair"))
        return (after < before) == less_is_better


def first_change(stages: Stages, before: Ints, after: Ints) -> StageChange | None:
    """The first objective that changes from these matched rows to those; `None` where none does."""
    for name in stages.rotation.objective:
        change = StageChange(name, stages.value(name, before), stages.value(name, after))
        if change.before != change.after:
            return change
    return None


def first_changes(stages: Stages, standing: Standing, lengths: Ints) -> list[StageChange | None]:
    """The first objective that changes along simple circles of these lengths (folds, n) from what stands;
    `None` where none does."""
    rotation, changes = stages.rotation, standing.folded.unfold(lengths)
    names = [name for name in rotation.objective for step in stages.steps(name) if not step.settled]
    found: list[StageChange | None] = [None] * lengths.shape[1]
    before = np.zeros(lengths.shape[1], dtype=np.bool_)
    for name, of in groupby(enumerate(names), itemgetter(1)):
        mine = changes[[number for number, _ in of]]
        here = np.flatnonzero(mine.any(axis=0) & ~before)
        before[here] = True
        distinct, which = np.unique(mine[:, here], axis=1, return_inverse=True)
        value = stages.value(name, standing.rows)
        told = [StageChange(name, value, stages.moved(name, value, sums)) for sums in distinct.T.tolist()]
        for place, number in zip(here.tolist(), which.ravel().tolist(), strict=True):
            found[place] = told[number]
    return found


def _padded(one: Value, other: Value, *, in_front: bool) -> tuple[list[int], list[int]]:
    """Two values as lists of one length; ranks that one round does not have hold nobody there."""
    lists = [value if isinstance(value, list) else [value] for value in (one, other)]
    longest = max(map(len, lists))
    gaps = [[0] * (longest - len(value)) for value in lists]
    left, right = (gap + value if in_front else value + gap for gap, value in zip(gaps, lists, strict=True))
    return left, right
