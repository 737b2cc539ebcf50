"""Checks of a nomination, and of what the choices of a sheet serve (rules R8 to R10)."""

from collections.abc import Collection, Mapping
from datetime import date

from matcher.policy import nomination_clauses as c
from matcher.policy.book import CLAUSES
from matcher.policy.clause import Clause
from matcher.policy.law import Law
from matcher.policy.reasons import Reason, reason, reason_under
from matcher.policy.runs import check_recurrence

_TOLD = 3
"""So many choices are named in one sentence; the others are counted."""


def check_nomination(serves: str, factors: Mapping[str, str]) -> list[Reason]:
    """Whether a nomination says what it serves, and on which of the five factors it rests.

    >>> [one.code for one in check_nomination(" ", {"succession": ""})]
    ['no_aim', 'no_factor']
    """
    found = [] if serves.strip() else [reason("no_aim")]
    given = sum(bool(words.strip()) for words in factors.values())
    return found + ([reason("no_factor")] if given < c.SELECTION_FACTORS.figure else [])


def check_invited(last: date | None, start: date, book: tuple[Clause, ...] = CLAUSES) -> list[Reason]:
    """What whoever is invited reads of it; `last` is the last day of the last assignment, `start` the first
    on which this one may begin.

    >>> [one.code for one in check_invited(date(2021, 1, 31), date(2026, 2, 2))]
    ['rotation_long_ago', 'no_right_by_the_order']
    """
    law = Law(start, book)
    return check_recurrence(last, start, law) + reason_under(law, "no_right_by_the_order")


def check_aims(choices: Mapping[str, str], served: Collection[str]) -> list[Reason]:
    """Whether every choice of a sheet, by slug with its title, serves an objective of the executive's own
    plan.

    >>> titles = {"O-1": "Chief of Audit", "O-2": "Counsel", "O-3": "Deputy"}
    >>> [one.text for one in check_aims(titles, ["O-2"])]
    ['No objective of your development plan is named yet for “Chief of Audit”, “Deputy”.']
    >>> [one.text for one in check_aims(titles, [])]
    ['No objective of your development plan is named yet for any of your choices.']
    """
    bare = [f"“{title}”" for slug, title in choices.items() if slug not in served]
    if not bare:
        return []
    more = [f"{len(bare) - _TOLD} more"] if len(bare) > _TOLD else []
    named = ", ".join(bare[:_TOLD] + more) if len(bare) < len(choices) else "any of your choices"
    return [reason("choice_unaimed", opportunities=named)]
