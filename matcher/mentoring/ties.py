"""What stands between people: reporting lines of any depth, ratings, oversight, and what was said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import networkx as nx

from matcher.policy.mentoring_clauses import COOL_DOWN_DAYS, PAST_SUPERVISION

SUPERVISOR, OVERSIGHT = "supervisor", "oversight"
RATINGS = frozenset({"rating_official", "reviewing_official", "review_board", "resources_board"})


@dataclass(frozen=True, slots=True)
class Tie:
    """`other` is the supervisor (rating official, …) of `person`, both days counted; no end: still."""

    person: int
    other: int
    kind: str
    starts: date
    ends: date | None = None

    def holds(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Met:
    """Two people who were brought together before: the day on which that ended, whether a conversation took
    place, whether one of them said it was no good fit, and whether that was the one who asked."""

    person: int
    mentor: int
    ended: date
    held: bool
    no_good_fit: bool = False
    by_asker: bool = False


@dataclass(frozen=True, slots=True)
class Bonds:
    """Everybody who stands in some relation to one person; `set_down` are those of the cooling whom that
    person found no good fit, with the last day on which it was said."""

    line: frozenset[int] = frozenset()
    peers: frozenset[int] = frozenset()
    raters: frozenset[int] = frozenset()
    past: frozenset[int] = frozenset()
    oversight: frozenset[int] = frozenset()
    cooling: frozenset[int] = frozenset()
    earlier: frozenset[int] = frozenset()
    set_down: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Ties:
    """All ties as of one day. The reporting graph is built once, and asked person by person.

    `met` maps a person who asked to the conversations of before.
    """

    ties: tuple[Tie, ...]
    today: date
    met: Mapping[int, tuple[Met, ...]]

    @cached_property
    def _graph(self) -> nx.DiGraph[int]:
        """Person → supervisor, as of today."""
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_edges_from((tie.person, tie.other) for tie in self._current(SUPERVISOR))
        return graph

    def _current(self, *kinds: str) -> Iterable[Tie]:
        return (tie for tie in self.ties if tie.kind in kinds and tie.holds(self.today))

    def of(self, person: int) -> Bonds:
        """Who stands in which relation to `person`."""
        met = self.met.get(person, ())
        rest = self.today - timedelta(days=COOL_DOWN_DAYS.figure)
        cooling = sorted((one for one in met if one.no_good_fit and one.ended > rest), key=_ended)
        return Bonds(
            line=self._line(person),
            peers=self._peers(person),
            raters=_across(self._current(*RATINGS), person),
            past=_across(self._past(), person),
            oversight=_across(self._current(OVERSIGHT), person),
            cooling=frozenset(one.mentor for one in cooling),
            earlier=frozenset(one.mentor for one in met if one.held),
            set_down={one.mentor: one.ended for one in cooling if one.by_asker},
        )

    def _line(self, person: int) -> frozenset[int]:
        """Everybody above and below, at any depth; a circle on record counts both ways and ends."""
        if person not in self._graph:
            return frozenset()
        return frozenset(nx.ancestors(self._graph, person) | nx.descendants(self._graph, person))

    def _peers(self, person: int) -> frozenset[int]:
        if person not in self._graph:
            return frozenset()
        above = self._graph.successors(person)
        return frozenset(peer for boss in above for peer in self._graph.predecessors(boss)) - {person}

    def _past(self) -> Iterable[Tie]:
        """Supervision that has ended, and not so long ago."""
        since = years_before(self.today, PAST_SUPERVISION.figure)
        return (
            tie
            for tie in self.ties
            if tie.kind == SUPERVISOR and tie.ends is not None and since < tie.ends < self.today
        )


def _ended(one: Met) -> date:
    return one.ended


def _across(ties: Iterable[Tie], person: int) -> frozenset[int]:
    """The other end of every tie that touches the person."""
    found = [(tie.person, tie.other) for tie in ties if person in (tie.person, tie.other)]
    return frozenset(one for pair in found for one in pair) - {person}


def years_before(day: date, years: int) -> date:
    """The same day some years ago; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
