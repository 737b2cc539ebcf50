"""Invented limits of the agencies: who may be away, who may come, and how far the two may differ.

A net limit below a unit with a flow limit would take the round out of the network rounds. So the top of a
federation, a department with several large components, carries the net limits alone, its components carry
both, and everything else below the top only flow limits.
"""

from collections import Counter
from collections.abc import Sequence
from math import ceil

from seed import reference
from seed.chance import Chance
from seed.market import headcounts, units
from seed.records import AgencyLimits, Executive, Opportunity

LARGE_COMPONENT = 15
"""Executives from which a component of a department counts as large; two make a federation."""

SHARES_OUT = (20, 35)
"""Percent of an agency's executives who may be away at a time, between these."""

SHARES_OF_SEATS_IN = (70, 100)
SHARE_NET = 0.08
LEAST_NET = 2


def set_limits(
    number: int, executives: Sequence[Executive], opportunities: Sequence[Opportunity]
) -> tuple[AgencyLimits, ...]:
    """The limits of every unit of the round, sorted by code."""
    people = headcounts(tuple(executives))
    seats: Counter[str] = Counter()
    for item in opportunities:
        for code in reference.tops()[item.host_agency]:
            seats[code] += item.seats
    federations = _federations(people)
    return tuple(_limits(number, code, people[code], seats[code], federations) for code in units())


def _federations(people: Counter[str]) -> set[str]:
    large = Counter(
        reference.agencies()[code].parent_code for code in units() if people[code] >= LARGE_COMPONENT
    )
    tops = {code for code in units() if not reference.agencies()[code].parent_code}
    return {code for code, components in large.items() if code in tops and components > 1}


def _limits(number: int, code: str, people: int, seats: int, federations: set[str]) -> AgencyLimits:
    chance = Chance(number, "limits", code)
    parent = reference.agencies()[code].parent_code
    band = max(LEAST_NET, ceil(people * SHARE_NET))
    has_net = not parent or parent in federations
    has_flow = code not in federations
    max_out = ceil(people * chance.between(*SHARES_OUT) / 100)
    max_in = ceil(seats * chance.between(*SHARES_OF_SEATS_IN) / 100)
    return AgencyLimits(
        agency=code,
        max_out=max_out if has_flow and people else None,
        max_in=max_in if has_flow and seats else None,
        net_min=-band if has_net else None,
        net_max=band if has_net else None,
    )
