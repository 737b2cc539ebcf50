"""What comes of serving one request after the other: the yardstick beside the optimum of a sweep."""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher.mentoring.outcome import list_matches
from matcher.mentoring.pairs import list_pairs
from matcher.mentoring.problem import Sweep
from matcher.mentoring.stages import Stages


def serve_one_by_one(sweep: Sweep) -> dict[str, Any]:
    """Each request takes the best mentor left, the most urgent first and among equals in the order of the
    file; of equal mentors the lower id. Pins are not looked at.

    Returns `matches` and the `metrics` `served`, `points` and `floor`, as an outcome has them.
    """
    pairs = list_pairs(sweep)
    order = sorted(sweep.requests, key=lambda request: -request.urgency)
    place = {request: n for n, request in enumerate(pairs.requests)}
    free, rows = pairs.capacity.copy(), []
    for request in order:
        mine = np.flatnonzero(pairs.request == place[request.id])
        mine = mine[free[pairs.mentor[mine]] > 0]
        if len(mine):
            row = int(mine[np.argmax(pairs.points[mine])])
            free[pairs.mentor[row]] -= 1
            rows.append(row)
    found = np.array(sorted(rows), dtype=np.int64)
    stages = Stages(sweep.seed, pairs)
    metrics = {name: stages.value(name, found) for name in ("served", "points", "floor")}
    return {"matches": list_matches(pairs, found), "metrics": metrics}
