"""A request and a mentor who fit each other in everything, to be bent one way at a time."""

from datetime import date

from matcher.mentoring.candidates import Ask, Candidate, Context, Wanted
from matcher.mentoring.fit import Starts

TODAY = date(2026, 12, 1)
REORGANIZATION, CRISIS, BUDGET = 1, 2, 3
COACHING, VISION = 11, 12
WORK = Context(functions=frozenset({21}), missions=frozenset({31}), size="under_100", site="field", stage=2)
ASK = Ask(
    person=100,
    agencies=(41, 40),
    situations=(Wanted(REORGANIZATION, "Reorganization"), Wanted(CRISIS, "Crisis")),
    competencies=(Wanted(COACHING, "Developing Others", level=2), Wanted(VISION, "Vision", level=3)),
    context=WORK,
    need_by=date(2026, 12, 18),
)
MENTOR = Candidate(
    id=1,
    person=200,
    name="Ada",
    agencies=(51, 50),
    capacity=2,
    situations={REORGANIZATION: (2025, 2023), CRISIS: (2024, 2022)},
    skills={COACHING: 4, VISION: 5},
    context=WORK,
)


def times(starts: int | None) -> Starts:
    """Everybody has as many times."""
    return lambda _candidates: lambda _one: starts
