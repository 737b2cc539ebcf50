"""Flags of an opportunity for one executive that turn on time: shown before anything is filed, stopping
nothing, and shown to no host."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.policy import release_clauses
from matcher.policy.reasons import Reason, reason
from matcher.policy.rotation import Offer, written


@dataclass(frozen=True)
class Career:
    """What the flags need of an executive: the appointment, the first day in the Senior Executive Service,
    and the moves made so far."""

    appointment: str
    ses_since: date
    moves: int


def check_timing(career: Career, offer: Offer) -> list[Reason]:
    """What time has to say of this executive at this opportunity.

    >>> offer = Offer("O-1", "EN", 180, date(2028, 10, 1), "none", None, True, date(2028, 7, 1))
    >>> [one.code for one in check_timing(Career("career", date(2020, 1, 1), 3), offer)]
    ['moves_enough', 'transition_away']
    """
    found = []
    ends = probation_ends(career.ses_since)
    if career.appointment == "career" and offer.starts_from < ends:
        found.append(
            reason(
                "in_probation", opportunity=offer.id, begins=written(offer.starts_from), ends=written(ends)
            )
        )
    if career.moves >= release_clauses.ENOUGH_MOVES.figure:
        found.append(reason("moves_enough", moves=career.moves))
    if (day := transition_during(offer)) is not None:
        found.append(reason("transition_away", opportunity=offer.id, day=written(day)))
    return found


def probation_ends(ses_since: date) -> date:
    """The first day after the probationary period of one year."""
    year = ses_since.year + release_clauses.PROBATION.figure
    if (ses_since.month, ses_since.day) == (2, 29) and not isleap(year):
        return date(year, 3, 1)
    return ses_since.replace(year=year)


def inauguration_before(day: date) -> date:
    """The inauguration of a presidential term on that day, or the last one before it.

    >>> inauguration_before(date(2029, 1, 19)), inauguration_before(date(2029, 1, 20))
    (datetime.date(2025, 1, 20), datetime.date(2029, 1, 20))
    """
    year = day.year - (day.year - 1) % 4
    return date(year, 1, 20) if date(year, 1, 20) <= day else date(year - 4, 1, 20)


def transition_during(offer: Offer) -> date | None:
    """The first inauguration of a presidential term on which somebody could be away, if there is one."""
    last = offer.starts_until + timedelta(days=offer.duration_days - 1)
    first = offer.starts_from.year + (1 - offer.starts_from.year) % 4
    day = date(first, 1, 20)
    if day < offer.starts_from:
        day = date(first + 4, 1, 20)
    return day if day <= last else None
