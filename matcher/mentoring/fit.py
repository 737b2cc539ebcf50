"""How well a mentor fits a request: a ledger whose rows sum to the score, and the shortlist made from it.

>>> from datetime import date
>>> from matcher.mentoring.candidates import Ask, Candidate, Wanted
>>> ask = Ask(person=1, agencies=(10,), situations=(Wanted(7, "Reorganization"),))
>>> mentor = Candidate(id=5, person=2, name="Ada", agencies=(20,), situations={7: (2025, None)})
>>> fitting = Fitting(ask, date(2026, 12, 1))
>>> [(row.criterion, row.points, row.evidence) for row in fitting.ledger(mentor)][0]
('situation', 280, '“Reorganization” handled in 2025')
>>> fitting.score(mentor)
330
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from matcher.mentoring.candidates import Ask, Candidate
from matcher.mentoring.criteria import CRITERIA, IN_PERSON, WHOLE, Criterion, Neighbours, View, half_up
from matcher.mentoring.rules import (
    CAN_BE_EASED,
    WAYS,
    Fault,
    Obstacle,
    find_faults,
    may_pair,
    tell_asker,
)
from matcher.mentoring.ties import Bonds
from matcher.policy.mentoring_clauses import COOL_DOWN_DAYS, ENOUGH_STARTS, SHORTLIST
from matcher.policy.mentoring_texts import KEPT_AWAY, SET_DOWN
from matcher.policy.rotation import written

FULL_SCORE = 1000
AT_ONCE = 40
"""Calendars looked at together; they are nearly always enough. Where they are not, all others are."""

Count = Callable[[Candidate], int | None]
"""How many times could be booked with a candidate by the need-by date; None where that is unknown."""
Starts = Callable[[Sequence[Candidate]], Count]
"""Reads the calendars of these candidates together and gives back who counts the times of each."""


def no_calendar(_candidates: Sequence[Candidate]) -> Count:
    """Nothing is known of anybody's times."""
    return lambda _one: None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the ledger; `raw` is in thousandths and points = weight · raw / 1000, halves upwards."""

    criterion: str
    raw: int
    weight: int
    points: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """A mentor on a shortlist; `coverage` is the percentage of the weight that is backed by data."""

    candidate: Candidate
    points: int
    coverage: int
    ledger: tuple[Row, ...]


@dataclass(frozen=True)
class Fitting:
    """One request against any number of mentors.

    Each candidate's times are counted once, and only where the answer matters.
    """

    ask: Ask
    today: date
    bonds: Bonds = field(default_factory=Bonds)
    starts: Starts = no_calendar
    neighbours: Neighbours = field(default_factory=dict)
    _known: dict[int, int | None] = field(default_factory=dict, init=False, compare=False, repr=False)
    _counts: dict[int, Count] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def weights(self) -> tuple[tuple[Criterion, int], ...]:
        """The criteria that count here with their weights, which sum to 1,000."""
        criteria = (*CRITERIA, IN_PERSON) if self.ask.in_person else CRITERIA
        return tuple(zip(criteria, _scaled([one.weight.figure for one in criteria]), strict=True))

    def faults(self, one: Candidate) -> list[Fault]:
        """Every hard rule that the mentor fails."""
        return list(find_faults(self.ask, one, self.bonds, self._starts_of(one)))

    def may(self, one: Candidate) -> bool:
        """Whether the mentor may be asked."""
        return may_pair(self.ask, one, self.bonds, self._starts_of(one))

    def score(self, one: Candidate) -> int:
        """The points of the ledger, without its words."""
        return self._points(self._view(one, self._starts_of(one)))

    def _points(self, view: View) -> int:
        return sum(half_up(weight * row.measure(view)[0], WHOLE) for row, weight in self.weights)

    def ledger(self, one: Candidate) -> tuple[Row, ...]:
        """The rows that sum to the score, each with its evidence."""
        view, rows = self._view(one, self._starts_of(one)), []
        for criterion, weight in self.weights:
            raw, _ = criterion.measure(view)
            points = half_up(weight * raw, WHOLE)
            rows.append(Row(criterion.name, raw, weight, points, criterion.evidence(view)))
        return tuple(rows)

    def coverage(self, one: Candidate) -> int:
        """Percent of the weight that is backed by data."""
        view = self._view(one, self._starts_of(one))
        backed = sum(weight * row.measure(view)[1] for row, weight in self.weights)
        return half_up(100 * backed, FULL_SCORE * WHOLE)

    def suggest(self, one: Candidate) -> Suggested:
        """The mentor with points, coverage and ledger, whatever the rules say."""
        ledger = self.ledger(one)
        return Suggested(one, sum(row.points for row in ledger), self.coverage(one), ledger)

    def shortlist(self, candidates: Iterable[Candidate], most: int = SHORTLIST.figure) -> list[Suggested]:
        """The best `most` of those who may be asked; equal points: who has less to do, then the lower id.

        Calendars are looked at from the most promising down, until nobody left could still get in.
        """
        hopeful = sorted(
            (-self._points(self._view(one, ENOUGH_STARTS.figure)), one.load, one.id, one)
            for one in candidates
            if may_pair(self.ask, one, self.bonds, None)
        )
        together = {0: hopeful[:AT_ONCE], AT_ONCE: hopeful[AT_ONCE:]}
        best: list[tuple[int, int, int, Candidate]] = []
        for place, (*bound, one) in enumerate(hopeful):
            if len(best) >= most and best[most - 1][:3] < tuple(bound):
                break
            if place in together:
                self.look_up([entry[-1] for entry in together[place]])
            if self.may(one):
                insort(best, (-self.score(one), one.load, one.id, one))
        return [self.suggest(one) for *_, one in best[:most]]

    def look_up(self, candidates: Sequence[Candidate]) -> None:
        """Read the times of these candidates together, of whom they were not read before."""
        if unread := [one for one in candidates if one.id not in self._counts]:
            self._counts.update(dict.fromkeys((one.id for one in unread), self.starts(unread)))

    def within_reach(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Whoever may be asked, or could be with fewer musts or a later day."""
        return [
            one
            for one in candidates
            if all(fault.code in CAN_BE_EASED for fault in find_faults(self.ask, one, self.bonds, None))
        ]

    def obstacle(self, near: Iterable[Candidate]) -> Obstacle | None:
        """What keeps those within reach from being asked; None where somebody may be."""
        failed = {frozenset(CAN_BE_EASED[fault.code] for fault in self.faults(one)) for one in near}
        if frozenset() in failed:
            return None
        return next((obstacle for obstacle, enough in WAYS if enough <= failed), Obstacle.NOBODY)

    def why_not(self, one: Candidate, shortlist: Iterable[Suggested]) -> list[str]:
        """Why a mentor is not on the shortlist, for the person who asks, without anybody's private facts."""
        if self.ask.avoided.holds(one.person, one.agencies):
            return [KEPT_AWAY.format(mentor=one.name)]
        if said := self.bonds.set_down.get(one.person):
            again = said + timedelta(days=COOL_DOWN_DAYS.figure)
            return [SET_DOWN.format(mentor=one.name, said=written(said), again=written(again))]
        if faults := self.faults(one):
            return tell_asker(faults)
        points = {other.candidate.id: other.points for other in shortlist}
        if one.id in points:
            return [f"{one.name} is on your shortlist."]
        least = min(points.values(), default=0)
        return [
            f"{one.name} fits with {self.score(one)} of 1,000 points; the last on your shortlist has {least}."
        ]

    def _starts_of(self, one: Candidate) -> int | None:
        if one.id not in self._known:
            self.look_up([one])
            self._known[one.id] = self._counts[one.id](one)
        return self._known[one.id]

    def _view(self, one: Candidate, starts: int | None) -> View:
        return View(self.ask, one, starts, self.today, self.neighbours)


def _scaled(weights: list[int]) -> list[int]:
    """The weights scaled to sum to 1,000; what rounding leaves goes to the greatest remainders, first ones
    first."""
    total = sum(weights)
    whole = [FULL_SCORE * weight // total for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda n: (-(FULL_SCORE * weights[n] % total), n))
    for place in by_rest[: FULL_SCORE - sum(whole)]:
        whole[place] += 1
    return whole
