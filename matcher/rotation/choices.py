"""Every choice of every dream sheet as arrays: whether it is eligible, and the ranks that count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.arrays import Flags, Ints, find
from matcher.reading import Pair, Tiers
from matcher.rotation.eligibility import CAUSES, CODES, Partners
from matcher.rotation.problem import Rotation


@dataclass(frozen=True)
class Choices:
    """The C choices of a round, sorted by executive id, then opportunity id.

    `executives` and `opportunities` are the ids in code point order, which `executive` and `opportunity` (C,)
    index. `cause` (C,) holds `CODES`. `choice_rank` and `host_rank` (C,) count from 1 over eligible pairs and
    are 0 elsewhere. `declined` (C,) marks offers turned down: they keep their rank and cannot be matched.
    """

    executives: tuple[str, ...]
    opportunities: tuple[str, ...]
    executive: Ints
    opportunity: Ints
    cause: Ints
    choice_rank: Ints
    host_rank: Ints
    declined: Flags

    @cached_property
    def eligible(self) -> Flags:
        """The pairs that survive every rule, declined ones among them."""
        return np.equal(self.cause, 0)

    @cached_property
    def open(self) -> Ints:
        """The rows that can be matched: eligible and not declined."""
        return np.flatnonzero(self.eligible & ~self.declined)

    @cached_property
    def starts(self) -> list[int]:
        """The first row of each executive, and the number of rows at the end."""
        numbers = np.arange(len(self.executives) + 1)
        found: list[int] = np.searchsorted(self.executive, numbers).tolist()
        return found

    def pair(self, row: int) -> Pair:
        """The ids of one row."""
        return self.executives[self.executive[row]], self.wanted[row]

    def rows(self, pairs: Iterable[Pair]) -> Ints:
        """The row of each pair, -1 where the pair is no choice."""
        executives = {id_: n for n, id_ in enumerate(self.executives)}
        opportunities = {id_: n for n, id_ in enumerate(self.opportunities)}
        wide = len(opportunities)
        wanted = np.array([executives[e] * wide + opportunities[a] for e, a in pairs], dtype=np.int64)
        return find(self.executive * wide + self.opportunity, wanted)

    @cached_property
    def causes(self) -> list[str]:
        """The cause of each row by name; `declined` for an eligible one that was turned down."""
        names = np.array([*CAUSES, "declined"], dtype=object)
        turned_down = self.eligible & self.declined
        found: list[str] = names[np.where(turned_down, len(CAUSES), self.cause)].tolist()
        return found

    @cached_property
    def wanted(self) -> list[str]:
        """The opportunity id of each row."""
        return [self.opportunities[number] for number in self.opportunity.tolist()]


def list_choices(rotation: Rotation) -> Choices:
    """Read all sheets and rankings of a round against its rules."""
    people = sorted(rotation.executives, key=lambda e: e.id)
    posts = sorted(rotation.opportunities, key=lambda a: a.id)
    person_at = {person.id: n for n, person in enumerate(people)}
    post_at = {post.id: n for n, post in enumerate(posts)}
    executive, tier, opportunity = _flatten([person.choices for person in people], post_at)
    order = np.lexsort((opportunity, executive))
    executive, tier, opportunity = executive[order], tier[order], opportunity[order]
    keys = executive * len(posts) + opportunity

    cause = _partner_causes(rotation, executive, opportunity)
    forbidden = [person_at[e] * len(posts) + post_at[a] for e, a in rotation.forbidden]
    cause[_present(keys, forbidden)] = CODES["forbidden"]
    ranker, ranked_tier, ranked = _flatten([post.ranking or () for post in posts], person_at)
    ranked_row = find(keys, ranked * len(posts) + ranker)
    listed = np.zeros(len(keys), dtype=np.bool_)
    listed[ranked_row[ranked_row >= 0]] = True
    closed = np.array([post.ranking is not None for post in posts], dtype=np.bool_)[opportunity]
    cause[closed & ~listed] = CODES["not_acceptable"]

    eligible = cause == 0
    declined = np.zeros(len(keys), dtype=np.bool_)
    declined[_present(keys, [person_at[e] * len(posts) + post_at[a] for e, a in rotation.declined])] = True
    host_rank = np.where(eligible, 1, 0)
    counted = np.flatnonzero(ranked_row >= 0)
    counted = counted[eligible[ranked_row[counted]]]
    host_rank[ranked_row[counted]] = _dense_ranks(ranker[counted], ranked_tier[counted])
    choice_rank = np.zeros(len(keys), dtype=np.int64)
    choice_rank[eligible] = _dense_ranks(executive[eligible], tier[eligible])
    return Choices(
        executives=tuple(person_at),
        opportunities=tuple(post_at),
        executive=executive,
        opportunity=opportunity,
        cause=cause,
        choice_rank=choice_rank,
        host_rank=host_rank,
        declined=declined,
    )


def _flatten(lists: list[Tiers], index: dict[str, int]) -> tuple[Ints, Ints, Ints]:
    """The members of all lists: the number of their list, of their tier in it, and their own index."""
    flat = [
        (n, t, index[member])
        for n, tiers in enumerate(lists)
        for t, tier in enumerate(tiers)
        for member in tier
    ]
    columns = np.array(flat, dtype=np.int64).reshape(-1, 3).T
    return columns[0], columns[1], columns[2]


def _present(keys: Ints, wanted: list[int]) -> Ints:
    rows = find(keys, np.array(wanted, dtype=np.int64))
    return rows[rows >= 0]


def _partner_causes(rotation: Rotation, executive: Ints, opportunity: Ints) -> Ints:
    """What the units of each choice say, (C,), asked once for each pair of units that occurs."""
    unit_at = {unit.id: n for n, unit in enumerate(rotation.units)}
    homes = [unit_at[person.home] for person in sorted(rotation.executives, key=lambda e: e.id)]
    hosts = [unit_at[post.host] for post in sorted(rotation.opportunities, key=lambda a: a.id)]
    wide = max(len(unit_at), 1)
    key = np.array(homes, dtype=np.int64)[executive] * wide + np.array(hosts, dtype=np.int64)[opportunity]
    distinct, which = np.unique(key, return_inverse=True)
    partners = Partners(rotation.units, rotation.alliances)
    names = [unit.id for unit in rotation.units]
    codes = [
        CODES[partners.cause(names[home], names[host])]
        for home, host in map(divmod, distinct, [wide] * len(distinct))
    ]
    return np.array(codes, dtype=np.int64)[which]


def _dense_ranks(group: Ints, tier: Ints) -> Ints:
    """1 + the number of lower tiers of the same group that occur here, whatever the order of the rows."""
    order = np.lexsort((tier, group))
    sorted_group, sorted_tier = group[order], tier[order]
    new_group = np.ones(len(order), dtype=np.bool_)
    new_group[1:] = sorted_group[1:] != sorted_group[:-1]
    new_tier = new_group.copy()
    new_tier[1:] |= sorted_tier[1:] != sorted_tier[:-1]
    count = np.cumsum(new_tier)
    before = np.maximum.accumulate(np.where(new_group, count - 1, 0))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = count - before
    return ranks
