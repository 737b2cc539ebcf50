"""The same stages by integer programming, for rounds too large to search through.

It shares the oracle's reading of the rules and nothing of the engine. It knows nothing of networks, so where
both agree two formulations do that have only the file format in common.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.matcher.oracle.eligibility import Json, Pair, eligible_pairs
from tests.matcher.oracle.limits import LEAST, added, limits
from tests.matcher.oracle.lottery import draw, score
from tests.matcher.oracle.search import DEFAULT_OBJECTIVE

Row = tuple[list[int], float, float]
Weights = NDArray[np.int64]


def stage_values(rotation: Json) -> list[list[int]] | None:
    """The optimal sums of every stage, tie-breaks included; none where the round cannot hold.

    A stage that counts has one sum a count, in the order in which the counts matter.
    """
    eligible = eligible_pairs(rotation)
    pairs = [pair for pair in eligible if not pair.declined]
    rows = list(rules(rotation, pairs))
    if not pairs:
        return None if any(low > 0 or high < 0 for _, low, high in rows) else no_pairs(rotation, eligible)
    if best(np.zeros(len(pairs)), rows) is None:
        return None
    values = []
    for stage in [*rotation.get("objective", DEFAULT_OBJECTIVE), "lottery", "draw"]:
        sums = []
        for weight, sign in weights(rotation, stage, pairs, eligible):
            found = best(sign * weight, rows)
            assert found is not None
            sums.append(int(weight @ found))
            rows.append((weight.tolist(), sums[-1], sums[-1]))
        values.append(sums)
    return values


def no_pairs(rotation: Json, eligible: list[Pair]) -> list[list[int]]:
    stages = [*rotation.get("objective", DEFAULT_OBJECTIVE), "lottery", "draw"]
    return [[0 for _ in weights(rotation, stage, [], eligible)] for stage in stages]


def rules(rotation: Json, pairs: list[Pair]) -> Iterator[Row]:
    for executive in rotation["executives"]:
        yield [int(pair.executive == executive["id"]) for pair in pairs], 0, 1
    for limit in limits(rotation):
        row = [added(rotation, limit, pair) for pair in pairs]
        yield (row, limit.bound, np.inf) if limit.kind in LEAST else (row, -np.inf, limit.bound)


def weights(
    rotation: Json, stage: str, pairs: list[Pair], eligible: list[Pair]
) -> Iterator[tuple[Weights, int]]:
    """What each pair adds to each sum of a stage, and -1 where the greatest sum is best, else +1."""
    seed = rotation["seed"]
    priority = {each["id"]: each.get("priority", 0) for each in rotation["executives"]}
    kind = "host_rank" if stage.startswith("host") else "choice_rank"
    ranks = np.array([getattr(pair, kind) for pair in pairs], dtype=np.int64)
    last = max((getattr(pair, kind) for pair in eligible), default=0)
    if stage == "matched":
        yield np.ones(len(pairs), dtype=np.int64), -1
    elif stage == "priority":
        for level in sorted(set(priority.values()), reverse=True):
            yield np.array([priority[pair.executive] == level for pair in pairs], dtype=np.int64), -1
    elif stage.endswith("_total"):
        yield ranks, 1
    elif stage.endswith("_profile"):
        yield from (((ranks == rank).astype(np.int64), -1) for rank in range(1, last + 1))
    elif stage == "choice_fair":
        yield from (((ranks == rank).astype(np.int64), 1) for rank in range(last, 0, -1))
    elif stage == "lottery":
        scored = [score(seed, pair.executive) * (101 - pair.choice_rank) for pair in pairs]
        yield np.array(scored, dtype=np.int64), -1
    else:
        yield np.array([draw(seed, p.executive, p.opportunity) for p in pairs], dtype=np.int64), 1


def best(cost: Weights | NDArray[np.float64], rows: list[Row]) -> Weights | None:
    """The cheapest 0-1 vector that keeps the rows, none where none does."""
    matrix, low, high = zip(*rows, strict=True)
    found = milp(
        cost,
        integrality=np.ones(len(cost), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(np.array(matrix), np.array(low, float), np.array(high, float)),
        options={"mip_rel_gap": 0},
    )
    return None if found.x is None else np.rint(found.x).astype(np.int64)
