"""Checks of the person: membership, limited service, probation, qualifications (rules D6, D17 to D20)."""

from datetime import date

from matcher.policy import assignment_clauses as c
from matcher.policy.facts import FOREVER, Facts
from matcher.policy.law import Law
from matcher.policy.periods import DAY, Span, days_within, joined, last_day
from matcher.policy.reasons import Reason, reason_under
from matcher.policy.rotation import written

LIMITED = {
    "limited_term": ("term_too_long", c.LIMITED_TERM_MONTHS),
    "limited_emergency": ("emergency_too_long", c.LIMITED_EMERGENCY_MONTHS),
}
WINDOW_MONTHS = 48
LEAP = 3  # by so many days at most two periods of 36 months differ


def check_standing(facts: Facts, law: Law) -> list[Reason]:
    """What is to say of whoever goes."""
    found = _outsider(facts, law) + _removal(facts, law)
    found += check_limited(facts, law) + _probation(facts, law)
    if facts.qualified is None or facts.qualified > facts.start:
        found += (
            reason_under(law, "unqualified") if facts.permanent else reason_under(law, "unqualified_detail")
        )
    return found


def _outsider(facts: Facts, law: Law) -> list[Reason]:
    """Whoever is outside the Service competes for its positions, but for a short detail."""
    most = law.figure(c.MEMBERS)
    if facts.member or most is None or (not facts.permanent and facts.span.days <= most):
        return []
    return reason_under(law, "not_a_member")


def _removal(facts: Facts, law: Law) -> list[Reason]:
    """A new head or noncareer supervisor bars removals of career appointees for performance, for a while."""
    days, found = law.figure(c.REMOVAL_BAR_DAYS), list[Reason]()
    if days is None or facts.appointment != "career":
        return []
    for appointed in sorted(facts.heads):
        last = appointed + days * DAY
        if appointed <= facts.start <= last:
            words = {"last": written(last), "appointed": written(appointed)}
            found += reason_under(law, "removal_barred", **words)
    return found


def probation_end(career_since: date, nonpay_days: int, law: Law) -> date | None:
    """The last day of probation; days without pay beyond the 30 that count make it longer."""
    months = law.figure(c.PROBATION_MONTHS)
    if months is None:
        return None
    return last_day(career_since, months) + max(0, nonpay_days - (law.figure(c.NONPAY_DAYS) or 0)) * DAY


def first_excess(spans: list[Span], law: Law) -> date | None:
    """The first day on which limited service in the 48 months that end with it exceeds its 36 months.

    36 months are counted in days of the 36 months that end on the same day.
    """
    months = law.figure(c.LIMITED_MONTHS)
    if months is None:
        return None
    service = joined(spans)
    for span in service:
        day = span.start
        while day <= span.end:
            frame = Span(_back(day, WINDOW_MONTHS), day)
            room = Span(_back(day, months), day).days - sum(days_within(one, frame) for one in service)
            if room < 0:
                return day
            day += max(1, room - LEAP) * DAY  # each day adds one day of service at most
    return None


def _back(day: date, months: int) -> date:
    """The first day of the period of `months` that ends on `day`."""
    first = day - months * 31 * DAY
    while last_day(first, months) < day:
        first += DAY
    return first


def check_limited(facts: Facts, law: Law) -> list[Reason]:
    """Whether a limited appointment lasts long enough for the assignment (rule D17)."""
    if facts.appointment not in LIMITED or facts.end == FOREVER:
        return []
    service = joined([*facts.limited_service, facts.span])
    own = next(span for span in service if span.start <= facts.start <= span.end)
    found = []
    code, clause = LIMITED[facts.appointment]
    months = law.figure(clause)
    if months is not None and own.end > last_day(own.start, months):
        last = written(last_day(own.start, months))
        found += (
            reason_under(law, "term_too_long", last=last)
            if code == "term_too_long"
            else reason_under(law, "emergency_too_long", last=last)
        )
    excess = first_excess(service, law)
    return found if excess is None else found + reason_under(law, "limited_too_long", day=written(excess))


def _probation(facts: Facts, law: Law) -> list[Reason]:
    if facts.career_since is None:
        return []
    last = probation_end(facts.career_since, facts.nonpay_days, law)
    late = last is not None and facts.start <= last
    return reason_under(law, "probation_not_over", last=written(last)) if late and last is not None else []
