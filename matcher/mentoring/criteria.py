"""The criteria of fit: each gives a raw value in thousandths, how much of it is backed by data, and evidence.

What is not stated is worth nothing: leaving it out of the sum instead would reward empty profiles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from matcher.mentoring.candidates import Ask, Candidate, Wanted
from matcher.policy import mentoring_clauses as clauses
from matcher.policy.clauses import Clause

WHOLE = 1000
BY_RANK = (6, 3, 2)
"""1, 1/2 and 1/3 in sixths: what comes first counts most."""
TWICE, ONCE, OLDER, ADJACENT = 1000, 800, 500, 400
BY_CHOICE = (1000, 700, 500)
ENOUGH_LEVELS = 2
NOT_STATED = "not stated"
OTHER = "another"
STAGE = "career stage"

Neighbours = Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class View:
    """One pair as the criteria see it: `neighbours` maps a situation to those beside it."""

    ask: Ask
    one: Candidate
    starts: int | None
    today: date
    neighbours: Neighbours


Value = tuple[int, int]
"""Raw value and the part of it that is backed by data, both in thousandths."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """`name` stands in ledgers, `title` is how whoever asks reads it."""

    name: str
    title: str
    weight: Clause
    measure: Callable[[View], Value]
    evidence: Callable[[View], str]


def half_up(over: int, under: int) -> int:
    """`over / under` as a whole number, halves upwards; both are not negative."""
    return (2 * over + under) // (2 * under)


def _ranked(values: list[int]) -> int:
    """The mean of values in the order of rank, thousandths."""
    weights = BY_RANK[: len(values)]
    return half_up(sum(weight * value for weight, value in zip(weights, values, strict=True)), sum(weights))


def _handled(view: View, wanted: Wanted) -> int:
    years = view.one.situations.get(wanted.id)
    if years is None:
        beside = view.neighbours.get(wanted.id, frozenset())
        return 0 if beside.isdisjoint(view.one.situations) else ADJACENT
    recent = view.today.year - clauses.RECENT_YEARS.figure
    last, before = years
    if last < recent:
        return OLDER
    return TWICE if before is not None and before >= recent else ONCE


def measure_situation(view: View) -> Value:
    if not view.ask.situations or not view.one.situations:
        return 0, 0
    return _ranked([_handled(view, wanted) for wanted in view.ask.situations]), WHOLE


def _tell_years(last: int, before: int | None) -> str:
    if before is None:
        return f"in {last}"
    return f"twice in {last}" if before == last else f"in {last}, and before in {before}"


def tell_situation(view: View) -> str:
    if not view.ask.situations or not view.one.situations:
        return NOT_STATED
    told = []
    for wanted in view.ask.situations:
        years = view.one.situations.get(wanted.id)
        if years is not None:
            told.append(f"“{wanted.name}” handled {_tell_years(*years)}")
        elif _handled(view, wanted):
            told.append(f"“{wanted.name}” not handled, but one like it")
        else:
            told.append(f"“{wanted.name}” not handled")
    return "; ".join(told)


def _gap(view: View, wanted: Wanted) -> int:
    theirs = view.one.skills.get(wanted.id)
    if wanted.level is None or theirs is None:
        return 0
    return WHOLE * min(ENOUGH_LEVELS, max(0, theirs - wanted.level)) // ENOUGH_LEVELS


def measure_competency(view: View) -> Value:
    """A gap of two levels is enough, so that stars do not win everything."""
    wanted = view.ask.competencies
    if not wanted:
        return 0, 0
    known = [WHOLE if one.level is not None and one.id in view.one.skills else 0 for one in wanted]
    return _ranked([_gap(view, one) for one in wanted]), _ranked(known)


def tell_competency(view: View) -> str:
    if not view.ask.competencies:
        return NOT_STATED
    told = []
    for wanted in view.ask.competencies:
        theirs = view.one.skills.get(wanted.id)
        own = f"at level {wanted.level}" if wanted.level else f"whose level is {NOT_STATED}"
        level = NOT_STATED if theirs is None else f"level {theirs}, for somebody {own}"
        told.append(f"{wanted.name}: {level}")
    return "; ".join(told)


def _parts(view: View) -> list[tuple[str, bool | None]]:
    """Each part of the context: whether it fits, None where one of the two does not state it."""
    mine, theirs = view.ask.context, view.one.context
    return [
        ("function", _shared(mine.functions, theirs.functions)),
        ("mission area", _shared(mine.missions, theirs.missions)),
        ("size of organization", _same(mine.size, theirs.size)),
        ("headquarters or field", _same(mine.site, theirs.site)),
        (STAGE, _reached(mine.stage, theirs.stage)),
    ]


def _shared(mine: frozenset[int], theirs: frozenset[int]) -> bool | None:
    return not mine.isdisjoint(theirs) if mine and theirs else None


def _same(mine: str | None, theirs: str | None) -> bool | None:
    return mine == theirs if mine and theirs else None


def _reached(mine: int | None, theirs: int | None) -> bool | None:
    return theirs >= mine if mine and theirs else None


def measure_context(view: View) -> Value:
    parts = _parts(view)
    fit = sum(1 for _, value in parts if value)
    known = sum(1 for _, value in parts if value is not None)
    return half_up(WHOLE * fit, len(parts)), half_up(WHOLE * known, len(parts))


def tell_context(view: View) -> str:
    same = {True: "the same", False: OTHER, None: NOT_STATED}
    words = {STAGE: same | {True: "as far or further"}}
    return "; ".join(f"{name}: {words.get(name, same)[value]}" for name, value in _parts(view))


def measure_choice(view: View) -> Value:
    choices = view.ask.choices
    return (BY_CHOICE[choices.index(view.one.id)] if view.one.id in choices else 0), WHOLE


def tell_choice(view: View) -> str:
    choices = view.ask.choices
    order = ("first", "second", "third")
    return f"{order[choices.index(view.one.id)]} choice" if view.one.id in choices else "not chosen"


def measure_overlap(view: View) -> Value:
    if view.starts is None:
        return 0, 0
    enough = clauses.ENOUGH_STARTS.figure
    return half_up(WHOLE * min(view.starts, enough), enough), WHOLE


def tell_overlap(view: View) -> str:
    if view.starts is None:
        return NOT_STATED
    if view.starts >= clauses.ENOUGH_STARTS.figure:
        return f"{view.starts} or more can be booked"
    return f"{view.starts or 'none'} can be booked"


def measure_load(view: View) -> Value:
    free = max(0, view.one.capacity - view.one.load)
    return half_up(WHOLE * free, view.one.capacity), WHOLE


def tell_load(view: View) -> str:
    return f"{max(0, view.one.capacity - view.one.load)} of {view.one.capacity} free"


def measure_place(view: View) -> Value:
    if not view.ask.place or not view.one.place:
        return 0, 0
    return (WHOLE if view.ask.place == view.one.place else 0), WHOLE


def tell_place(view: View) -> str:
    return view.one.place or NOT_STATED


CRITERIA = (
    Criterion("situation", "Situation handled", clauses.WEIGHT_SITUATION, measure_situation, tell_situation),
    Criterion("competency", "Competencies", clauses.WEIGHT_COMPETENCY, measure_competency, tell_competency),
    Criterion("context", "Similar work", clauses.WEIGHT_CONTEXT, measure_context, tell_context),
    Criterion("choice", "Choice", clauses.WEIGHT_CHOICE, measure_choice, tell_choice),
    Criterion("overlap", "Times that suit both", clauses.WEIGHT_OVERLAP, measure_overlap, tell_overlap),
    Criterion("load", "Free places", clauses.WEIGHT_LOAD, measure_load, tell_load),
)
IN_PERSON = Criterion("place", "Same city", clauses.WEIGHT_PLACE, measure_place, tell_place)
"""Counts only where a meeting in person is asked for."""
TITLES = {one.name: one.title for one in (*CRITERIA, IN_PERSON)}


def stated(evidence: str) -> str:
    """The evidence that speaks for somebody: without what is not stated, and what differs.

    >>> stated("function: the same; size of organization: another; mission area: not stated")
    'function: the same'
    """
    silent = (NOT_STATED, f": {OTHER}")
    return "; ".join(part for part in evidence.split("; ") if not part.endswith(silent))
