"""Invented host rankings: most hosts rank those who applied, in tie groups, and turn a few down."""

from collections import defaultdict
from collections.abc import Sequence

from seed import reference
from seed.chance import Chance
from seed.records import Executive, Group, Opportunity, Ranking, Sheet

SHARE_RANKED = 0.72
"""The other hosts leave the ranking absent: everybody who applied is acceptable and equal."""

SHARE_NOT_ACCEPTABLE = 0.07
GROUP_SIZES = (1, 2, 3)
GROUP_SIZE_SHARES = (0.7, 0.2, 0.1)

REFUSALS = (
    "The work calls for experience in this field that the card does not show.",
    "Cannot begin within the start window.",
    "The post needs somebody who has led a team of this size.",
    "The objectives would add little to what the executive has done already.",
)

SAME_FAMILY, SHARED_CLUSTER, PER_MOVE = 40, 15, 6
WIDEST_IMPRESSION = 60


def rank_applicants(
    number: int,
    executives: Sequence[Executive],
    opportunities: Sequence[Opportunity],
    sheets: Sequence[Sheet],
) -> tuple[Ranking, ...]:
    """The rankings of the hosts who rank, in the order of the opportunities.

    A host sees only applicants who consented, and may see people whom the alliances do not let come.
    """
    people = {executive.slug: executive for executive in executives}
    applicants = _applicants(sheets)
    return tuple(
        _ranking(number, item, [people[slug] for slug in applicants[item.slug]])
        for item in opportunities
        if applicants[item.slug] and Chance(number, "ranks", item.slug).happens(SHARE_RANKED)
    )


def _applicants(sheets: Sequence[Sheet]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for sheet in sheets:
        if sheet.consents:
            for group in sheet.choices:
                for slug in group:
                    found[slug].append(sheet.executive)
    return found


def _ranking(number: int, item: Opportunity, applicants: list[Executive]) -> Ranking:
    chance = Chance(number, "ranking", item.slug)
    marks = {person.slug: _mark(chance, person, item) for person in applicants}
    order = sorted(marks, key=lambda slug: (-marks[slug], slug))
    count = sum(chance.happens(SHARE_NOT_ACCEPTABLE) for _ in order)
    kept = order[: max(1, len(order) - count)]
    refused = tuple((slug, chance.pick(REFUSALS)) for slug in sorted(order[len(kept) :]))
    return Ranking(item.slug, _grouped(chance, kept), refused)


def _mark(chance: Chance, person: Executive, item: Opportunity) -> int:
    agencies = reference.agencies()
    shared = set(agencies[person.home_agency].clusters) & set(agencies[item.host_agency].clusters)
    return (
        (SAME_FAMILY if person.family == item.family else 0)
        + (SHARED_CLUSTER if shared else 0)
        + PER_MOVE * person.moves
        + chance.between(0, WIDEST_IMPRESSION)
    )


def _grouped(chance: Chance, order: list[str]) -> tuple[Group, ...]:
    groups: list[Group] = []
    while order:
        size = chance.pick_weighted(GROUP_SIZES, GROUP_SIZE_SHARES)
        groups.append(tuple(sorted(order[:size])))
        order = order[size:]
    return tuple(groups)
