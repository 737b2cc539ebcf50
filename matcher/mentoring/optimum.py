"""The lexicographic optimum of a sweep, the floor found by bisection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.flow.network import Network
from matcher.flow.optimum import Optimum, Progress, adopt, find_optimum, improve, silent
from matcher.flow.prove import prove
from matcher.mentoring.assign import assign
from matcher.mentoring.pairs import Pairs, lifted
from matcher.mentoring.stages import Stages
from matcher.verdict import Verdict


@dataclass(frozen=True)
class Solved:
    """The optimum over the stages before `draw`, and over all of them."""

    before: Optimum
    last: Optimum


def solve_stages(
    pairs: Pairs, network: Network, stages: Stages, objective: Sequence[str], progress: Progress = silent
) -> Solved | None:
    """The optimum over `objective` and the draw, or `None` where pins and capacities cannot hold."""
    served = find_optimum(network, stages, ("served",), progress)
    if served is None:
        return None
    if "floor" in objective:
        progress("floor")
        served = raise_floor(pairs, stages, served)
    before = _raise_points(pairs, stages, served, progress)
    return Solved(before, improve(before, stages, ("draw",), progress))


def _raise_points(pairs: Pairs, stages: Stages, served: Optimum, progress: Progress) -> Optimum:
    """The optimum over the points too: a good guess where it can be proved, else by phases."""
    progress("points")
    rows = assign(served, pairs)
    guess = None if rows is None else adopt(served, rows)
    found = None if guess is None else prove(guess, stages, ("points",), Verdict())
    return improve(served, stages, ("points",)) if found is None else found


def raise_floor(pairs: Pairs, stages: Stages, served: Optimum) -> Optimum:
    """The optimum that serves as many and lifts the least points of whoever had a choice the highest.

    Whether a floor can be had is monotone in the floor, so the levels are bisected.
    """
    levels = np.unique(pairs.points[pairs.choosing[pairs.request]])
    levels = levels[levels > 0]
    wanted = stages.value("served", served.rows)
    best, low, high = served, 0, len(levels)
    while low < high:
        middle = (low + high) // 2
        found = find_optimum(lifted(served.network, pairs, int(levels[middle])), stages, ("served",))
        if found is not None and stages.value("served", found.rows) == wanted:
            best, low = found, middle + 1
        else:
            high = middle
    return best


def without_urgency(pairs: Pairs) -> Pairs:
    """The same pairs with all urgencies equal."""
    return replace(pairs, urgency=np.zeros_like(pairs.urgency))
