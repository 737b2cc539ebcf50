"""`make bench`: what a round costs, as multiples of one yardstick measured in the same process.

The yardstick L is SciPy's `min_weight_full_bipartite_matching` with one dummy column an executive on the
same bare pairs: no limits, no balance, no tie-breaks, no proof.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

import matcher
from matcher.rotation.choices import list_choices
from tests.bench.rounds import make_round

_SIZES = (300, 2000, 8000)
_RUNS = 5


def main() -> None:
    """Measure each size and print a table."""
    sizes = tuple(int(word) for word in sys.argv[1:]) or _SIZES
    sys.stdout.write(
        "executives   pairs  placed    L (s)   read  build  solve  prove  b+s+p  explain   (x L)\n"
    )
    for size in sizes:
        _measure(size)


def _measure(size: int) -> None:
    data = json.dumps(make_round(size)).encode()
    rotation = matcher.parse_rotation(data)
    pairs, yardstick = _yardstick(rotation)
    outcomes = [matcher.solve(matcher.parse(data)) for _ in range(_RUNS)]
    spent = {
        phase: statistics.median(o["timings"][phase] for o in outcomes) / 1000 / yardstick
        for phase in ("read", "build", "solve", "prove", "explain")
    }
    whole = statistics.median(
        sum(o["timings"][phase] for phase in ("build", "solve", "prove")) for o in outcomes
    )
    placed = outcomes[0]["stages"][0]["value"]
    columns = [spent["read"], spent["build"], spent["solve"], spent["prove"], whole / 1000 / yardstick]
    figures = "".join(f"{figure:7.2f}" for figure in columns)
    sys.stdout.write(
        f"{size:10d} {pairs:7d} {placed:7d} {yardstick:8.3f}{figures}  {spent['explain']:7.2f}\n"
    )


def _yardstick(rotation: matcher.Rotation) -> tuple[int, float]:
    choices = list_choices(rotation)
    rows, people = choices.open, len(choices.executives)
    posts = len(choices.opportunities)
    dummy = np.arange(people)
    graph = csr_array(
        (
            np.concatenate([choices.choice_rank[rows], np.full(people, 2 * people)]).astype(float),
            (
                np.concatenate([choices.executive[rows], dummy]),
                np.concatenate([choices.opportunity[rows], posts + dummy]),
            ),
        ),
        shape=(people, posts + people),
    )
    return len(rows), _median_cpu(lambda: min_weight_full_bipartite_matching(graph))


def _median_cpu(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(_RUNS):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
