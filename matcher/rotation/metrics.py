"""What an outcome looks like from above: profiles, blocking pairs, the balance of each unit."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from matcher.arrays import Ints
from matcher.rotation.choices import Choices
from matcher.rotation.eligibility import lines
from matcher.rotation.problem import Rotation
from matcher.rotation.stages import Stages


def list_matches(choices: Choices, rows: Ints) -> list[dict[str, Any]]:
    """The `matches` of an outcome, sorted by executive."""
    rows = np.sort(rows)
    ranks = choices.choice_rank[rows].tolist(), choices.host_rank[rows].tolist()
    return [
        {"executive": pair[0], "opportunity": pair[1], "choice_rank": choice_rank, "host_rank": host_rank}
        for pair, choice_rank, host_rank in zip(choices.pairs(rows), *ranks, strict=True)
    ]


def measure(rotation: Rotation, choices: Choices, rows: Ints, unique: bool) -> dict[str, Any]:
    """The `metrics` of an outcome in which exactly these rows of the choices are matched."""
    stages = Stages(rotation, choices)
    return {
        "choice_profile": stages.value("choice_profile", rows),
        "host_profile": stages.value("host_profile", rows),
        "blocking_pairs": count_blocking_pairs(rotation, choices, rows),
        "unique": unique,
        "units": count_units(rotation, choices, rows),
    }


def count_blocking_pairs(rotation: Rotation, choices: Choices, rows: Ints) -> int:
    """Eligible pairs, not declined, whose two sides would both rather have each other.

    The executive is unplaced or holds a strictly worse choice; the opportunity has a free seat or holds
    somebody ranked strictly lower. Limits of units are not considered.
    """
    held = np.full(len(choices.executives), np.iinfo(np.int64).max)
    held[choices.executive[rows]] = choices.choice_rank[rows]
    taken = np.bincount(choices.opportunity[rows], minlength=len(choices.opportunities))
    free = list_seats(rotation) > taken
    lowest = np.zeros(len(choices.opportunities), dtype=np.int64)
    np.maximum.at(lowest, choices.opportunity[rows], choices.host_rank[rows])
    is_other = np.ones(len(choices.executive), dtype=np.bool_)
    is_other[rows] = False
    row = choices.open[is_other[choices.open]]
    wanted = choices.choice_rank[row] < held[choices.executive[row]]
    welcome = free[choices.opportunity[row]] | (choices.host_rank[row] < lowest[choices.opportunity[row]])
    return int((wanted & welcome).sum())


def list_seats(rotation: Rotation) -> Ints:
    """The seats of each opportunity, by id."""
    posts = sorted(rotation.opportunities, key=lambda post: post.id)
    return np.array([post.seats for post in posts], dtype=np.int64)


def count_units(rotation: Rotation, choices: Choices, rows: Ints) -> list[dict[str, Any]]:
    """For each unit, by id, how many placed people leave and enter its subtree, and the difference."""
    units = len(choices.units)
    homes = np.bincount(choices.home[choices.executive[rows]], minlength=units).tolist()
    hosts = np.bincount(choices.host[choices.opportunity[rows]], minlength=units).tolist()
    leaving, entering = Counter[str](), Counter[str]()
    ways = lines(rotation.units)
    for unit, left, entered in zip(choices.units, homes, hosts, strict=True):
        for above in ways[unit]:
            leaving[above] += left
            entering[above] += entered
    return [
        {"id": id_, "out": leaving[id_], "in": entering[id_], "net": entering[id_] - leaving[id_]}
        for id_ in choices.units
    ]
