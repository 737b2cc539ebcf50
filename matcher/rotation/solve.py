"""One round in, one outcome out: solved, checked by the verifier, explained."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from matcher.errors import Defect
from matcher.flow.optimum import Progress, find_flow, find_optimum, improve, silent
from matcher.outcome import Watch, signature
from matcher.rotation.certify import check_outcome
from matcher.rotation.choices import Choices, list_choices
from matcher.rotation.conflict import find_conflict
from matcher.rotation.integer import holds, solve_integer
from matcher.rotation.limits import find_broken
from matcher.rotation.network import build_network, method_of
from matcher.rotation.outcome import body, head, infeasible
from matcher.rotation.problem import Rotation
from matcher.rotation.reasons import find_reasons, plain_reasons
from matcher.rotation.stable import defer, open_market
from matcher.rotation.stages import TIE_BREAKS, Stages


def solve(
    rotation: Rotation, *, progress: Progress = silent, time_limit: float | None = None
) -> dict[str, Any]:
    """Solve a rotation round and return its `roundtrip.outcome/1` value.

    `progress(stage)` is called before each stage; what it raises ends the solve. `time_limit`, in seconds of
    wall-clock, ends the integer method with the best outcome found (status `feasible`); the others ignore
    it. An infeasible round gives an outcome of status `infeasible` with its conflict. Raises `OutOfTime` when
    the integer method found nothing in time, and `Defect` when the answer fails the verifier.
    """
    watch = Watch(rotation.read_ms)
    stages = Stages(rotation, list_choices(rotation))
    method = method_of(rotation)
    if method == "network":
        outcome = _by_network(stages, watch, progress)
    elif method == "integer":
        outcome = solve_integer(stages, watch, progress, time_limit)
    else:
        outcome = _by_acceptance(stages, watch)
    outcome |= signature(watch)
    failures = check_outcome(stages, outcome).failures
    watch.lap("prove")
    if failures:
        raise Defect(failures)
    return outcome


def _by_network(stages: Stages, watch: Watch, progress: Progress) -> dict[str, Any]:
    rotation, choices = stages.rotation, stages.choices
    network = build_network(rotation, choices)
    watch.lap("build")
    before = find_optimum(network, stages, rotation.objective, progress)
    if before is None:
        conflict = find_conflict(rotation, lambda relaxed: _holds(relaxed, choices))
        watch.lap("explain")
        return infeasible(rotation, "network", conflict)
    optimum = improve(before, stages, TIE_BREAKS, progress)
    watch.lap("solve")
    rows = optimum.rows
    told = [{"objective": name, "value": stages.value(name, rows)} for name in stages.names()]
    reasons = find_reasons(network, stages, optimum, before)
    found = head(rotation, "network", "optimal", True) | body(
        rotation, choices, rows, reasons, optimum.unique, told
    )
    watch.lap("explain")
    return found


def can_hold(rotation: Rotation) -> bool:
    """Whether any placement keeps every limit and pin: what `solve` finds out first, without its optimum and,
    where there is none, without the search for a conflict."""
    choices, method = list_choices(rotation), method_of(rotation)
    if method == "network":
        return _holds(rotation, choices)
    return method != "integer" or holds(rotation, choices)


def find_clash(rotation: Rotation) -> list[dict[str, Any]]:
    """The conflict of a round that no placement can keep, as an outcome tells it; empty where none is found.

    It is looked for where the limits are a network. Where they cross, the balances are left out, since each
    question would ask for an integer programme: what is found then is a conflict, but there may be others.
    """
    if method_of(rotation) == "integer":
        units = tuple(replace(unit, net_min=None, net_max=None) for unit in rotation.units)
        rotation = replace(rotation, units=units)
    choices = list_choices(rotation)
    if _holds(rotation, choices):
        return []
    return find_conflict(rotation, lambda relaxed: _holds(relaxed, choices))


def _holds(rotation: Rotation, choices: Choices) -> bool:
    return find_flow(build_network(rotation, choices)) is not None


def _by_acceptance(stages: Stages, watch: Watch) -> dict[str, Any]:
    rotation, choices = stages.rotation, stages.choices
    market = open_market(rotation, choices)
    watch.lap("build")
    rows = defer(choices, market)
    watch.lap("solve")
    nobody = np.zeros(len(choices.executives), dtype=np.bool_)
    reasons = {id_: why or "beaten" for id_, why in plain_reasons(choices, rows, nobody).items()}
    broken = find_broken(rotation, choices, rows)
    found = head(rotation, "deferred-acceptance", "stable", True)
    found |= body(rotation, choices, rows, reasons, True, []) | {"broken_limits": broken}
    watch.lap("explain")
    return found
