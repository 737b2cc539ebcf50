"""What is to be done so that nobody loses rating or award by being away (rules P1 to P6, D1)."""

from dataclasses import dataclass
from datetime import date

from matcher.policy import assignment_clauses as c
from matcher.policy.appraisal import blocked_until, plan_due
from matcher.policy.clause import Clause
from matcher.policy.law import Law
from matcher.policy.periods import Span
from matcher.policy.timing import changes_within

HOST, HOME = "host", "home"
HOST_PLAN, HOST_APPRAISAL = "host_plan", "host_appraisal"


@dataclass(frozen=True)
class Line:
    """One line of the checklist: its code, its words, who has it in hand, by when, and what it rests on."""

    code: str
    text: str
    who: str
    due: date | None
    clause: Clause


def checklist(kind: str, span: Span, law: Law) -> list[Line]:
    """What is to be done for an assignment of that kind and those days, in the order of its days. A clause
    that is not in force gives no line.

    >>> from matcher.policy.book import CLAUSES
    >>> span = Span(date(2026, 10, 1), date(2027, 1, 28))
    >>> [line.code for line in checklist("detail", span, Law(span.start, CLAUSES))]
    ['position_kept', 'award_pool', 'host_plan', 'host_appraisal', 'rating_considers', 'review_board']
    """
    lines = [
        Line(
            "position_kept",
            "The position of record is kept and pays.",
            HOME,
            None,
            c.POSITION_KEPT,
        ),
        Line(
            "award_pool",
            "The executive stands in the home agency's pool for performance awards.",
            HOME,
            None,
            c.HOME_AWARD,
        ),
        *_appraised(kind, span, law),
    ]
    lines += [
        Line(
            "administration",
            "No rating falls into the first days of a new administration; it is given after them.",
            HOME,
            last,
            c.ADMINISTRATION_DAYS,
        )
        for start in changes_within(span, law.book)
        if (last := blocked_until(start, law)) is not None
    ]
    lines.append(
        Line("review_board", "The performance review board has seen the rating.", HOME, None, c.REVIEW_BOARD)
    )
    return [line for line in lines if law.version(line.clause) is not None]


def _appraised(kind: str, span: Span, law: Law) -> list[Line]:
    """Goals and appraisal by the host from 120 days on; under 90 days the stay is not rated alone."""
    if kind == "sabbatical":
        return []
    least, shortest = law.figure(c.HOST_APPRAISAL_DAYS), law.figure(c.APPRAISAL_DAYS)
    found = []
    if least is not None and span.days >= least:
        due = plan_due(span.start, law)
        text = "The host has set goals and requirements in writing."
        found.append(Line(HOST_PLAN, text, HOST, due, c.HOST_PLAN_DAYS))
        text = "The host has appraised in writing."
        found.append(Line(HOST_APPRAISAL, text, HOST, span.end, c.HOST_APPRAISAL_DAYS))
        text = "The summary rating takes the host's appraisal into account."
        found.append(Line("rating_considers", text, HOME, None, c.HOST_APPRAISAL_DAYS))
    if shortest is not None and span.days < shortest:
        text = "The stay is too short to be rated alone: it is rated with what came before or after."
        found.append(Line("short_stay", text, HOME, None, c.APPRAISAL_DAYS))
    return found
