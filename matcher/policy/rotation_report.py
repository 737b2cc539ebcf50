"""The annual rotation report: runs made of assignments, and who is counted in which fiscal year.

OPM asks for executives with at least 120 days *within* the year; the year in which day 120 falls is a second
figure. Days are counted inclusively; an extension without a gap is the same run, a gap of a day breaks it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from matcher.policy import assignment_clauses as c
from matcher.policy import clauses
from matcher.policy.law import Law
from matcher.policy.periods import Span, days_within, fiscal_span, fiscal_year, joined, nth_day

PLACES = {"same_component": "internal", "other_component": "internal", "other_agency": "agency"}
OUTSIDE = "outside"
TYPES = ("developmental", "detail", "sabbatical", "reassignment", "transfer", "ipa")
"""The types that the call for data names, in its order; "detail" holds details and acting alike."""

TYPE_OF = {
    "detail": "detail",
    "acting_detail": "detail",
    "joint_team": "developmental",
    "reassignment": "reassignment",
    "transfer": "transfer",
    "ipa": "ipa",
    "sabbatical": "sabbatical",
}
"""From the form of an assignment to its type; what is no form of a rotation is not counted."""


@dataclass(frozen=True)
class Stay:
    """One agreement as the report sees it: who, of which group (ES, SL or ST), type, scope and days."""

    executive: str
    group: str
    kind: str
    scope: str
    span: Span


@dataclass(frozen=True)
class Row:
    """The figures of a year. `served` are people per group by days within the year, `reached` by day 120;
    `kinds` and `places` count the people of `served`, each once in each kind and place they were in."""

    year: int
    served: dict[str, int]
    reached: dict[str, int]
    kinds: dict[str, int]
    places: dict[str, int]


def runs(stays: Iterable[Stay]) -> list[Stay]:
    """The stays of one person, kind and scope made one where no day lies between them, in order.

    >>> from datetime import date
    >>> first = Stay("E-1", "ES", "detail", "other_agency", Span(date(2026, 6, 3), date(2026, 7, 31)))
    >>> second = Stay("E-1", "ES", "detail", "other_agency", Span(date(2026, 8, 1), date(2026, 9, 30)))
    >>> [run.span.days for run in runs([second, first])]
    [120]
    """
    together: dict[tuple[str, str, str, str], list[Span]] = defaultdict(list)
    for stay in stays:
        together[stay.executive, stay.group, stay.kind, stay.scope].append(stay.span)
    return [Stay(*key, span) for key in sorted(together) for span in joined(together[key])]


def row(stays: Iterable[Stay], year: int, law: Law) -> Row:
    """The counts of a fiscal year; ValueError where no clause says how long a rotation is."""
    least = law.figure(clauses.ROTATION_DAYS)
    if least is None:
        raise ValueError(f"no length of a rotation is in force on {law.day}")
    found, frame = runs(stays), fiscal_span(year)
    served = [run for run in found if days_within(run.span, frame) >= least]
    reached = [
        run for run in found if run.span.days >= least and fiscal_year(nth_day(run.span.start, least)) == year
    ]
    return Row(
        year,
        _people((run.executive, run.group) for run in served),
        _people((run.executive, run.group) for run in reached),
        _people((run.executive, run.kind) for run in served),
        _people((run.executive, PLACES.get(run.scope, OUTSIDE)) for run in served),
    )


def serving(stays: Iterable[Stay], year: int) -> list[tuple[Stay, int]]:
    """The runs with a day in a fiscal year, each with how many of its days lie there, the longest first."""
    frame = fiscal_span(year)
    found = [(run, days_within(run.span, frame)) for run in runs(stays)]
    return sorted((one for one in found if one[1]), key=lambda one: (-one[1], one[0].executive, one[0].span))


def share(people: int, total: int) -> Fraction | None:
    """Percent of all executives, exactly; None of nobody."""
    return Fraction(100 * people, total) if total else None


def needs_reason(now: Fraction | None, before: Fraction | None, law: Law) -> bool:
    """Whether participation rose or fell by a percentage point or more against the year before."""
    step = law.figure(c.REASON_POINTS)
    if now is None or before is None or step is None:
        return False
    return abs(now - before) >= step


def goal(law: Law) -> int | None:
    """The goal of the 2015 executive order in percent, None where none is in force; never a constraint."""
    return law.figure(c.GOAL_PERCENT)


def _people(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many different people stand beside each word."""
    return dict(sorted(Counter(word for _, word in set(pairs)).items()))
