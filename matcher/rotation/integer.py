"""The integer method: the stages one after the other as integer programmes, for rounds that are no network.

An optimum is what the solver states; its values, rules and bounds are checked, its proof is not re-made.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from matcher.arrays import Ints
from matcher.errors import Defect, OutOfTime
from matcher.flow.optimum import Progress
from matcher.flow.step import Step, Value
from matcher.outcome import Watch
from matcher.rotation.choices import Choices
from matcher.rotation.conflict import find_conflict
from matcher.rotation.outcome import body, head, infeasible
from matcher.rotation.problem import Rotation
from matcher.rotation.programme import Answer, Programme, build_programme
from matcher.rotation.reasons import plain_reasons
from matcher.rotation.stages import Stages

METHOD = "integer"


def solve_integer(
    stages: Stages, watch: Watch, progress: Progress, time_limit: float | None
) -> dict[str, Any]:
    """The outcome of a round by integer programmes; OutOfTime when `time_limit` seconds gave nothing."""
    rotation, choices = stages.rotation, stages.choices
    deadline = None if time_limit is None else time.monotonic() + time_limit
    programme = build_programme(rotation, choices)
    watch.lap("build")
    start = programme.minimise(np.zeros(programme.columns, dtype=np.int64), deadline)
    if start is None:
        conflict = find_conflict(rotation, lambda relaxed: holds(relaxed, choices))
        watch.lap("explain")
        return infeasible(rotation, METHOD, conflict)
    run = _Run(stages, programme, start, deadline)
    told = [run.stage(name) for name in stages.names() if progress(name) is None]
    rows = choices.open[run.columns]
    proved = not any("bound" in stage for stage in told)
    unique = proved and _is_unique(programme, run.columns, deadline)
    watch.lap("solve")
    nobody = np.zeros(len(choices.executives), dtype=np.bool_)
    reasons = {id_: why or "limits" for id_, why in plain_reasons(choices, rows, nobody).items()}
    status = "optimal" if proved else "feasible"
    found = head(rotation, METHOD, status, False) | body(rotation, choices, rows, reasons, unique, told)
    watch.lap("explain")
    return found


def holds(rotation: Rotation, choices: Choices) -> bool:
    """Whether any placement keeps every limit and pin."""
    programme = build_programme(rotation, choices)
    return programme.minimise(np.zeros(programme.columns, dtype=np.int64)) is not None


def _is_unique(programme: Programme, columns: Ints, deadline: float | None) -> bool:
    """Whether no other set of columns keeps every sum; out of time, nothing is claimed."""
    try:
        zero = np.zeros(programme.columns, dtype=np.int64)
        return programme.minimise(zero, deadline, other_than=columns) is None
    except OutOfTime:
        return False


class _Run:
    """The stages of one solve: the best columns so far, and whether every stage so far is proved."""

    def __init__(self, stages: Stages, programme: Programme, start: Answer, deadline: float | None) -> None:
        self._stages, self._programme, self._deadline = stages, programme, deadline
        self._proved = True
        self.columns = start.columns

    def stage(self, name: str) -> dict[str, Any]:
        """Optimise one stage as far as time allows and report it."""
        first: int | None = None
        for number, step in enumerate(self._stages.steps(name)):
            least = self._improve(row_costs(step, self._stages.choices)) if self._proved else None
            first = least if number == 0 else first
        value = self._stages.value(name, self._stages.choices.open[self.columns])
        told = {"objective": name, "value": value}
        return told if self._proved else told | {"bound": bound(self._stages, name, first)}

    def _improve(self, cost: Ints) -> int | None:
        """Make one sum as small as possible and keep it; the bound that holds for it, if there is one."""
        try:
            answer = self._programme.minimise(cost, self._deadline)
        except OutOfTime:
            self._proved = False
            return None
        if answer is None:
            raise Defect(["the solver finds nothing where it found something before"])
        self.columns = answer.columns
        self._proved = answer.bound == answer.value
        if self._proved:
            self._programme.fix(cost, answer.value)
        return answer.bound


def bound(stages: Stages, name: str, first: int | None) -> Value:
    """A bound on a stage that is not proved, shaped like its value.

    `first` is the solver's bound on the first sum of the stage, where it has one; every other sum is bounded
    by what nobody can pass: 0 where less is better, else everybody's best at once.
    """
    found = [_reach(stages, step) for step in stages.steps(name)]
    if first is not None and found:
        found[0] = min(found[0], -first) if found[0] else max(first, 0)
    value = stages.value(name, np.zeros(0, dtype=np.int64))
    return found if isinstance(value, list) else found[0]


def _reach(stages: Stages, step: Step) -> int:
    best = np.zeros(len(stages.choices.executives), dtype=np.int64)
    np.minimum.at(best, stages.choices.executive[stages.choices.open], row_costs(step, stages.choices))
    return int(-best.sum())


def row_costs(step: Step, choices: Choices) -> Ints:
    """The cost of each open row of the choices."""
    return step.weight(choices.executive[choices.open] if step.personal else choices.open)
