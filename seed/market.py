"""Who may go where, and how near two posts are: what sheets, rankings and limits have in common."""

from collections import Counter
from functools import cache
from itertools import combinations

from seed import reference
from seed.records import Executive

CLEARANCE_ORDER = ("none", "secret", "top_secret")


@cache
def plum_book_codes() -> tuple[str, ...]:
    """The codes of the agencies with posts, sorted."""
    return tuple(sorted({post.agency_code for post in reference.posts().values()}))


@cache
def alliance_pairs() -> tuple[tuple[str, str], ...]:
    """The agencies with posts that share a mission cluster, two by two, sorted."""
    agencies = reference.agencies()
    return tuple(
        (one, other)
        for one, other in combinations(plum_book_codes(), 2)
        if set(agencies[one].clusters) & set(agencies[other].clusters)
    )


@cache
def may_exchange(home: str, host: str) -> bool:
    """Different agencies, in one tree or allied; an alliance of any agency above counts for those below."""
    if home == host:
        return False
    way_up, other_way_up = reference.tops()[home], reference.tops()[host]
    if way_up[-1] == other_way_up[-1]:
        return True
    return any(
        one in _allied_codes() and (one == other or (min(one, other), max(one, other)) in _pair_set())
        for one in way_up
        for other in other_way_up
    )


@cache
def _pair_set() -> frozenset[tuple[str, str]]:
    return frozenset(alliance_pairs())


@cache
def _allied_codes() -> frozenset[str]:
    return frozenset(code for pair in alliance_pairs() for code in pair)


def is_cleared(held: str, needed: str) -> bool:
    """The clearance held is at least the one needed."""
    return CLEARANCE_ORDER.index(held) >= CLEARANCE_ORDER.index(needed)


def headcounts(executives: tuple[Executive, ...]) -> Counter[str]:
    """Executives at home in each agency and everything below it."""
    return Counter(above for executive in executives for above in reference.tops()[executive.home_agency])


def units() -> tuple[str, ...]:
    """The agencies with posts and those above them, sorted: the units of the round."""
    return tuple(sorted({above for code in plum_book_codes() for above in reference.tops()[code]}))
