"""One sweep in, one outcome out: solved, checked by the verifier, explained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from matcher.errors import Defect
from matcher.flow.network import Network
from matcher.flow.optimum import Progress, silent
from matcher.mentoring.certify import check_outcome
from matcher.mentoring.conflict import find_conflict
from matcher.mentoring.optimum import Solved, solve_stages, without_urgency
from matcher.mentoring.outcome import body, head, stage_names
from matcher.mentoring.pairs import Pairs, build_network, list_pairs
from matcher.mentoring.problem import Sweep
from matcher.mentoring.stages import Stages
from matcher.outcome import Watch, signature


def solve(sweep: Sweep, *, progress: Progress = silent) -> dict[str, Any]:
    """Solve a mentoring sweep exactly and return its `roundtrip.outcome/1` value.

    `progress(stage)` is called before each stage; what it raises ends the solve. Raises `Defect` when the
    answer fails the verifier.
    """
    watch = Watch(sweep.read_ms)
    pairs = list_pairs(sweep)
    network, stages = build_network(pairs), Stages(sweep.seed, pairs)
    watch.lap("build")
    solved = solve_stages(pairs, network, stages, sweep.objective, progress)
    watch.lap("solve")
    if solved is None:
        conflict = [{"path": limit.path, "text": limit.text} for limit in find_conflict(sweep)]
        empty: dict[str, Any] = {"stages": [], "matches": [], "unmatched": [], "metrics": {}}
        outcome = head(sweep, "infeasible") | empty | {"conflict": conflict}
    else:
        rows = solved.last.rows
        told = [{"objective": name, "value": stages.value(name, rows)} for name in stage_names(sweep)]
        reasons = find_reasons(sweep, pairs, network, stages, solved)
        outcome = head(sweep, "optimal") | body(stages, rows, reasons, solved.last.unique, told)
    watch.lap("explain")
    outcome |= signature(watch)
    failures = check_outcome(sweep, outcome, pairs).failures
    watch.lap("prove")
    if failures:
        raise Defect(failures)
    return outcome


def find_reasons(
    sweep: Sweep, pairs: Pairs, network: Network, stages: Stages, solved: Solved
) -> dict[str, str]:
    """Why each unserved request is not served: the first of the reasons that applies."""
    served = np.zeros(len(pairs.requests), dtype=np.bool_)
    served[pairs.request[solved.last.rows]] = True
    listed = np.bincount(pairs.request, minlength=len(pairs.requests)) > 0
    found = {pairs.requests[n]: "no_pairs" for n in np.flatnonzero(~served & ~listed)}
    left = np.flatnonzero(~served & listed)
    equal = without_urgency(pairs)
    others: list[tuple[str, Pairs, Sequence[str]]] = [("urgency", equal, sweep.objective)]
    if "floor" in sweep.objective:
        others.insert(0, ("floor", pairs, ("served", "points")))
    placeable = solved.before.placeable()
    found |= {pairs.requests[n]: "draw" for n in left if placeable[n]}
    left = left[~placeable[left]]
    for reason, other, objective in others:
        if not len(left):
            break
        again = solve_stages(other, network, Stages(sweep.seed, other), objective)
        if again is None:
            raise AssertionError("pins and capacities are the same as before")
        placeable = again.before.placeable()
        found |= {pairs.requests[n]: reason for n in left if placeable[n]}
        left = left[~placeable[left]]
    return found | {pairs.requests[n]: "capacity" for n in left}
