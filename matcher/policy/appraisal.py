"""Checks of appraisal and award while away (rules P1 to P7)."""

from datetime import date

from matcher.policy import assignment_clauses as c
from matcher.policy.facts import Appraisal, Facts
from matcher.policy.law import Law
from matcher.policy.periods import DAY
from matcher.policy.reasons import Reason, reason_under
from matcher.policy.rotation import written


def check_appraisal(facts: Facts, law: Law) -> list[Reason]:
    """What is to say of the appraisal of an assignment, or before a permanent move."""
    found = _departure(facts, law) if facts.permanent else _away(facts, law)
    if facts.appraisal is None:
        return found
    found += _administration(facts, facts.appraisal, law)
    if facts.appraisal.due is not None:
        found += reason_under(law, "review_board") + reason_under(law, "appraisal_answer")
    return found


def blocked_until(start: date, law: Law) -> date | None:
    """The last day without appraisal after an administration that begins on `start`.

    >>> from matcher.policy.book import CLAUSES
    >>> blocked_until(date(2029, 1, 20), Law(date(2029, 1, 20), CLAUSES))
    datetime.date(2029, 5, 20)
    """
    days = law.figure(c.ADMINISTRATION_DAYS)
    return None if days is None else start + days * DAY


def plan_due(start: date, law: Law) -> date | None:
    """The day by which the host has set goals and requirements."""
    days = law.figure(c.HOST_PLAN_DAYS)
    return None if days is None else start + days * DAY


def _away(facts: Facts, law: Law) -> list[Reason]:
    """An assignment of 120 days is appraised by its host; one under 90 cannot be rated alone. A sabbatical
    has no host that appraises."""
    if facts.kind == "sabbatical":
        return []
    own, days, found = facts.appraisal or Appraisal(), facts.span.days, []
    least = law.figure(c.HOST_APPRAISAL_DAYS)
    if least is not None and days >= least:
        if not own.host_appraises:
            found += reason_under(law, "host_appraisal_missing", days=days)
        due = plan_due(facts.start, law)
        if due is not None and (own.plan is None or own.plan > due):
            found += reason_under(law, "host_plan_missing", due=written(due))
    least = law.figure(c.APPRAISAL_DAYS)
    if least is not None and days < least:
        found += reason_under(law, "stint_short", days=days)
    return found + (reason_under(law, "home_award") if facts.detail is not None else [])


def _departure(facts: Facts, law: Law) -> list[Reason]:
    appraised = facts.move is not None and facts.move.appraised is not None
    return [] if appraised else reason_under(law, "departure_unappraised")


def _administration(facts: Facts, own: Appraisal, law: Law) -> list[Reason]:
    found: list[Reason] = []
    if own.due is None or facts.appointment != "career":
        return found
    for start in sorted(own.administrations):
        last = blocked_until(start, law)
        if last is not None and start <= own.due <= last:
            found += reason_under(law, "administration_new", last=written(last))
    return found
