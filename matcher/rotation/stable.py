"""Deferred acceptance, executives proposing (Gale and Shapley 1962), many proposals at a time.

The outcome is the one stable matching that every executive likes best, whatever the order of the proposals,
so no executive gains by a false list (Dubins and Freedman 1981; Roth 1982). Limits of units, `min_seats` and
pins are not imposed: with them a stable matching need not exist.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.arrays import Ints
from matcher.lottery import draws, numbers
from matcher.rotation.choices import Choices, numbers_of
from matcher.rotation.metrics import list_seats
from matcher.rotation.problem import Rotation

_LONGEST = 100
"""No choice rank is greater: a sheet has at most so many items."""


@dataclass(frozen=True)
class Market:
    """Strict preferences over the open rows of the choices, ties broken by lottery and draw.

    `lists` (open,) holds the rows of each executive from the most wanted down, executive after executive;
    `start` (executives + 1,) where each list begins. `standing` (choices,) orders the rows of each
    opportunity, smaller is better; `seats` (opportunities,).
    """

    lists: Ints
    start: Ints
    standing: Ints
    seats: Ints


def open_market(rotation: Rotation, choices: Choices) -> Market:
    """Hosts' ties go to the better lottery number, executives' ties to the smaller draw."""
    rows = choices.open
    executive = choices.executive[rows]
    draw = np.zeros(len(rows), dtype=np.int64)
    tied = _tied(executive * (_LONGEST + 1) + choices.choice_rank[rows])
    draw[tied] = draws(rotation.seed, choices.pairs(rows[tied]))
    lists = rows[np.lexsort((draw, choices.choice_rank[rows], executive))]
    number = numbers(rotation.seed, choices.executives)
    lot = numbers_of(choices.executives, number)
    standing = choices.host_rank * (len(choices.executives) + 1) + lot[choices.executive]
    return Market(
        lists=lists,
        start=np.searchsorted(executive, np.arange(len(choices.executives) + 1)),
        standing=standing,
        seats=np.minimum(list_seats(rotation), len(choices.executives)),
    )


def _tied(keys: Ints) -> Ints:
    """Where a key stands that stands elsewhere too: only there anything is drawn."""
    _, which, many = np.unique(keys, return_inverse=True, return_counts=True)
    return np.flatnonzero(many[which] > 1)


def defer(choices: Choices, market: Market) -> Ints:
    """The rows that are matched, (matches,), sorted.

    In each turn everybody without a place asks for the best opportunity that has not refused them; each
    opportunity keeps the best of whom it holds and who asks, up to its seats.
    """
    following = market.start[:-1].copy()
    held = np.zeros(0, dtype=np.int64)
    free = np.flatnonzero(following < market.start[1:])
    while len(free):
        asked = market.lists[following[free]]
        following[free] += 1
        is_asked = np.zeros(len(market.seats), dtype=np.bool_)
        is_asked[choices.opportunity[asked]] = True
        touched = is_asked[choices.opportunity[held]]
        rivals = np.concatenate([held[touched], asked])
        rivals = rivals[np.lexsort((market.standing[rivals], choices.opportunity[rivals]))]
        post = choices.opportunity[rivals]
        keeps = np.arange(len(rivals)) - np.searchsorted(post, post) < market.seats[post]
        held = np.concatenate([held[~touched], rivals[keeps]])
        refused = choices.executive[rivals[~keeps]]
        free = refused[following[refused] < market.start[refused + 1]]
    return np.sort(held)


def replay(choices: Choices, market: Market) -> Ints:
    """The same outcome by single proposals (McVitie and Wilson 1971): the verifier's own way."""
    seats, standing = market.seats.tolist(), market.standing.tolist()
    post_of, person_of = choices.opportunity.tolist(), choices.executive.tolist()
    lists, following, end = market.lists.tolist(), market.start[:-1].tolist(), market.start[1:].tolist()
    holding: list[list[int]] = [[] for _ in seats]
    waiting = list(range(len(following)))
    while waiting:
        person = waiting.pop()
        if following[person] == end[person]:
            continue
        row = lists[following[person]]
        following[person] += 1
        here = holding[post_of[row]]
        here.append(row)
        if len(here) > seats[post_of[row]]:
            worst = max(here, key=standing.__getitem__)
            here.remove(worst)
            waiting.append(person_of[worst])
    return np.array(sorted(row for here in holding for row in here), dtype=np.int64)
