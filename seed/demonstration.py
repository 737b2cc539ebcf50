"""The demonstration round from one number: invented people and preferences around real posts as of 2016."""

from datetime import date
from functools import lru_cache

from seed.executives import invent_executives
from seed.limits import set_limits
from seed.market import alliance_pairs
from seed.opportunities import invent_opportunities
from seed.pairs import forbid_pairs, pin_pairs
from seed.rankings import rank_applicants
from seed.records import AS_OF, Demonstration
from seed.sheets import file_sheets

NUMBER = 2027
"""The number of the demonstration that the commands load."""


@lru_cache(maxsize=4)
def demonstration(number: int = NUMBER, as_of: date = AS_OF) -> Demonstration:
    """Everything of the round; the same number gives equal records on every machine.

    `as_of` moves the dates on cards and start windows, nothing else: the round file stays the same.
    """
    executives = invent_executives(number, as_of)
    opportunities = invent_opportunities(number, as_of)
    sheets = file_sheets(number, executives, opportunities)
    rankings = rank_applicants(number, executives, opportunities, sheets)
    limits = set_limits(number, executives, opportunities)
    return Demonstration(
        number=number,
        as_of=as_of,
        executives=executives,
        opportunities=opportunities,
        sheets=sheets,
        rankings=rankings,
        limits=limits,
        alliance_pairs=alliance_pairs(),
        pinned=pin_pairs(number, executives, opportunities, sheets, rankings, limits),
        forbidden=forbid_pairs(number, executives, opportunities, sheets),
    )
