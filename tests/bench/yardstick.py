"""L, the yardstick: SciPy's `min_weight_full_bipartite_matching` with one dummy column an executive on the
same bare pairs. It knows no limits, no balance, no tie-breaks, and it proves nothing."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

import matcher
from matcher.rotation.choices import list_choices

RUNS = 5


def cpu(work: Callable[[], object]) -> float:
    """The CPU seconds of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def median_cpu(work: Callable[[], object]) -> float:
    """The CPU seconds of a call, median of five."""
    return statistics.median(cpu(work) for _ in range(RUNS))


def bare(rotation: matcher.Rotation) -> csr_array:
    """The pairs that can be matched, executives by opportunities and then one dummy column each."""
    choices = list_choices(rotation)
    rows, people, posts = choices.open, len(choices.executives), len(choices.opportunities)
    dummy = np.arange(people)
    cost = np.concatenate([choices.choice_rank[rows], np.full(people, 2 * people)]).astype(float)
    executive = np.concatenate([choices.executive[rows], dummy])
    column = np.concatenate([choices.opportunity[rows], posts + dummy])
    return csr_array((cost, (executive, column)), shape=(people, posts + people))


def assign(graph: csr_array) -> object:
    """What L times."""
    return min_weight_full_bipartite_matching(graph)
