"""Every choice of every dream sheet as arrays: whether it is eligible, and the ranks that count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter

import numpy as np

from matcher.arrays import Flags, Ints, find
from matcher.reading import Pair, Tiers
from matcher.rotation.eligibility import CAUSES, CODES, Partners
from matcher.rotation.problem import Rotation


@dataclass(frozen=True)
class Choices:
    """The C choices of a round, sorted by executive id, then opportunity id.

    `units`, `executives` and `opportunities` are the ids in code point order; `home` (executives,) and `host`
    (opportunities,) index the units, `executive` and `opportunity` (C,) the others. `cause` (C,) holds
    `CODES`. `choice_rank` and `host_rank` (C,) count from 1 over eligible pairs and
    are 0 elsewhere. `declined` (C,) marks offers turned down: they keep their rank and cannot be matched.
    """

    units: tuple[str, ...]
    executives: tuple[str, ...]
    opportunities: tuple[str, ...]
    home: Ints
    host: Ints
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
        return self.executives[self.executive[row]], self.opportunities[self.opportunity[row]]

    def pairs(self, rows: Ints) -> Iterator[Pair]:
        """The ids of each row."""
        executives = map(self.executives.__getitem__, self.executive[rows].tolist())
        opportunities = map(self.opportunities.__getitem__, self.opportunity[rows].tolist())
        return zip(executives, opportunities, strict=True)

    def rows(self, pairs: Iterable[Pair]) -> Ints:
        """The row of each pair, -1 where the pair is no choice."""
        listed = list(pairs)
        executives = numbers_of([pair[0] for pair in listed], self.number)
        opportunities = numbers_of([pair[1] for pair in listed], self.place)
        wide = len(self.opportunities)
        wanted = executives * wide + opportunities
        return find(self.executive * wide + self.opportunity, wanted)

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each executive."""
        return {id_: n for n, id_ in enumerate(self.executives)}

    @cached_property
    def place(self) -> dict[str, int]:
        """The number of each opportunity."""
        return {id_: n for n, id_ in enumerate(self.opportunities)}

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


def numbers_of(ids: Sequence[str], index: dict[str, int]) -> Ints:
    """The number of each id, (ids,)."""
    return np.fromiter(map(index.__getitem__, ids), dtype=np.int64, count=len(ids))


def list_choices(rotation: Rotation) -> Choices:
    """Read all sheets and rankings of a round against its rules."""
    people = sorted(rotation.executives, key=attrgetter("id"))
    posts = sorted(rotation.opportunities, key=attrgetter("id"))
    unit_at = {id_: n for n, id_ in enumerate(sorted(unit.id for unit in rotation.units))}
    person_at = {person.id: n for n, person in enumerate(people)}
    post_at = {post.id: n for n, post in enumerate(posts)}
    home = numbers_of([person.home for person in people], unit_at)
    host = numbers_of([post.host for post in posts], unit_at)
    executive, tier, opportunity = _flatten([person.choices for person in people], post_at)
    keys = executive * len(posts) + opportunity
    order = np.argsort(keys, kind="stable")
    keys, executive, tier, opportunity = keys[order], executive[order], tier[order], opportunity[order]

    cause = _partner_causes(rotation, tuple(unit_at), home[executive], host[opportunity])
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
        units=tuple(unit_at),
        executives=tuple(person_at),
        opportunities=tuple(post_at),
        home=home,
        host=host,
        executive=executive,
        opportunity=opportunity,
        cause=cause,
        choice_rank=choice_rank,
        host_rank=host_rank,
        declined=declined,
    )


def _flatten(lists: list[Tiers], index: dict[str, int]) -> tuple[Ints, Ints, Ints]:
    """The members of all lists: the number of their list, of their tier in it, and their own index."""
    tiers = list(chain.from_iterable(lists))
    long, wide = _lengths(lists), _lengths(tiers)
    number = np.arange(len(tiers)) - np.repeat(np.cumsum(long) - long, long)
    of = np.repeat(np.arange(len(lists)), long)
    return np.repeat(of, wide), np.repeat(number, wide), numbers_of(list(chain.from_iterable(tiers)), index)


def _lengths(items: Sequence[Sequence[object]]) -> Ints:
    return np.fromiter(map(len, items), dtype=np.int64, count=len(items))


def _present(keys: Ints, wanted: list[int]) -> Ints:
    rows = find(keys, np.array(wanted, dtype=np.int64))
    return rows[rows >= 0]


def _partner_causes(rotation: Rotation, units: tuple[str, ...], home: Ints, host: Ints) -> Ints:
    """What the units of each choice say, (C,), asked once for each pair of units that occurs."""
    distinct, which = np.unique(home * len(units) + host, return_inverse=True)
    partners = Partners(rotation.units, rotation.alliances)
    codes = [
        CODES[partners.cause(units[home], units[host])]
        for home, host in (divmod(key, len(units)) for key in distinct.tolist())
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
