"""Flags of an opportunity for one executive that turn on time: shown before anything is filed, stopping
nothing, and shown to no host."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.policy import release_clauses
from matcher.policy.book import CLAUSES
from matcher.policy.clause import Clause
from matcher.policy.law import Law
from matcher.policy.periods import Span
from matcher.policy.reasons import Reason, reason, reason_under
from matcher.policy.rotation import Offer, written


@dataclass(frozen=True)
class Career:
    """What the flags need of an executive: the appointment, the first day in the Senior Executive Service,
    and the moves made so far."""

    appointment: str
    ses_since: date
    moves: int


def check_timing(
    career: Career,
    offer: Offer,
    book: tuple[Clause, ...] = CLAUSES,
    *,
    enough_moves: int = release_clauses.ENOUGH_MOVES.figure,
) -> list[Reason]:
    """What time has to say of this executive at this opportunity.

    `enough_moves` is the number of moves from which on another is flagged, where the round says otherwise
    than the clause; 0 flags nobody.

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
    if 0 < enough_moves <= career.moves:
        found.append(reason("moves_enough", moves=career.moves, enough=enough_moves))
    return found + check_change(offer, book)


def check_change(offer: Offer, book: tuple[Clause, ...] = CLAUSES) -> list[Reason]:
    """Whether political leadership can change while somebody is there: the first such day."""
    last = offer.starts_until + timedelta(days=offer.duration_days - 1)
    law = Law(offer.starts_from, book)
    return [
        one
        for day in changes_within(Span(offer.starts_from, last), book)[:1]
        for one in reason_under(law, "transition_away", opportunity=offer.id, day=written(day))
    ]


def probation_ends(ses_since: date) -> date:
    """The first day after the probationary period of one year."""
    year = ses_since.year + release_clauses.PROBATION.figure
    if (ses_since.month, ses_since.day) == (2, 29) and not isleap(year):
        return date(year, 3, 1)
    return ses_since.replace(year=year)


def change_before(day: date, book: tuple[Clause, ...] = CLAUSES) -> date | None:
    """The last change of political leadership up to that day, None before the first that is known.

    >>> change_before(date(2029, 1, 19)), change_before(date(2029, 1, 20))
    (datetime.date(2025, 1, 20), datetime.date(2029, 1, 20))
    """
    return max((one for one in _changes(day, book) if one <= day), default=None)


def changes_within(span: Span, book: tuple[Clause, ...] = CLAUSES) -> list[date]:
    """The changes of political leadership within the span, as they are known on its first day.

    >>> changes_within(Span(date(2028, 6, 1), date(2029, 6, 1)))
    [datetime.date(2029, 1, 20)]
    """
    return [day for day in _changes(span.start, book) if span.start <= day <= span.end]


def _changes(on: date, book: tuple[Clause, ...]) -> tuple[date, ...]:
    return Law(on, book).days(release_clauses.LEADERSHIP_CHANGE)
