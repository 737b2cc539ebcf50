"""What policy says of an agency in the annual report, and of the programme: told, never a constraint."""

from datetime import date

from matcher.policy.assignment_clauses import ROTATION_YEARS
from matcher.policy.law import Law
from matcher.policy.periods import DAY, last_day
from matcher.policy.reasons import Reason, reason_under
from matcher.policy.runs import is_covered

FIRST_AGENCIES = frozenset({"HE", "HU", "DN", "VA", "GS", "OM00", "DD", "SZ00"})
"""USAJOBS codes of the agencies of the first phase (R7)."""


def check_agency(code: str, name: str, positions: int, law: Law) -> list[Reason]:
    """What is to say of an agency with so many positions (rules R5 and R7).

    >>> from datetime import date
    >>> from matcher.policy.book import CLAUSES
    >>> [one.code for one in check_agency("HE", "Health", 20, Law(date(2026, 9, 30), CLAUSES))]
    ['order_asks_a_plan', 'in_first_phase']
    """
    if is_covered(positions, law):
        found = reason_under(law, "order_asks_a_plan", agency=name, positions=positions)
    else:
        found = reason_under(law, "order_asks_nothing", agency=name, positions=positions)
    if code in FIRST_AGENCIES:
        found += reason_under(law, "in_first_phase", agency=name)
    return found


def check_recurrence(known: int, people: int, law: Law) -> list[Reason]:
    """How many of those known ended their last rotation longer ago than recommended (R9)."""
    return reason_under(law, "rotations_long_ago", known=known, people=people)


def longest_ago(today: date, law: Law) -> date | None:
    """Whose last rotation ended before this day, for them it is long ago; None where nothing is recommended.

    >>> from matcher.policy.book import CLAUSES
    >>> longest_ago(date(2026, 11, 28), Law(date(2026, 11, 28), CLAUSES))
    datetime.date(2021, 11, 28)
    """
    years = law.figure(ROTATION_YEARS)
    return None if years is None else last_day(today, -12 * years) + DAY


def check_programme(law: Law) -> list[Reason]:
    """What is to say of the programme as a whole (rules R6 and R10)."""
    return reason_under(law, "government_goal") + reason_under(law, "no_enforceable_right")
