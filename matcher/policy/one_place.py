"""Nobody is away in two places at a time: under an agreement in force, or for a place that was accepted."""

from collections.abc import Iterable

from matcher.policy.facts import FOREVER, Pledge
from matcher.policy.law import Law
from matcher.policy.periods import Span
from matcher.policy.reasons import Reason, reason_under
from matcher.policy.rotation import written


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


def _days(span: Span) -> str:
    start = f"from {written(span.start)}"
    return f"{start} on" if span.end == FOREVER else f"{start} to {written(span.end)}"
