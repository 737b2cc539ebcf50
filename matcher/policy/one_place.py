"""Nobody is away in two places at a time: under an agreement in force, or for a place that was accepted."""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import islice, permutations

from matcher.policy.book import CLAUSES
from matcher.policy.facts import FOR_GOOD, FOREVER, Agreed, Pledge
from matcher.policy.law import Law
from matcher.policy.periods import DAY, Span, last_day, nth_day
from matcher.policy.reasons import Reason, reason, reason_under
from matcher.policy.release_clauses import COOL_OFF
from matcher.policy.rotation import Offer, written

ORDERS = 120
"""How many orders of the places accepted are tried: all of five places."""


def run_beside(span: Span, later: int, others: Iterable[Span], pledges: Collection[Pledge]) -> Span | None:
    """The days of `span`, or as many begun up to `later` days after it, beside which one is away neither in
    `others` nor for `pledges`, which keep the days they have.

    >>> from datetime import date
    >>> span, away = Span(date(2027, 5, 13), date(2027, 11, 8)), Span(date(2026, 8, 22), date(2027, 6, 28))
    >>> print(run_beside(span, 91, [away], []).start, run_beside(span, 46, [away], []))
    2027-06-29 None
    """
    return _first(span, later, _taken(others, pledges))


def placed(others: Iterable[Span], pledges: Iterable[Pledge]) -> dict[Pledge, Span]:
    """The days of every place accepted: the first that `others`, the places on fixed days and those accepted
    before it leave free. Where a place is left without any, in another order that leaves days to all; where
    no order does, it keeps those it was accepted with.

    >>> from datetime import date
    >>> late, early = Span(date(2027, 3, 1), date(2027, 3, 31)), Span(date(2027, 1, 1), date(2027, 3, 31))
    >>> [str(days.start) for days in placed([], [Pledge(early, "A", 90), Pledge(late, "B")]).values()]
    ['2027-03-01', '2027-04-01']
    """
    taken, pledges = [*others], sorted(pledges, key=lambda one: (one.since, one))
    return _in_an_order(taken, pledges) or _in_turn(taken, pledges)[0]


def _in_an_order(taken: Collection[Span], pledges: Collection[Pledge]) -> dict[Pledge, Span] | None:
    """The first order of `pledges` that leaves days to everyone that can wait; exact up to five of them."""
    fixed, waiting = [one for one in pledges if not one.later], [one for one in pledges if one.later]
    for order in islice(permutations(waiting), ORDERS):
        found, stuck = _in_turn(taken, [*fixed, *order])
        if not any(one.later for one in stuck):
            return found
    return None


def _in_turn(taken: Collection[Span], pledges: Iterable[Pledge]) -> tuple[dict[Pledge, Span], list[Pledge]]:
    """The days of each where those before it come first, and the places that found none free."""
    found: dict[Pledge, Span] = {}
    stuck = []
    for one in pledges:
        run = _first(one.span, one.later, [*taken, *found.values()])
        stuck += [one] if run is None else []
        found[one] = run or one.span
    return found, stuck


def _taken(others: Iterable[Span], pledges: Collection[Pledge]) -> list[Span]:
    others = [*others]
    return [*others, *placed(others, pledges).values()]


def _first(span: Span, later: int, taken: Collection[Span]) -> Span | None:
    """The first run of those days that meets none of `taken`."""
    last = span.start + later * DAY
    for start in sorted({span.start, *(one.end + DAY for one in taken if span.start <= one.end < last)}):
        run = _begun(span, start)
        if not any(run.meets(one) for one in taken):
            return run
    return None


def _begun(span: Span, start: date) -> Span:
    """As many days, begun on `start`."""
    return Span(start, FOREVER if span.end == FOREVER else span.end + (start - span.start))


def _obstacles(span: Span, later: int, taken: Collection[Span]) -> set[Span]:
    """Which of `taken` leave no day to begin: each that does so alone, or else all that are met."""
    alone = {one for one in taken if _first(span, later, [one]) is None}
    reached = Span(span.start, _begun(span, span.start + later * DAY).end)
    return alone or {one for one in taken if reached.meets(one)}


def check_place(
    span: Span, others: Collection[Span], pledges: Collection[Pledge], law: Law, later: int = 0
) -> list[Reason]:
    """What stands in the way of being away in `span`, or begun up to `later` days after it; `others` are the
    agreements in force."""
    if run_beside(span, later, others, pledges):
        return []
    named, found = _obstacles(span, later, _taken(others, pledges)), list[Reason]()
    for other in sorted(others):
        if other in named:
            found += reason_under(law, "away_twice", start=written(other.start), end=written(other.end))
    for pledge, held in sorted(placed(others, pledges).items()):
        if held in named:
            found += reason_under(law, "accepted_elsewhere", round=pledge.round, days=_days(held))
    return found


def check_written(
    span: Span, others: Collection[Span], pledges: Collection[Pledge], law: Law
) -> list[Reason]:
    """The same of an agreement, whose days are written: the places accepted wait for it where all can."""
    if _in_an_order([*others, span], sorted(pledges)) is not None:
        pledges = [one for one in pledges if not one.later]
    return check_place(span, others, pledges, law)


def check_beside(
    offer: Offer, pledges: Collection[Pledge], agreed: Iterable[Agreed] = (), away: Iterable[Agreed] = ()
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
    span, later = days_of(offer), (offer.starts_until - offer.starts_from).days
    agreed, away = sorted(agreed), sorted(away)
    others = [one.span for one in (*away, *agreed)]
    if run_beside(span, later, others, pledges):
        return []
    named = _obstacles(span, later, _taken(others, pledges))
    return [
        *(found for one in away if one.span in named for found in _while_away(offer, one)),
        *(
            reason("begins_beside_place", opportunity=offer.id, round=one.round, days=_days(days))
            for one, days in sorted(placed(others, pledges).items())
            if days in named
        ),
        *(_beside(offer, one) for one in agreed if one.span in named),
    ]


def days_of(offer: Offer) -> Span:
    """The days away of an opportunity that begins on its first day."""
    first = offer.starts_from
    return Span(first, FOREVER if offer.kind in FOR_GOOD else nth_day(first, offer.duration_days))


def _while_away(offer: Offer, one: Agreed) -> list[Reason]:
    """Whoever is away in force on every day of the window reads of the time at home after it."""
    away, law = one.span, Law(offer.starts_from, CLAUSES)
    if not (away.start <= offer.starts_from and offer.starts_until <= away.end):
        return [_beside(offer, one)]
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
