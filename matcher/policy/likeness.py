"""Which opportunities are most like those somebody asked for, and in what: counted, not weighed."""

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from matcher.policy.likeness_clauses import ALIKE_LEAST, ALIKE_MOST


class In(enum.StrEnum):
    """What two opportunities can have in common."""

    ECQ = "ecq"
    KIND = "kind"
    AGENCY = "agency"
    MISSION = "mission"
    REGION = "region"


@dataclass(frozen=True)
class Traits:
    """What is compared of an opportunity."""

    slug: str
    ecqs: frozenset[str]
    kind: str
    agency: str
    missions: frozenset[str]
    region: str | None


@dataclass(frozen=True)
class Likeness:
    """One opportunity with the choice it is most like (its place in the order asked, from 0), and what both
    have in common."""

    slug: str
    choice: int
    shared: tuple[tuple[In, str], ...]


def most_alike(
    wanted: Sequence[Traits], offered: Iterable[Traits], is_open: Callable[[str], bool] = lambda _slug: True
) -> list[Likeness]:
    """The offered opportunities that have most in common with one of the `wanted`, the likest first.

    Each shared ECQ counts one; so does the same kind, the same agency or else one with a mission of it, and
    the same region. Of several choices that an opportunity is equally like, the one wanted more is named;
    among equals the one like a choice wanted more comes first, then the slug decides. What is wanted itself
    is left out, and so is what is not open: that is asked of the likest alone, until there are enough.

    >>> health = Traits("O-1", frozenset({"Leading People"}), "detail", "HE", frozenset({"Health"}), "MD")
    >>> other = Traits("O-2", frozenset({"Leading People"}), "detail", "VA", frozenset({"Health"}), "DC")
    >>> [found] = most_alike([health], [health, other])
    >>> [(what.value, name) for what, name in found.shared]
    [('ecq', 'Leading People'), ('kind', 'detail'), ('mission', 'Health')]
    """
    known = {one.slug for one in wanted}
    found = [_nearest(wanted, one) for one in offered if one.slug not in known] if wanted else []
    alike = [one for one in found if len(one.shared) >= ALIKE_LEAST.figure]
    alike.sort(key=lambda one: (-len(one.shared), one.choice, one.slug))
    return list(islice((one for one in alike if is_open(one.slug)), ALIKE_MOST.figure))


def _nearest(wanted: Sequence[Traits], one: Traits) -> Likeness:
    shared = [*map(partial(_shared, one), wanted)]
    choice = max(range(len(wanted)), key=lambda number: (len(shared[number]), -number))
    return Likeness(one.slug, choice, shared[choice])


def _shared(one: Traits, choice: Traits) -> tuple[tuple[In, str], ...]:
    found = [(In.ECQ, name) for name in sorted(one.ecqs & choice.ecqs)]
    if one.kind == choice.kind:
        found.append((In.KIND, one.kind))
    missions = sorted(one.missions & choice.missions)
    if one.agency == choice.agency:
        found.append((In.AGENCY, one.agency))
    elif missions:
        found.append((In.MISSION, missions[0]))
    if one.region is not None and one.region == choice.region:
        found.append((In.REGION, one.region))
    return tuple(found)
