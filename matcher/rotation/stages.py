"""The objectives of the `optimal` mechanism: what each stage minimises, and the value it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

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
                settled = priority == self._priorities[-1] and self._is_counted_before(objective)
                yield Step(_counter(self._priority, priority, -1), personal=True, settled=settled)
        elif objective in TIE_BREAKS:
            yield Step(self._lottery if objective == "lottery" else self._draw)
        elif objective.endswith("_total"):
            settled = self._is_one_rank(objective) and self._is_counted_before(objective)
            yield Step(self._rank(objective).__getitem__, settled=settled)
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

    def moved(self, objective: str, value: Value, sums: list[int]) -> Value:
        """What the stage reports when its sums, the settled left out, change by these and no stage before
        does."""
        if isinstance(value, int):
            return value + sums[0] if objective.endswith("_total") else value - sums[0]
        settled = [-sum(sums)] if len(sums) < len(value) else []
        sign = 1 if objective.endswith("_fair") else -1
        return [count + sign * change for count, change in zip(value, sums + settled, strict=True)]

    def greatest(self, objective: str) -> int:
        """R, the greatest rank of any eligible pair; 0 where there is none."""
        return int(self._rank(objective).max(initial=0))

    def _rank(self, objective: str) -> Ints:
        return self.choices.host_rank if objective.startswith("host") else self.choices.choice_rank

    def _is_counted_before(self, objective: str) -> bool:
        """Whether `matched` stands before: then all classes of priority but the last decide the last, and
        ranks that are all the same have nothing to decide."""
        return "matched" in self.rotation.objective[: self.rotation.objective.index(objective)]

    def _is_one_rank(self, objective: str) -> bool:
        rank = self._rank(objective)
        return bool((rank[rank > 0] == self.greatest(objective)).all())

    @cached_property
    def _priority(self) -> Ints:
        people = sorted(self.rotation.executives, key=attrgetter("id"))
        return np.array([person.priority for person in people], dtype=np.int64)

    @cached_property
    def _priorities(self) -> list[int]:
        found: list[int] = np.unique(self._priority)[::-1].tolist()
        return found

    def _lottery(self, rows: Ints) -> Ints:
        people = self.choices.executive[rows]
        new = np.unique(people[self._scores[people] < 0])
        self._scores[new] = scores(self.rotation.seed, map(self.choices.executives.__getitem__, new.tolist()))
        return -self._scores[people] * (_WORST_WEIGHT - self.choices.choice_rank[rows])

    def _draw(self, rows: Ints) -> Ints:
        new = rows[self._draws[rows] < 0]
        self._draws[new] = draws(self.rotation.seed, self.choices.pairs(new))
        return self._draws[rows]

    @cached_property
    def _scores(self) -> Ints:
        """The score of each executive who was asked for, else -1: hashing takes its time."""
        return np.full(len(self.choices.executives), -1, dtype=np.int64)

    @cached_property
    def _draws(self) -> Ints:
        """The draw of each row that was asked for, else -1."""
        return np.full(len(self.choices.executive), -1, dtype=np.int64)


def _counter(key: Ints, wanted: int, sign: int) -> Callable[[Ints], Ints]:
    return lambda index: np.where(key[index] == wanted, sign, 0)
