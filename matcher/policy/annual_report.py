"""The annual rotation report as a value: figures and runs, read from it and written to it, no names.

Participation is every executive of the three groups who served, of all of the three; the goal of the
executive order speaks of career appointees of the Service alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from matcher.policy.book import CLAUSES
from matcher.policy.law import Law
from matcher.policy.periods import Span, fiscal_span
from matcher.policy.rotation_report import TYPES, Stay, needs_reason, row, serving, share

FORMAT = "roundtrip.rotation-report/1"
GROUPS = ("ES", "SL", "ST")
PLACES = ("internal", "agency", "outside")


@dataclass(frozen=True)
class Heads:
    """How many executives of each group there were on the 1 October that opened the year, and who says so."""

    ES: int
    SL: int
    ST: int
    source: str
    confirmed: bool

    def counts(self) -> dict[str, int]:
        return {group: getattr(self, group) for group in GROUPS}


@dataclass(frozen=True)
class Annual:
    """One report. `before` is how many served of how many in the year before, where that is known."""

    agency: tuple[str, str]
    year: int
    until: date
    served: Mapping[str, int]
    reached: Mapping[str, int]
    types: Mapping[str, int]
    places: Mapping[str, int]
    heads: Heads | None
    before: tuple[int, int] | None
    runs: tuple[tuple[Stay, int], ...]
    contact: str = ""
    reason: str = ""

    @property
    def people(self) -> int:
        return sum(self.served.values())

    @property
    def total(self) -> int:
        return 0 if self.heads is None else sum(self.heads.counts().values())

    @property
    def share(self) -> Fraction | None:
        """Percent of all executives who served."""
        return share(self.people, self.total)

    @property
    def share_before(self) -> Fraction | None:
        """The same of the year before."""
        return None if self.before is None else share(*self.before)

    @property
    def service_share(self) -> Fraction | None:
        """Percent of the career appointees of the Service who served: what the goal speaks of."""
        return None if self.heads is None else share(self.served["ES"], self.heads.ES)

    @property
    def asks_reason(self) -> bool:
        """Whether participation moved by a percentage point or more."""
        return needs_reason(self.share, self.share_before, law_of(self.year))

    def content(self) -> dict[str, Any]:
        """The report as JSON holds it."""
        code, name = self.agency
        return {
            "format": FORMAT,
            "agency": {"code": code, "name": name},
            "fiscal_year": self.year,
            "counted_until": self.until.isoformat(),
            "served": dict(self.served),
            "reached": dict(self.reached),
            "types": dict(self.types),
            "places": dict(self.places),
            "heads": None if self.heads is None else _headed(self.heads),
            "before": None if self.before is None else list(self.before),
            "contact": self.contact,
            "reason": self.reason,
            "runs": [_written(run, days) for run, days in self.runs],
        }


def law_of(year: int) -> Law:
    """The law of a report: that of the last day of its year."""
    return Law(fiscal_span(year).end, CLAUSES)


def annual(
    agency: tuple[str, str],
    year: int,
    until: date,
    stays: Iterable[Stay],
    heads: Heads | None,
    before: tuple[int, int] | None,
) -> Annual:
    """The figures of an agency and a year, from its stays; days after `until` are not there yet, and what
    comes after the year changes nothing."""
    last = min(until, fiscal_span(year).end)
    known = [one for stay in stays if (one := _until(stay, last)) is not None]
    figures = row(known, year, law_of(year))
    return Annual(
        agency,
        year,
        last,
        _all(figures.served, GROUPS),
        _all(figures.reached, GROUPS),
        _all(figures.kinds, TYPES),
        _all(figures.places, PLACES),
        heads,
        before,
        tuple(serving(known, year)),
    )


def total(reports: Iterable[Annual], year: int, until: date) -> Annual:
    """The sum of the agencies' reports, which is what is told of all of government."""
    found = list(reports)
    heads = [one.heads for one in found if one.heads is not None]
    before = [one.before for one in found if one.before is not None]
    es, sl, st = (sum(one.counts()[group] for one in heads) for group in GROUPS)
    source = f"Sum of the headcounts of {len(heads)} {'agency' if len(heads) == 1 else 'agencies'}."
    return Annual(
        ("", "Government-wide"),
        year,
        min(until, fiscal_span(year).end),
        _added((one.served for one in found), GROUPS),
        _added((one.reached for one in found), GROUPS),
        _added((one.types for one in found), TYPES),
        _added((one.places for one in found), PLACES),
        Heads(es, sl, st, source, all(one.confirmed for one in heads)) if heads else None,
        (sum(people for people, _ in before), sum(heads for _, heads in before)) if before else None,
        tuple(run for one in found for run in one.runs),
    )


def read(content: Mapping[str, Any]) -> Annual:
    """The report that a version holds."""
    heads, before = content["heads"], content["before"]
    return Annual(
        (content["agency"]["code"], content["agency"]["name"]),
        content["fiscal_year"],
        date.fromisoformat(content["counted_until"]),
        content["served"],
        content["reached"],
        content["types"],
        content["places"],
        None if heads is None else Heads(**heads),
        None if before is None else (before[0], before[1]),
        tuple(_read(one) for one in content["runs"]),
        content["contact"],
        content["reason"],
    )


def _until(stay: Stay, until: date) -> Stay | None:
    if stay.span.start > until:
        return None
    span = Span(stay.span.start, min(stay.span.end, until))
    return Stay(stay.executive, stay.group, stay.kind, stay.scope, span)


def _headed(heads: Heads) -> dict[str, Any]:
    return {**heads.counts(), "source": heads.source, "confirmed": heads.confirmed}


def _added(many: Iterable[Mapping[str, int]], words: Iterable[str]) -> dict[str, int]:
    listed = list(many)
    return {word: sum(one[word] for one in listed) for word in words}


def _all(counts: Mapping[str, int], words: Iterable[str]) -> dict[str, int]:
    return {word: counts.get(word, 0) for word in words}


def _written(run: Stay, days: int) -> dict[str, Any]:
    return {
        "executive": run.executive,
        "group": run.group,
        "type": run.kind,
        "scope": run.scope,
        "from": run.span.start.isoformat(),
        "to": run.span.end.isoformat(),
        "days": days,
    }


def _read(one: Mapping[str, Any]) -> tuple[Stay, int]:
    span = Span(date.fromisoformat(one["from"]), date.fromisoformat(one["to"]))
    return Stay(one["executive"], one["group"], one["type"], one["scope"], span), one["days"]
