"""Invented agreements as policy sees them: each lawful until a part is changed."""

from datetime import date, timedelta
from typing import Any

from matcher.policy.assignment import checks
from matcher.policy.book import CLAUSES
from matcher.policy.facts import (
    Consents,
    Detail,
    Facts,
    Ipa,
    Move,
    Order,
    Sabbatical,
)
from matcher.policy.law import Law
from matcher.policy.periods import Span, last_day, nth_day

START = date(2026, 10, 1)
DAY = timedelta(days=1)
LAW = Law(START, CLAUSES)


def codes(facts: Facts) -> set[str]:
    return {finding.code for finding in checks(facts)}


def detail(days: int = 200, start: date = START, **parts: Any) -> Facts:
    end = nth_day(start, days)
    return Facts("detail", "other_agency", start, end, qualified=start, detail=Detail(**parts))


def move(start: date, kind: str = "reassignment", heads: tuple[date, ...] = (), **parts: Any) -> Facts:
    consents = Consents(executive=start - 90 * DAY, gaining=start - 90 * DAY)
    own = Move(**({"notice": start - 90 * DAY, "appraised": start} | parts))
    return Facts(kind, "other_component", start, qualified=start, consents=consents, move=own, heads=heads)


def sabbatical(start: date = START, end: date | None = None, **parts: Any) -> Facts:
    usual: dict[str, Any] = {
        "civil_since": date(2010, 1, 1),
        "ses_since": date(2012, 1, 1),
        "not_retirable": True,
        "agreed": start,
    }
    own = Sabbatical(**(usual | parts))
    return Facts(
        "sabbatical",
        "other_sector_nonfederal",
        start,
        end or last_day(start, 11),
        qualified=start,
        sabbatical=own,
    )


def ipa(start: date = START, end: date | None = None, **parts: Any) -> Facts:
    usual: dict[str, Any] = {
        "host": "state",
        "concern": "Flood maps",
        "obligation": start,
        "agreed": start - DAY,
    }
    own = Ipa(**(usual | parts))
    consents = Consents(executive=start - DAY)
    return Facts(
        "ipa",
        "other_sector_nonfederal",
        start,
        end or last_day(start, 24),
        qualified=start,
        consents=consents,
        ipa=own,
    )


def order(start: date, days: int = 120, number: str = "1") -> Order:
    return Order(number, start, Span(start, nth_day(start, days)))
