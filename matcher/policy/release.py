"""What an agency's conditions of release leave open to an executive."""

from dataclasses import dataclass
from datetime import date

from matcher.policy.facts import FOR_GOOD
from matcher.policy.reasons import Reason, reason
from matcher.policy.rotation import Offer, written


@dataclass(frozen=True)
class Conditions:
    """The latest day on which the assignment can begin, the longest absence in days, both ends counted; None
    where the agency set none. A move for good is longer than any number of days."""

    latest_start: date | None = None
    longest_days: int | None = None


def check_release(conditions: Conditions, offer: Offer) -> list[Reason]:
    """What the conditions say against the offer; an empty list means the agency lets the executive go there.

    >>> offer = Offer("O-1", "EN", 180, date(2027, 6, 1), "none", None, True, date(2027, 3, 1))
    >>> [one.text for one in check_release(Conditions(longest_days=179), offer)]
    ['O-1 lasts 180 days; your agency releases you for at most 179.']
    """
    found = []
    latest, longest = conditions.latest_start, conditions.longest_days
    if latest is not None and offer.starts_from > latest:
        begins, by = written(offer.starts_from), written(latest)
        found.append(reason("begins_too_late", opportunity=offer.id, begins=begins, by=by))
    if longest is not None and offer.kind in FOR_GOOD:
        found.append(reason("absent_for_good", opportunity=offer.id, longest=longest))
    elif longest is not None and offer.duration_days > longest:
        found.append(
            reason("absent_too_long", opportunity=offer.id, days=offer.duration_days, longest=longest)
        )
    return found
