"""Checks of a sabbatical, 5 U.S.C. 3396(c) (rules S1 to S6)."""

from datetime import date

from matcher.policy import assignment_clauses as c
from matcher.policy.facts import Facts, Sabbatical
from matcher.policy.law import Law
from matcher.policy.periods import DAY, Span, days_within, joined, last_day
from matcher.policy.reasons import Reason, reason_under
from matcher.policy.rotation import written

YEAR = 12


def check_sabbatical(facts: Facts, law: Law) -> list[Reason]:
    """What is to say of a sabbatical; nothing of any other kind."""
    if facts.sabbatical is None:
        return []
    own = facts.sabbatical
    return (
        check_eligible(facts, own, law) + _obligation(facts, own, law) + reason_under(law, "sabbatical_paid")
    )


def check_eligible(facts: Facts, own: Sabbatical, law: Law) -> list[Reason]:
    """Who may be granted one, how long, and for what (rules S1 to S4): known before anything is signed."""
    found = []
    if facts.appointment != "career":
        found += reason_under(law, "sabbatical_not_career")
    months = law.figure(c.SABBATICAL_MONTHS)
    if months is not None and facts.end > last_day(facts.start, months):
        last = written(last_day(facts.start, months))
        found += reason_under(law, "sabbatical_too_long", start=written(facts.start), last=last)
    if own.compensated:
        found += reason_under(law, "sabbatical_compensated")
    found += _service(facts, own, law)
    if not own.not_retirable:
        found += reason_under(law, "sabbatical_retirement")
    return found


def first_eligible(since: date, years: int, ipa: tuple[Span, ...] = ()) -> date:
    """The day after `years` of service since `since` are complete, days of IPA assignments not counted.

    Days not counted are made up one by one, and those made up on another such assignment count no more.
    """
    day, end = since, last_day(since, YEAR * years)
    for span in joined(ipa):
        start = max(span.start, day)
        if start <= end and span.end >= start:
            end += days_within(span, Span(start, span.end)) * DAY
    return end + DAY


def again_from(last: date, years: int) -> date:
    """The first day of the next sabbatical, `years` counted from the first day of the last."""
    return last_day(last, YEAR * years) + DAY


def _service(facts: Facts, own: Sabbatical, law: Law) -> list[Reason]:
    found = []
    years = law.figure(c.SABBATICAL_SERVICE)
    if years is not None and facts.start < (first := first_eligible(own.civil_since, years, own.ipa)):
        found += reason_under(law, "sabbatical_service_short", first=written(first))
    years = law.figure(c.SABBATICAL_SES)
    if years is not None and facts.start < (first := first_eligible(own.ses_since, years, own.ipa)):
        found += reason_under(law, "sabbatical_ses_short", first=written(first))
    years = law.figure(c.SABBATICAL_AGAIN)
    if years is not None and own.last is not None and facts.start < (first := again_from(own.last, years)):
        found += reason_under(law, "sabbatical_again", first=written(first))
    return found


def _obligation(facts: Facts, own: Sabbatical, law: Law) -> list[Reason]:
    if own.agreed is None or own.agreed > facts.start:
        return reason_under(law, "sabbatical_unagreed")
    years = law.figure(c.SABBATICAL_OBLIGED)
    if years is None:
        return []
    return reason_under(law, "sabbatical_obliged", last=written(last_day(facts.end + DAY, YEAR * years)))
