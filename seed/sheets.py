"""Invented dream sheets: like missions, near places, one's own kind of work, and what everybody wants."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate

from seed import reference
from seed.chance import Chance
from seed.market import is_cleared, may_exchange
from seed.records import Executive, Group, Opportunity, Sheet

SHARE_FILING = 0.86
SHARE_CONSENTING = 0.985
LENGTHS = (3, 4, 5, 6, 7, 8, 9, 10)
LENGTH_SHARES = (0.12, 0.17, 0.22, 0.17, 0.12, 0.09, 0.06, 0.05)

SHARE_WITH_TIE = 0.28
SHARE_PADDED = 0.06
"""Real people list posts that are not open to them: their own agency's, or one beyond all alliances."""

ZIPF_EXPONENT = 0.8
SAME_CITY, SAME_AREA, REMOTE, ELSEWHERE = 6.0, 3.0, 2.0, 1.0
ELSEWHERE_FOR_THE_SETTLED = 0.04
SHARED_CLUSTER, SAME_FAMILY = 3.0, 5.0

Likes = tuple[list[Opportunity], list[float]]
"""Opportunities open to somebody, and the running sums of their weights."""


def file_sheets(
    number: int, executives: Sequence[Executive], opportunities: Sequence[Opportunity]
) -> tuple[Sheet, ...]:
    """A sheet for every executive who takes part and for whom enough is open, in the order of the slugs."""
    likes = _likes_of(number, opportunities)
    sheets = (_sheet(number, executive, likes(executive), opportunities) for executive in executives)
    return tuple(sheet for sheet in sheets if sheet)


def _sheet(
    number: int, executive: Executive, likes: Likes, opportunities: Sequence[Opportunity]
) -> Sheet | None:
    chance = Chance(number, "sheet", executive.slug)
    length = chance.pick_weighted(LENGTHS, LENGTH_SHARES)
    if not chance.happens(SHARE_FILING) or len(likes[0]) < length:
        return None
    chosen = _choose(chance, likes, length)
    if chance.happens(SHARE_PADDED):
        chosen = _padded(chance, executive, chosen, opportunities)
    return Sheet(executive.slug, _grouped(chance, chosen), chance.happens(SHARE_CONSENTING))


def _choose(chance: Chance, likes: Likes, length: int) -> list[str]:
    """Different slugs, drawn by weight: what is liked more tends to come first."""
    chosen: dict[str, None] = {}
    while len(chosen) < length:
        chosen[chance.pick_by_sums(*likes).slug] = None
    return list(chosen)


def _padded(
    chance: Chance, executive: Executive, chosen: list[str], opportunities: Sequence[Opportunity]
) -> list[str]:
    closed = [
        item.slug
        for item in opportunities
        if is_cleared(executive.clearance, item.clearance)
        and not may_exchange(executive.home_agency, item.host_agency)
    ]
    for slug in chance.sample(closed, chance.between(1, 2)):
        chosen = [*chosen[: LENGTHS[-1] - 1]]
        chosen.insert(chance.between(0, len(chosen)), slug)
    return chosen


def _grouped(chance: Chance, chosen: list[str]) -> tuple[Group, ...]:
    """Each choice on its own, but for some sheets two or three neighbours as a tie."""
    groups: list[Group] = [(slug,) for slug in chosen]
    if chance.happens(SHARE_WITH_TIE):
        size = chance.between(2, min(3, len(chosen) - 1))
        start = chance.between(0, len(chosen) - size)
        groups[start : start + size] = [tuple(sorted(chosen[start : start + size]))]
    return tuple(groups)


def _likes_of(number: int, opportunities: Sequence[Opportunity]) -> Callable[[Executive], Likes]:
    """Executive -> what is open to it, weighted; worked out once for all who are alike in what counts."""
    popularity = _popularity(number, opportunities)

    @cache
    def weigh(home: str, city: str, area: str, family: str, settled: bool, clearance: str) -> Likes:
        weights = [
            popularity[item.slug] * _nearness(city, area, settled, item) * _likeness(home, family, item)
            for item in open_at(home, clearance)
        ]
        return open_at(home, clearance), list(accumulate(weights))

    @cache
    def open_at(home: str, clearance: str) -> list[Opportunity]:
        return [
            item
            for item in opportunities
            if may_exchange(home, item.host_agency) and is_cleared(clearance, item.clearance)
        ]

    def likes(executive: Executive) -> Likes:
        place = reference.places()[reference.posts()[executive.post_id].place_code]
        settled = executive.relocation in ("no", "local")
        return weigh(
            executive.home_agency, place.label, place.area, executive.family, settled, executive.clearance
        )

    return likes


def _popularity(number: int, opportunities: Sequence[Opportunity]) -> dict[str, float]:
    """Zipf: a few posts that everybody wants, and a long tail."""
    order = Chance(number, "popularity").shuffled([item.slug for item in opportunities])
    return {slug: rank**-ZIPF_EXPONENT for rank, slug in enumerate(order, 1)}


def _nearness(city: str, area: str, settled: bool, item: Opportunity) -> float:
    if item.place == city:
        return SAME_CITY
    if item.area == area:
        return SAME_AREA
    if item.remote == "full":
        return REMOTE
    return ELSEWHERE_FOR_THE_SETTLED if settled else ELSEWHERE


def _likeness(home: str, family: str, item: Opportunity) -> float:
    agencies = reference.agencies()
    shared = set(agencies[home].clusters) & set(agencies[item.host_agency].clusters)
    return (SHARED_CLUSTER if shared else 1.0) * (SAME_FAMILY if family == item.family else 1.0)
