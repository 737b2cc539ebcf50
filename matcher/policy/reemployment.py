"""Reemployment after a transfer whose way back is a statute: no position is kept, but a right to apply."""

from datetime import date

from matcher.policy import return_clauses as c
from matcher.policy.facts import Facts
from matcher.policy.law import Law
from matcher.policy.periods import DAY
from matcher.policy.reasons import Reason, reason_under
from matcher.policy.rotation import written


def check_reemployment(facts: Facts, law: Law) -> list[Reason]:
    """By when whoever was transferred with a statutory way back applies, and how soon that is answered."""
    if facts.separated is None or (last := apply_by(facts.separated, law)) is None:
        return []
    words = {"left": written(facts.separated), "last": written(last)}
    return reason_under(law, "reemployment_asked", **words) + reason_under(law, "reemployed_soon")


def apply_by(separated: date, law: Law) -> date | None:
    """The last day on which somebody who left the other employer on `separated` applies in time.

    >>> from matcher.policy.book import CLAUSES
    >>> apply_by(date(2026, 10, 1), Law(date(2026, 10, 1), CLAUSES))
    datetime.date(2026, 12, 30)
    """
    days = law.figure(c.REEMPLOYMENT_ASKED)
    return None if days is None else separated + days * DAY
