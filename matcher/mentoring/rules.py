"""The hard rules: whether a pair may be at all. Every rule that fails is kept, not only the first."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from matcher.mentoring.candidates import Ask, Candidate
from matcher.mentoring.ties import Bonds
from matcher.policy.mentoring_clauses import BOOKABLE_STARTS, MUST_HAVE_LEVEL
from matcher.policy.mentoring_texts import CLOSED_TO_THE_ASKER, OPEN_TO_THE_ASKER
from matcher.policy.reasons import Reason, reason
from matcher.policy.rotation import written


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a pair fails."""

    code: str
    mentor: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def finding(self) -> Reason:
        """For a coordinator: the rule, its sentence and its clause."""
        return reason(self.code, mentor=self.mentor, **self.facts)

    @property
    def told(self) -> str:
        """For the person who asks: the same, or that a private fact may stand behind it."""
        text = OPEN_TO_THE_ASKER.get(self.code, CLOSED_TO_THE_ASKER)
        return text.format(mentor=self.mentor, **self.facts)


def find_faults(ask: Ask, one: Candidate, bonds: Bonds, starts: int | None) -> Iterator[Fault]:
    """Every rule that the pair fails; nothing means that the mentor may be asked.

    `bonds` are those of the person who asks; `starts` is how many times could be booked by the need-by date,
    None where no calendar is known.
    """
    yield from _places(one)
    yield from _presence(one)
    yield from _relations(ask, one, bonds)
    yield from _avoidance(ask, one, bonds)
    yield from _musts(ask, one)
    yield from _times(ask, one, starts)
    yield from _history(ask, one, bonds)


def may_pair(ask: Ask, one: Candidate, bonds: Bonds, starts: int | None) -> bool:
    """Whether the pair fails no rule."""
    return next(find_faults(ask, one, bonds, starts), None) is None


class Obstacle(enum.StrEnum):
    """What keeps everybody from being asked: the musts, the day, either alone, both together; or nothing that
    whoever asks could ease."""

    NOBODY = "nobody"
    MUSTS = "musts"
    DAY = "day"
    EITHER = "either"
    BOTH = "both"


CAN_BE_EASED = {
    "lacks_situation": Obstacle.MUSTS,
    "lacks_competency": Obstacle.MUSTS,
    "no_time": Obstacle.DAY,
}
"""The rules of which whoever asks can ask less."""
WAYS = (
    (Obstacle.EITHER, {frozenset({Obstacle.DAY}), frozenset({Obstacle.MUSTS})}),
    (Obstacle.DAY, {frozenset({Obstacle.DAY})}),
    (Obstacle.MUSTS, {frozenset({Obstacle.MUSTS})}),
    (Obstacle.BOTH, {frozenset({Obstacle.DAY, Obstacle.MUSTS})}),
)
"""The obstacle that is told where some mentor fails just this, the first that holds."""


def tell_asker(faults: list[Fault]) -> list[str]:
    """The sentences for the person who asks, each once. The closed one is told only where there is no other:
    whether something private stands beside an open reason cannot be seen."""
    told = list(dict.fromkeys(fault.told for fault in faults if fault.code in OPEN_TO_THE_ASKER))
    return told or [fault.told for fault in faults[:1]]


def is_same_agency(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two lines, each from an agency up, end in one department: advice comes from another one."""
    return one[-1] == other[-1]


def _relations(ask: Ask, one: Candidate, bonds: Bonds) -> Iterator[Fault]:
    if one.person == ask.person:
        yield Fault("same_person", one.name)
    if one.person in bonds.line:
        yield Fault("reporting_line", one.name)
    if one.person in bonds.peers:
        yield Fault("common_supervisor", one.name)
    if one.person in bonds.raters:
        yield Fault("rating_relation", one.name)
    if one.person in bonds.past:
        yield Fault("past_supervision", one.name)
    if one.person in bonds.oversight:
        yield Fault("oversight", one.name)
    if is_same_agency(one.agencies, ask.agencies):
        yield Fault("same_agency", one.name)
    if ask.only is not None and ask.only not in one.agencies:
        yield Fault("elsewhere", one.name)


def _avoidance(ask: Ask, one: Candidate, bonds: Bonds) -> Iterator[Fault]:
    if ask.avoided.holds(one.person, one.agencies) or one.avoided.holds(ask.person, ask.agencies):
        yield Fault("on_no_list", one.name)
    if one.person in bonds.cooling:
        yield Fault("cooling_down", one.name)


def _places(one: Candidate) -> Iterator[Fault]:
    if one.load >= one.capacity:
        yield Fault("no_place", one.name, {"load": one.load, "capacity": one.capacity})


def _presence(one: Candidate) -> Iterator[Fault]:
    """Whoever is away now is asked once back, also where that is before the need-by date: an offer made
    meanwhile would only run out."""
    if one.paused:
        yield Fault("away", one.name)
    elif not one.active:
        yield Fault("not_active", one.name)


def _musts(ask: Ask, one: Candidate) -> Iterator[Fault]:
    for wanted in ask.situations:
        if wanted.must and wanted.id not in one.situations:
            yield Fault("lacks_situation", one.name, {"what": wanted.name})
    for wanted in ask.competencies:
        if wanted.must and one.skills.get(wanted.id, 0) < MUST_HAVE_LEVEL.figure:
            yield Fault("lacks_competency", one.name, {"what": wanted.name})


def _times(ask: Ask, one: Candidate, starts: int | None) -> Iterator[Fault]:
    if ask.need_by is not None and starts is not None and starts < BOOKABLE_STARTS.figure:
        yield Fault("no_time", one.name, {"day": written(ask.need_by)})


def _history(ask: Ask, one: Candidate, bonds: Bonds) -> Iterator[Fault]:
    if one.id in ask.asked:
        yield Fault("asked_before", one.name)
    if one.id in ask.refused:
        yield Fault("refused_by_asker", one.name)
    if one.person in bonds.earlier and one.id not in (ask.again, *ask.choices):
        yield Fault("earlier_mentor", one.name)
