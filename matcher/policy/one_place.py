"""Nobody is away in two places at a time: under an agreement in force, or for a place that was accepted."""

from collections.abc import Iterable

from matcher.policy.facts import FOR_GOOD, FOREVER, Agreed, Pledge
from matcher.policy.law import Law
from matcher.policy.periods import Span, nth_day
from matcher.policy.reasons import Reason, reason, reason_under
from matcher.policy.rotation import Offer, written


def check_place(span: Span, others: Iterable[Span], pledges: Iterable[Pledge], law: Law) -> list[Reason]:
    """What stands in the way of being away in `span`; `others` are the agreements in force."""
    found: list[Reason] = []
    for other in sorted(others):
        if span.meets(other):
            found += reason_under(law, "away_twice", start=written(other.start), end=written(other.end))
    for pledge in sorted(pledges):
        if span.meets(pledge.span):
            days = _days(pledge.span)
            found += reason_under(law, "accepted_elsewhere", round=pledge.round, days=days)
    return found


def check_beside(offer: Offer, pledges: Iterable[Pledge], agreed: Iterable[Agreed] = ()) -> list[Reason]:
    """Whether an opportunity, begun on its first day, would run beside a place that was accepted or an
    agreement; it may be ranked all the same.

    >>> from datetime import date
    >>> offer = Offer("O-1", "EN", 180, date(2027, 9, 1), "none", None, True, date(2027, 6, 1))
    >>> place = Pledge(Span(date(2027, 5, 28), date(2027, 10, 24)), "Round D")
    >>> [one.text for one in check_beside(offer, [place])]
    ['The days of O-1 overlap the place accepted in Round D, from 28 May 2027 to 24 October 2027: it can be \
taken only if that one is given up.']
    """
    first, days = offer.starts_from, offer.duration_days
    span = Span(first, FOREVER if offer.kind in FOR_GOOD else nth_day(first, days))
    places = [
        reason("begins_beside_place", opportunity=offer.id, round=one.round, days=_days(one.span))
        for one in sorted(pledges)
        if span.meets(one.span)
    ]
    return places + [_beside(offer, one) for one in sorted(agreed) if span.meets(one.span)]


def _beside(offer: Offer, one: Agreed) -> Reason:
    """What is for good makes way for nothing; any other agreement can end early."""
    if not one.for_good:
        days = _days(one.span)
        return reason("begins_beside_agreement", opportunity=offer.id, host=one.host, days=days)
    start, until = written(one.span.start), written(one.span.end)
    return reason("begins_beside_move", opportunity=offer.id, host=one.host, start=start, until=until)


def _days(span: Span) -> str:
    start = f"from {written(span.start)}"
    return f"{start} on" if span.end == FOREVER else f"{start} to {written(span.end)}"
