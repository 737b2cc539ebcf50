"""By when headcounts are confirmed, annual reports made ready and closed, and evaluations answered."""

from datetime import date

from matcher.policy.periods import DAY, fiscal_span, last_day
from matcher.policy.programme_clauses import ANSWER_DAYS, CLOSE_MONTHS, HEADCOUNT_MONTHS, READY_MONTHS


def confirm_by(year: int) -> date:
    """The last day to confirm the headcounts of the 1 October that opened a fiscal year.

    >>> confirm_by(2027).isoformat()
    '2026-11-30'
    """
    return last_day(fiscal_span(year).start, HEADCOUNT_MONTHS.figure)


def ready_by(year: int) -> date:
    """The last day for an agency to make the report of a fiscal year ready.

    >>> ready_by(2026).isoformat()
    '2026-12-31'
    """
    return last_day(fiscal_span(year).end + DAY, READY_MONTHS.figure)


def close_by(year: int) -> date:
    """The last day for the programme office to close the reports of a fiscal year.

    >>> close_by(2026).isoformat()
    '2027-01-31'
    """
    return last_day(fiscal_span(year).end + DAY, CLOSE_MONTHS.figure)


def answer_by(asked_on: date) -> date:
    """The last day to answer the questions after a rotation, in time; a later answer counts as well.

    >>> answer_by(date(2026, 11, 2)).isoformat()
    '2026-12-02'
    """
    return asked_on + ANSWER_DAYS.figure * DAY
