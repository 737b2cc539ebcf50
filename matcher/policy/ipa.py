"""Checks of an assignment under the Intergovernmental Personnel Act (rules I1 to I14)."""

from collections.abc import Iterable
from datetime import date

from matcher.policy import assignment_clauses as c
from matcher.policy.facts import Facts, Host, Ipa
from matcher.policy.law import Law
from matcher.policy.periods import DAY, Span, joined, last_day, nth_day
from matcher.policy.reasons import Reason, reason_under
from matcher.policy.rotation import APPOINTMENT_NAMES, written

CERTIFIED = {Host.INSTRUMENTALITY, Host.OTHER_ORGANIZATION}
STATUSES = {"detail", "lwop"}
YEAR = 12


def check_ipa(facts: Facts, law: Law) -> list[Reason]:
    """What is to say of an IPA assignment; nothing of any other kind."""
    if facts.ipa is None:
        return []
    own = facts.ipa
    return (
        _host(own, law)
        + check_sent(facts, own, law)
        + _person(facts, own, law)
        + _papers(facts, own, law)
        + _early_end(own, law)
    )


def check_sent(facts: Facts, own: Ipa, law: Law) -> list[Reason]:
    """Who may be sent, and for how long (rules I3, I5 to I7): known before anything is signed."""
    found = []
    if not own.inbound and facts.appointment != "career":
        found += reason_under(law, "ipa_not_career", appointment=APPOINTMENT_NAMES[facts.appointment])
    return found + _length(facts, own, law) + _total(facts, own, law) + _continuous(facts, own, law)


def career_limit(start: date, before: int, years: int) -> date:
    """The last day on which assignments of `before` days, laid end to end before `start`, and this one stay
    within `years`."""
    return last_day(start - before * DAY, YEAR * years)


def continuous_since(start: date, prior: Iterable[Span], gap: int) -> date:
    """The first day of the chain that an assignment from `start` continues, breaks of `gap` days allowed."""
    chains = joined([span for span in prior if span.start < start], gap)
    continues = chains and (start - chains[-1].end).days - 1 <= gap
    return chains[-1].start if continues else start


def back_until(prior: Iterable[Span], start: date, law: Law) -> date | None:
    """The last day of the 12 months back that a finished chain of four years asks for, None without one."""
    gap, months, back = (
        law.figure(clause) for clause in (c.IPA_BREAK_DAYS, c.IPA_CONTINUOUS_MONTHS, c.IPA_BACK_MONTHS)
    )
    if gap is None or months is None or back is None:
        return None
    chains = joined([span for span in prior if span.start < start], gap)
    ends = [chain.end for chain in chains if chain.end >= last_day(chain.start, months)]
    return last_day(ends[-1] + DAY, back) if ends else None


def _host(own: Ipa, law: Law) -> list[Reason]:
    if own.host not in set(Host):
        return reason_under(law, "ipa_host", host=own.host)
    return reason_under(law, "ipa_uncertified") if own.host in CERTIFIED and not own.certified else []


def _person(facts: Facts, own: Ipa, law: Law) -> list[Reason]:
    found = []
    days = law.figure(c.IPA_INBOUND_DAYS)
    if own.inbound and days is not None:
        since = facts.start if own.employed_since is None else own.employed_since
        if facts.start <= nth_day(since, days):
            found += reason_under(law, "ipa_inbound_short", last=written(nth_day(since, days)))
    if facts.consents.executive is None:
        found += reason_under(law, "ipa_unconsented")
    return found if own.concern.strip() else found + reason_under(law, "ipa_no_concern")


def _length(facts: Facts, own: Ipa, law: Law) -> list[Reason]:
    """Two years, four when extended; with a tribe an extension has any length."""
    if own.extended and own.host == Host.TRIBAL:
        return []
    months = law.figure(c.IPA_EXTENDED_MONTHS if own.extended else c.IPA_MONTHS)
    if months is None or facts.end <= last_day(facts.start, months):
        return []
    start, last = written(facts.start), written(last_day(facts.start, months))
    if own.extended:
        return reason_under(law, "ipa_extension_too_long", start=start, last=last)
    return reason_under(law, "ipa_too_long", start=start, last=last)


def _total(facts: Facts, own: Ipa, law: Law) -> list[Reason]:
    years = law.figure(c.IPA_CAREER_YEARS)
    if years is None or own.inbound or own.opm_waiver is not None:
        return []
    before = sum(span.days for span in joined(own.prior))
    last = career_limit(facts.start, before, years)
    return (
        reason_under(law, "ipa_career_total", before=before, last=written(last)) if facts.end > last else []
    )


def _continuous(facts: Facts, own: Ipa, law: Law) -> list[Reason]:
    if own.extended and own.host == Host.TRIBAL:
        return []
    back = back_until(own.prior, facts.start, law)
    if back is not None and facts.start <= back:
        return reason_under(law, "ipa_not_back", last=written(back))
    gap, months = law.figure(c.IPA_BREAK_DAYS), law.figure(c.IPA_CONTINUOUS_MONTHS)
    if gap is None or months is None:
        return []
    since = continuous_since(facts.start, own.prior, gap)
    last = last_day(since, months)
    passed = facts.end > last
    return reason_under(law, "ipa_continuous", since=written(since), last=written(last)) if passed else []


def _papers(facts: Facts, own: Ipa, law: Law) -> list[Reason]:
    found = []
    if not own.inbound:
        if own.obligation is None or own.obligation > facts.start:
            found += reason_under(law, "ipa_unobliged")
        else:
            last = nth_day(facts.end + DAY, facts.span.days)
            found += reason_under(law, "ipa_obliged", last=written(last))
        if own.status not in STATUSES:
            found += reason_under(law, "ipa_status", status=own.status)
    if own.host == Host.FFRDC and own.above_federal_pay:
        found += reason_under(law, "ipa_pay")
    if own.relocation and own.relocation_agreed is None:
        found += reason_under(law, "ipa_relocation")
    if own.agreed is None or own.agreed >= facts.start:
        found += reason_under(law, "ipa_unagreed")
    return found


def _early_end(own: Ipa, law: Law) -> list[Reason]:
    found = []
    if own.left_employer is not None:
        found += reason_under(law, "ipa_separated", day=written(own.left_employer))
    if own.ended_early is None:
        return found
    days = law.figure(c.IPA_NOTICE_DAYS)
    if days is not None and (own.told is None or own.ended_early < own.told + days * DAY):
        given = "; none is on record" if own.told is None else f"; it was told on {written(own.told)}"
        found += reason_under(law, "ipa_notice_short", given=given)
    return found if own.inbound else found + reason_under(law, "ipa_return")
