"""Nobody is away in two places at a time: under an agreement in force, or for a place that was accepted."""

from collections.abc import Collection, Iterable

from matcher.policy.book import CLAUSES
from matcher.policy.facts import FOR_GOOD, FOREVER, Agreed, Pledge
from matcher.policy.law import Law
from matcher.policy.periods import DAY, Span, last_day, nth_day
from matcher.policy.reasons import Reason, reason, reason_under
from matcher.policy.release_clauses import COOL_OFF
from matcher.policy.rotation import Offer, written


def run_beside(span: Span, later: int, others: Iterable[Span], pledges: Collection[Pledge]) -> Span | None:
    """The days of `span`, or as many begun up to `later` days after it, beside which one is away neither in
    `others` nor for `pledges`: after the places accepted, or else before them where they can wait.

    >>> from datetime import date
    >>> span, away = Span(date(2027, 5, 13), date(2027, 11, 8)), Span(date(2026, 8, 22), date(2027, 6, 28))
    >>> print(run_beside(span, 91, [away], []).start, run_beside(span, 46, [away], []))
    2027-06-29 None
    """
    others = list(others)
    run = _first(span, later, [*others, *(_held(one, others) for one in pledges)])
    if run is None and (run := _first(span, later, others)) is not None:
        waits = (_first(one.span, one.later, [*others, run]) for one in pledges)
        return run if all(waits) else None
    return run


def _first(span: Span, later: int, taken: Collection[Span]) -> Span | None:
    """The first run of those days that meets none of `taken`."""
    last = span.start + later * DAY
    for start in sorted({span.start, *(one.end + DAY for one in taken if span.start <= one.end < last)}):
        run = Span(start, FOREVER if span.end == FOREVER else span.end + (start - span.start))
        if not any(run.meets(one) for one in taken):
            return run
    return None


def _held(pledge: Pledge, others: Collection[Span]) -> Span:
    """The days a place accepted is first free for; those it was accepted with where there are none."""
    return _first(pledge.span, pledge.later, others) or pledge.span


def check_place(
    span: Span, others: Collection[Span], pledges: Collection[Pledge], law: Law, later: int = 0
) -> list[Reason]:
    """What stands in the way of being away in `span`, or begun up to `later` days after it; `others` are the
    agreements in force."""
    if run_beside(span, later, others, pledges):
        return []
    found: list[Reason] = []
    for other in sorted(others):
        if span.meets(other):
            found += reason_under(law, "away_twice", start=written(other.start), end=written(other.end))
    for pledge in sorted(pledges):
        if span.meets(held := _held(pledge, others)):
            found += reason_under(law, "accepted_elsewhere", round=pledge.round, days=_days(held))
    return found


def check_beside(
    offer: Offer, pledges: Collection[Pledge], agreed: Iterable[Agreed] = (), away: Collection[Span] = ()
) -> list[Reason]:
    """Whether an opportunity, on whatever day of its window it begins, would run beside a place that was
    accepted, an agreement, or the days `away` under one in force; it may be ranked all the same.

    >>> from datetime import date
    >>> offer = Offer("O-1", "EN", 180, date(2027, 9, 1), "none", None, True, date(2027, 6, 1))
    >>> place = Pledge(Span(date(2027, 5, 28), date(2027, 10, 24)), "Round D")
    >>> [one.text for one in check_beside(offer, [place])]
    ['The days of O-1 overlap the place accepted in Round D, from 28 May 2027 to 24 October 2027: it can be \
taken only if that one is given up.']
    """
    span, agreed = days_of(offer), sorted(agreed)
    others = [*away, *(one.span for one in agreed)]
    if run_beside(span, (offer.starts_until - offer.starts_from).days, others, pledges):
        return []
    held = [(one, _held(one, others)) for one in sorted(pledges)]
    return [
        *(found for one in sorted(away) if span.meets(one) for found in _while_away(offer, one)),
        *(
            reason("begins_beside_place", opportunity=offer.id, round=one.round, days=_days(days))
            for one, days in held
            if span.meets(days)
        ),
        *(_beside(offer, one) for one in agreed if span.meets(one.span)),
    ]


def days_of(offer: Offer) -> Span:
    """The days away of an opportunity that begins on its first day."""
    first = offer.starts_from
    return Span(first, FOREVER if offer.kind in FOR_GOOD else nth_day(first, offer.duration_days))


def _while_away(offer: Offer, away: Span) -> list[Reason]:
    law = Law(offer.starts_from, CLAUSES)
    months = law.figure(COOL_OFF)
    if months is None:
        return []
    until = written(last_day(away.end + DAY, months))
    words = {"latest": written(offer.starts_until), "last": written(away.end), "until": until}
    return reason_under(law, "begins_while_away", opportunity=offer.id, **words)


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
