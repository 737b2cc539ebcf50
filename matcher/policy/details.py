"""Checks of a detail: orders, ceilings, the position of record (rules D1 to D7)."""

from matcher.policy import assignment_clauses as c
from matcher.policy.facts import Detail, Facts
from matcher.policy.law import Law
from matcher.policy.periods import DAY, Span, joined
from matcher.policy.reasons import Reason, reason_under
from matcher.policy.rotation import APPOINTMENT_NAMES, written


def check_detail(facts: Facts, law: Law) -> list[Reason]:
    """What is to say of a detail; nothing of any other kind."""
    if facts.detail is None:
        return []
    detail, found = facts.detail, []
    if not detail.position_kept:
        found += reason_under(law, "position_not_kept")
    if not detail.home_pays:
        found += reason_under(law, "home_does_not_pay")
    found += _orders(facts, detail, law) if detail.same_department else _between(facts, law)
    return found + _ceilings(facts, detail, law) + _reserved(facts, law)


def uncovered(whole: Span, orders: list[Span]) -> list[Span]:
    """The parts of `whole` that no order covers, in order.

    >>> from datetime import date
    >>> uncovered(Span(date(2026, 10, 1), date(2027, 1, 30)), [Span(date(2026, 10, 1), date(2027, 1, 28))])
    [Span(start=datetime.date(2027, 1, 29), end=datetime.date(2027, 1, 30))]
    """
    found, day = [], whole.start
    for order in joined(orders):
        if order.start > whole.end:
            break
        if order.start > day:
            found.append(Span(day, order.start - DAY))
        day = max(day, order.end + DAY)
    if day <= whole.end:
        found.append(Span(day, whole.end))
    return found


def _orders(facts: Facts, detail: Detail, law: Law) -> list[Reason]:
    """Inside one department each order has its own law, that of its first day."""
    found = []
    for gap in uncovered(facts.span, [order.span for order in detail.orders]):
        found += reason_under(law, "order_missing", start=written(gap.start), end=written(gap.end))
    for order in sorted(detail.orders, key=lambda one: (one.span, one.number)):
        own = Law(order.span.start, law.book)
        most = own.figure(c.ORDER_DAYS)
        if most is not None and order.span.days > most:
            found += reason_under(own, "order_too_long", number=order.number, days=order.span.days)
        if order.signed > order.span.start:
            found += reason_under(own, "order_late", number=order.number, signed=written(order.signed))
    return found


def _between(facts: Facts, law: Law) -> list[Reason]:
    days, most = facts.span.days, law.figure(c.RENEWAL_DAYS)
    return reason_under(law, "renew_between", days=days) if most is not None and days > most else []


def _ceilings(facts: Facts, detail: Detail, law: Law) -> list[Reason]:
    days, found = facts.span.days, []
    most = law.figure(c.UNCLASSIFIED_DAYS)
    if detail.unclassified and most is not None and days > most:
        found += reason_under(law, "unclassified_too_long", days=days)
    most = law.figure(c.LOWER_DAYS)
    if detail.lower and detail.opm_approval is None and most is not None and days > most:
        found += reason_under(law, "lower_too_long", days=days)
    return found


def _reserved(facts: Facts, law: Law) -> list[Reason]:
    if facts.position_type != "career_reserved" or facts.appointment == "career":
        return []
    return reason_under(law, "reserved_detail", appointment=APPOINTMENT_NAMES[facts.appointment])
