"""The parts of a sweep's outcome."""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher.arrays import Ints
from matcher.mentoring.pairs import Pairs
from matcher.mentoring.problem import Sweep
from matcher.mentoring.stages import Stages
from matcher.outcome import FORMAT


def stage_names(sweep: Sweep) -> tuple[str, ...]:
    """All stages in order, the tie-break last."""
    return (*sweep.objective, "draw")


def head(sweep: Sweep, status: str) -> dict[str, Any]:
    """What the outcome is an outcome of."""
    return {
        "format": FORMAT,
        "input_sha256": sweep.input_sha256,
        "snapshot_sha256": sweep.snapshot_sha256,
        "mechanism": "sweep",
        "method": "network",
        "status": status,
        "proved": True,
    }


def list_matches(pairs: Pairs, rows: Ints) -> list[dict[str, Any]]:
    """The `matches`, sorted by request."""
    rows = np.sort(rows)
    named = zip(pairs.named(rows), pairs.points[rows].tolist(), strict=True)
    return [{"request": pair[0], "mentor": pair[1], "points": points} for pair, points in named]


def measure(stages: Stages, rows: Ints, unique: bool) -> dict[str, Any]:
    """The `metrics`."""
    values = {name: stages.value(name, rows) for name in ("served", "points", "floor")}
    return values | {"unique": unique}


def list_unmatched(reasons: dict[str, str]) -> list[dict[str, Any]]:
    """The `unmatched`, sorted by request."""
    return [{"request": id_, "reason": reasons[id_]} for id_ in sorted(reasons)]


def body(
    stages: Stages, rows: Ints, reasons: dict[str, str], unique: bool, told: list[dict[str, Any]]
) -> dict[str, Any]:
    """Stages, matches, unserved requests, metrics."""
    return {
        "stages": told,
        "matches": list_matches(stages.pairs, rows),
        "unmatched": list_unmatched(reasons),
        "metrics": measure(stages, rows, unique),
    }
