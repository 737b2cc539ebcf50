"""What an executive's service and earlier assignments say of an opportunity, before anything is ranked."""

from dataclasses import dataclass
from datetime import date

from matcher.policy import release_clauses
from matcher.policy.assignment_clauses import SABBATICAL_MONTHS
from matcher.policy.book import CLAUSES
from matcher.policy.clause import Clause
from matcher.policy.facts import Facts, Ipa, Sabbatical
from matcher.policy.ipa import check_sent
from matcher.policy.law import Law
from matcher.policy.periods import DAY, Span, last_day, nth_day
from matcher.policy.reasons import Reason, reason_under
from matcher.policy.rotation import Offer, written
from matcher.policy.sabbatical import check_eligible
from matcher.policy.standing import check_limited

SABBATICAL, IPA = "sabbatical", "ipa"
ASKING = frozenset({SABBATICAL, IPA})
"""Kinds of opportunity that ask for a past of their own."""


@dataclass(frozen=True)
class Past:
    """What is on record of an executive. `civil_since` begins the service that counts for a sabbatical,
    `last_sabbatical` is the first day of the last one, `last_away` the last day of the last assignment,
    `ipa` are IPA assignments, `attested` the sabbaticals at whose start no immediate annuity is open."""

    appointment: str
    ses_since: date
    civil_since: date | None = None
    last_sabbatical: date | None = None
    last_away: date | None = None
    ipa: tuple[Span, ...] = ()
    attested: frozenset[str] = frozenset()


def as_others_know(appointment: str, ses_since: date, offer: Offer) -> Past:
    """The past as whoever invites may know it: what is the executive's own to tell is taken as met."""
    return Past(appointment, ses_since, civil_since=date.min, attested=frozenset({offer.id}))


def check_past(past: Past, offer: Offer, book: tuple[Clause, ...] = CLAUSES) -> list[Reason]:
    """What the law of its kind says, on the day in the window of its start that suits the executive best.

    >>> offer = Offer("O-1", "EN", 300, date(2027, 9, 1), "none", None, True, date(2027, 6, 1), "sabbatical")
    >>> [one.code for one in check_past(Past("career", date(2020, 1, 1)), offer)]
    ['sabbatical_retirement']
    """
    start = _best_start(offer, book)
    law, end = Law(start, book), nth_day(start, offer.duration_days)
    facts = Facts(offer.kind, "other_sector_nonfederal", start, end, appointment=past.appointment)
    if offer.kind == SABBATICAL:
        return check_eligible(facts, _sabbatical(past, offer), law)
    if offer.kind == IPA:
        return check_sent(facts, Ipa("", prior=past.ipa), law)
    return check_limited(facts, law) if not facts.permanent else []


def check_kind(offer: Offer, book: tuple[Clause, ...] = CLAUSES) -> list[Reason]:
    """What the law of its kind says against an opportunity whoever asks for it: that it is too long.

    >>> offer = Offer("O-1", "EN", 400, date(2027, 9, 1), "none", None, True, date(2027, 6, 1), "sabbatical")
    >>> [one.text for one in check_kind(offer)]
    ['A sabbatical of 11 months from 1 September 2027 ends by 31 July 2028.']
    """
    return check_past(as_others_know("career", date.min, offer), offer, book)


def check_rest(past: Past, offer: Offer, book: tuple[Clause, ...] = CLAUSES) -> list[Reason]:
    """Whether the last assignment is long enough ago; it stops nothing. One that lasts as long as the window
    of the start is for `check_beside` to tell.

    >>> offer = Offer("O-1", "EN", 180, date(2027, 9, 1), "none", None, True, date(2027, 6, 1))
    >>> [one.text for one in check_rest(Past("career", date(2020, 1, 1), last_away=date(2026, 6, 1)), offer)]
    ['The last assignment is to 1 June 2026: 12 months at home last until 1 June 2027, but O-1 can begin \
on 1 June 2027, before they are over.']
    """
    law = Law(offer.starts_from, book)
    months, last = law.figure(release_clauses.COOL_OFF), past.last_away
    if months is None or last is None or offer.starts_until <= last:
        return []
    if offer.starts_from > (until := last_day(last + DAY, months)):
        return []
    begins = max(offer.starts_from, last + DAY)
    words = {"last": written(last), "until": written(until), "begins": written(begins)}
    return reason_under(law, "too_soon_again", opportunity=offer.id, **words)


def _sabbatical(past: Past, offer: Offer) -> Sabbatical:
    return Sabbatical(
        civil_since=past.civil_since or past.ses_since,
        ses_since=past.ses_since,
        ipa=past.ipa,
        last=past.last_sabbatical,
        not_retirable=offer.id in past.attested,
    )


def _best_start(offer: Offer, book: tuple[Clause, ...]) -> date:
    """The latest day of the window on which a sabbatical is not too long, because service grows; months have
    unequal days. Of any other kind, or where it is too long on every day: the latest."""
    day = offer.starts_until
    while offer.kind == SABBATICAL and day >= offer.starts_from:
        months = Law(day, book).figure(SABBATICAL_MONTHS)
        if months is None or nth_day(day, offer.duration_days) <= last_day(day, months):
            return day
        day -= DAY
    return offer.starts_until
