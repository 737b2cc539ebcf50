"""The parts every outcome is made of."""

from __future__ import annotations

from typing import Any

from matcher.arrays import Ints
from matcher.outcome import FORMAT
from matcher.rotation.choices import Choices
from matcher.rotation.metrics import list_matches, measure
from matcher.rotation.problem import Rotation
from matcher.rotation.reasons import list_unmatched


def head(rotation: Rotation, method: str, status: str, proved: bool) -> dict[str, Any]:
    """What the outcome is an outcome of."""
    return {
        "format": FORMAT,
        "input_sha256": rotation.input_sha256,
        "snapshot_sha256": rotation.snapshot_sha256,
        "mechanism": rotation.mechanism,
        "method": method,
        "status": status,
        "proved": proved,
    }


def body(
    rotation: Rotation,
    choices: Choices,
    rows: Ints,
    reasons: dict[str, str],
    unique: bool,
    stages: list[dict[str, Any]],
) -> dict[str, Any]:
    """Stages, matches, people without a match, metrics."""
    return {
        "stages": stages,
        "matches": list_matches(choices, rows),
        "unmatched": list_unmatched(rotation, choices, reasons),
        "metrics": measure(rotation, choices, rows, unique),
    }


def infeasible(rotation: Rotation, method: str, conflict: list[dict[str, Any]]) -> dict[str, Any]:
    """An outcome that says only why there is none; proved where the round is a network round."""
    empty: dict[str, Any] = {"stages": [], "matches": [], "unmatched": [], "metrics": {}}
    return head(rotation, method, "infeasible", method == "network") | empty | {"conflict": conflict}
