"""Who asks and who could help, as the rules and the points see them: plain frozen records, nothing protected.

People, agencies, situations, competencies, functions and missions are known by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from matcher.availability.problem import Window


@dataclass(frozen=True, slots=True)
class Wanted:
    """A situation or a competency of a request; `level` is where the person stands, 1 to 5, if stated."""

    id: int
    name: str
    must: bool = False
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The work somebody does, as far as it is stated; a request names one function and one mission at most.

    `stage` is the career stage, 1 to 3; `size` and `site` are words compared as they are.
    """

    functions: frozenset[int] = frozenset()
    missions: frozenset[int] = frozenset()
    size: str | None = None
    site: str | None = None
    stage: int | None = None


@dataclass(frozen=True, slots=True)
class Avoided:
    """Whom somebody does not want to meet."""

    people: frozenset[int] = frozenset()
    agencies: frozenset[int] = frozenset()

    def holds(self, person: int, agencies: Iterable[int]) -> bool:
        """Whether it names a person, or one of the person's agencies."""
        return person in self.people or not self.agencies.isdisjoint(agencies)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request. `agencies` leads from the person's agency up to its department; `choices` are candidates in
    the order wanted; `asked` and `refused` are candidates that are out for this request; `again` is an
    earlier mentor who is wanted again; `only` is the agency whose mentors alone are asked; `week` are the
    times that suit for this request, none: whenever the person can meet."""

    person: int
    agencies: tuple[int, ...]
    situations: tuple[Wanted, ...] = ()
    competencies: tuple[Wanted, ...] = ()
    context: Context = Context()
    need_by: date | None = None
    place: str | None = None
    in_person: bool = False
    choices: tuple[int, ...] = ()
    asked: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()
    again: int | None = None
    avoided: Avoided = Avoided()
    only: int | None = None
    week: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor. `situations` maps each situation handled to the year of the last time and, if any, of the
    time before; `skills` maps competencies to levels, 1 to 5; `load` counts running conversations and held
    offers."""

    id: int
    person: int
    name: str
    agencies: tuple[int, ...]
    capacity: int = 1
    load: int = 0
    active: bool = True
    paused: bool = False
    situations: Mapping[int, tuple[int, int | None]] = field(default_factory=dict)
    skills: Mapping[int, int] = field(default_factory=dict)
    context: Context = Context()
    place: str | None = None
    avoided: Avoided = Avoided()
