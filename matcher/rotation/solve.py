"""One round in, one outcome out: solved, checked by the verifier, explained."""

from __future__ import annotations

import time
from importlib.metadata import version
from typing import Any

from matcher.errors import Defect, Refused
from matcher.rotation.certify import check_outcome
from matcher.rotation.choices import Choices, list_choices
from matcher.rotation.conflict import find_conflict, list_candidates, tell_conflict
from matcher.rotation.metrics import list_matches, measure
from matcher.rotation.network import Network, build_network, not_a_network
from matcher.rotation.optimum import Optimum, Progress, find_flow, find_optimum, improve, silent
from matcher.rotation.problem import Rotation
from matcher.rotation.reasons import find_reasons, list_unmatched
from matcher.rotation.stages import TIE_BREAKS, Stages

_SOFTWARE = ("roundtrip", "networkx", "numpy", "scipy")


class _Watch:
    """CPU milliseconds of each phase, as the outcome reports them."""

    def __init__(self, read_ms: int) -> None:
        self.spent = dict.fromkeys(("read", "build", "solve", "prove", "explain"), 0) | {"read": read_ms}
        self._last = time.process_time()

    def lap(self, phase: str) -> None:
        now = time.process_time()
        self.spent[phase] += round((now - self._last) * 1000)
        self._last = now


def require_supported(rotation: Rotation) -> None:
    """Refuse what this version does not solve yet."""
    if rotation.mechanism == "stable":
        raise Refused("mechanism", "not yet: the stable mechanism is not part of this version")
    why = not_a_network(rotation.units)
    if why is not None:
        raise Refused("units", f"not yet: {why}; the integer method is not part of this version")


def solve(rotation: Rotation, *, progress: Progress = silent) -> dict[str, Any]:
    """Solve a rotation round exactly and return its `roundtrip.outcome/1` value.

    `progress(stage)` is called before each stage; what it raises ends the solve. An infeasible
    round gives an outcome of status `infeasible` with its conflict. Raises `Refused` for a mechanism or a
    kind of round this version does not solve, and `Defect` when the answer fails the verifier.
    """
    require_supported(rotation)
    watch = _Watch(rotation.read_ms)
    choices = list_choices(rotation)
    network = build_network(rotation, choices)
    stages = Stages(rotation, choices)
    watch.lap("build")
    before = find_optimum(network, stages, rotation.objective, progress)
    if before is None:
        outcome = _infeasible(rotation, choices, network)
        watch.lap("explain")
    else:
        optimum = improve(before, stages, TIE_BREAKS, progress)
        watch.lap("solve")
        reasons = find_reasons(network, stages, optimum, before)
        outcome = _optimal(stages, optimum, reasons)
        watch.lap("explain")
    outcome |= {"timings": watch.spent, "software": {name: version(name) for name in _SOFTWARE}}
    failures = check_outcome(rotation, outcome, choices, network).failures
    watch.lap("prove")
    if failures:
        raise Defect(failures)
    return outcome


def _head(rotation: Rotation, status: str) -> dict[str, Any]:
    return {
        "format": "roundtrip.outcome/1",
        "input_sha256": rotation.input_sha256,
        "snapshot_sha256": rotation.snapshot_sha256,
        "mechanism": "optimal",
        "method": "network",
        "status": status,
        "proved": True,
    }


def _optimal(stages: Stages, optimum: Optimum, reasons: dict[str, str]) -> dict[str, Any]:
    rotation, choices, rows = stages.rotation, stages.choices, optimum.rows
    return _head(rotation, "optimal") | {
        "stages": [{"objective": name, "value": stages.value(name, rows)} for name in stages.names()],
        "matches": list_matches(choices, rows),
        "unmatched": list_unmatched(rotation, choices, reasons),
        "metrics": measure(rotation, choices, rows, optimum.unique),
    }


def _infeasible(rotation: Rotation, choices: Choices, network: Network) -> dict[str, Any]:
    candidates = list_candidates(rotation, choices, network)
    conflict = find_conflict(network, candidates, lambda relaxed: find_flow(relaxed) is not None)
    return _head(rotation, "infeasible") | {
        "stages": [],
        "matches": [],
        "unmatched": [],
        "metrics": {},
        "conflict": tell_conflict(conflict),
    }
