"""The same three questions for rounds and for sweeps: solve it, verify it, explain it."""

from __future__ import annotations

from typing import Any

from matcher.flow.optimum import Progress, silent
from matcher.mentoring import certify as sweep_certify
from matcher.mentoring import explain as sweep_account
from matcher.mentoring import solve as sweep_solve
from matcher.mentoring.problem import Sweep
from matcher.rotation import certify
from matcher.rotation import explain as account
from matcher.rotation import solve as round_solve
from matcher.rotation.problem import Rotation
from matcher.verdict import Verdict


def solve(
    problem: Rotation | Sweep, *, progress: Progress = silent, time_limit: float | None = None
) -> dict[str, Any]:
    """Solve a round or a sweep and return its `roundtrip.outcome/1` value; see the two `solve` modules."""
    if isinstance(problem, Sweep):
        return sweep_solve.solve(problem, progress=progress)
    return round_solve.solve(problem, progress=progress, time_limit=time_limit)


def verify(problem: Rotation | Sweep, outcome: object) -> Verdict:
    """Check an outcome against its file, without calling an optimiser."""
    if isinstance(problem, Sweep):
        return sweep_certify.verify(problem, outcome)
    return certify.verify(problem, outcome)


def explain(problem: Rotation | Sweep, outcome: dict[str, Any], id_: str) -> dict[str, Any]:
    """The account of one executive, or of one request, in an outcome that `verify` accepts."""
    if isinstance(problem, Sweep):
        return sweep_account.explain(problem, outcome, id_)
    return account.explain(problem, outcome, id_)
