"""The objectives of the `optimal` mechanism: what each stage minimises, and the value it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.arrays import Ints
from matcher.flow.step import Step, Value
from matcher.lottery import draws, scores
from matcher.rotation.choices import Choices
from matcher.rotation.problem import Rotation

TIE_BREAKS = ("lottery", "draw")
_WORST_WEIGHT = 101
"""`lottery` weighs a score by 101 - choice rank: a sheet has at most 100 items."""


@dataclass(frozen=True)
class Stages:
    """The stages of one round over its choices.

    Each objective is a sequence of steps, each a sum over the matched choices to be made as small as
    possible: one for a total, one for each class of a profile.
    """

    rotation: Rotation
    choices: Choices

    def names(self) -> tuple[str, ...]:
        """All stages in order, the tie-breaks last."""
        return (*self.rotation.objective, *TIE_BREAKS)

    def steps(self, objective: str) -> Iterator[Step]:
        """What to minimise, step by step."""
        if objective == "matched":
            yield Step(lambda people: np.full(len(people), -1), personal=True)
        elif objective == "priority":
            for priority in self._priorities:
                settled = priority == self._priorities[-1] and self._is_counted_before
                yield Step(_counter(self._priority, priority, -1), personal=True, settled=settled)
        elif objective in TIE_BREAKS:
            yield Step(self._lottery if objective == "lottery" else self._draw)
        elif objective.endswith("_total"):
            yield Step(self._rank(objective).__getitem__)
        else:
            ranks = range(1, self.greatest(objective) + 1)
            fair = objective.endswith("_fair")
            for rank in reversed(ranks) if fair else ranks:
                yield Step(_counter(self._rank(objective), rank, 1 if fair else -1))

    def value(self, objective: str, rows: Ints) -> Value:
        """What the stage reports when exactly these rows are matched."""
        if objective == "matched":
            return len(rows)
        if objective == "priority":
            held = self._priority[self.choices.executive[rows]]
            return [int((held == priority).sum()) for priority in self._priorities]
        if objective in TIE_BREAKS:
            weight = self._lottery if objective == "lottery" else self._draw
            return abs(int(weight(rows).sum()))
        rank = self._rank(objective)[rows]
        if objective.endswith("_total"):
            return int(rank.sum())
        counts: list[int] = np.bincount(rank, minlength=self.greatest(objective) + 1)[1:].tolist()
        return counts[::-1] if objective.endswith("_fair") else counts

    def greatest(self, objective: str) -> int:
        """R, the greatest rank of any eligible pair; 0 where there is none."""
        return int(self._rank(objective).max(initial=0))

    def _rank(self, objective: str) -> Ints:
        return self.choices.host_rank if objective.startswith("host") else self.choices.choice_rank

    @property
    def _is_counted_before(self) -> bool:
        """Whether `matched` stands before `priority`: then all classes but the last decide the last."""
        earlier = self.rotation.objective[: self.rotation.objective.index("priority")]
        return "matched" in earlier

    @cached_property
    def _priority(self) -> Ints:
        by_id = {executive.id: executive.priority for executive in self.rotation.executives}
        return np.array([by_id[id_] for id_ in self.choices.executives], dtype=np.int64)

    @cached_property
    def _priorities(self) -> list[int]:
        return sorted({executive.priority for executive in self.rotation.executives}, reverse=True)

    def _lottery(self, rows: Ints) -> Ints:
        executive, which = np.unique(self.choices.executive[rows], return_inverse=True)
        score = scores(self.rotation.seed, (self.choices.executives[e] for e in executive))
        return -score[which] * (_WORST_WEIGHT - self.choices.choice_rank[rows])

    def _draw(self, rows: Ints) -> Ints:
        return draws(self.rotation.seed, map(self.choices.pair, rows.tolist()))


def _counter(key: Ints, wanted: int, sign: int) -> Callable[[Ints], Ints]:
    return lambda index: np.where(key[index] == wanted, sign, 0)
