"""Invented development plans: for most executives of one department with a board, and some of two others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from seed import reference
from seed.chance import Chance
from seed.families import read_phrases
from seed.records import Executive

BOARD = "HE"
"""The department whose Executive Resources Board takes part."""

SHARES = {BOARD: 0.7, "VA": 0.25, "DN": 0.25}
"""Departments with supervisors -> share of their executives who have a plan."""

SUPERVISORS = {**dict.fromkeys(SHARES, 3), "AA00": 1}
MEMBERS = {BOARD: 2, "DN": 1, "AA00": 1}
"""Agencies -> how many sign plans, and how many sit on the board; the first executive of the list can walk
the whole way, and in one department nobody reviews what is signed."""

STEPS = ("draft", "submitted", "sent_back", "signed", "reviewed", "returned", "revised")
WITH_BOARD = (0.12, 0.12, 0.05, 0.16, 0.42, 0.05, 0.08)
WITHOUT_BOARD = (0.35, 0.35, 0.1, 0.2)

DAYS: dict[str, tuple[int, ...]] = {
    "draft": (45,),
    "submitted": (60, 12),
    "sent_back": (60, 25, 9),
    "signed": (90, 50, 21),
    "reviewed": (120, 80, 60, 35),
    "returned": (120, 80, 60, 14),
    "revised": (120, 80, 60, 40, 10),
}
"""Days ago of each act of a plan: begun, sent, answered, reviewed, revised."""

OLDER = (0, 0, 60, 200, 330)
"""So many days more for a plan that was reviewed: some reviews are due soon, some overdue."""

BROAD = ("rotation", "interagency_project", "sabbatical", "ipa")
OTHER = ("experience", "training", "mentoring", "coaching", "peers", "self_study")
SHARE_ASSESSED, SHARE_ACTIVE = 0.7, 0.75
SHARE_OF_OLD_FRAMEWORK = 0.3
OLD_NAMES = (
    "Strategic Thinking",
    "Conflict Management",
    "Accountability",
    "Financial Management",
    "Partnering",
)
"""Competencies of ECQ-2012, which older plans still name."""


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective; `ordinal` is of ECQ-2025, unless `competency` names one of ECQ-2012."""

    term: str
    text: str
    ordinal: int
    competency: str | None
    days_ahead: int


@dataclass(frozen=True, slots=True)
class Step:
    """An activity for the aim at `aim`, planned for so many days ahead, or done so many days ago."""

    kind: str
    title: str
    aim: int | None
    days_ahead: int | None = None
    days_ago: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """An invented plan; `days` are those of its acts, days ago, in the order of `DAYS`."""

    executive: str
    department: str
    step: str
    days: tuple[int, ...]
    aims: tuple[Aim, ...]
    steps: tuple[Step, ...]
    assessed: int | None
    words: dict[str, str]
    invented: bool = field(default=True, init=False)


def invent_plans(number: int, executives: Sequence[Executive], as_of: date) -> tuple[Plan, ...]:
    """The plans in the order of the executives; nothing lies before an executive's first day of service."""
    found = []
    for person in executives:
        department = reference.tops()[person.home_agency][-1]
        chance = Chance(number, "plans", person.slug)
        served = (as_of - person.ses_since).days
        if chance.happens(SHARES.get(department, 0.0)):
            found.append(_plan(chance, person.slug, department, served))
    return tuple(found)


def _plan(chance: Chance, slug: str, department: str, served: int) -> Plan:
    step = _step(chance, department)
    older = chance.pick(OLDER) if step in ("reviewed", "revised") else 0
    days = tuple(day + older for day in DAYS[step])
    if days[0] >= served:
        step, days = "draft", (min(DAYS["draft"][0], max(served - 1, 0)),)
    table = read_phrases("plans")
    aims = tuple(_aim(chance, table, term) for term in _terms(chance))
    words = {name: chance.pick(table[name]) for name in ("notes", "sent_back", "returned", "remarks")}
    assessed = chance.between(10, 1200) if chance.happens(SHARE_ASSESSED) else None
    if assessed is not None and assessed >= served:
        assessed = None
    steps = tuple(_steps(chance, table, len(aims), served))
    return Plan(slug, department, step, days, aims, steps, assessed, words)


def _step(chance: Chance, department: str) -> str:
    if department == BOARD:
        return chance.pick_weighted(STEPS, WITH_BOARD)
    return chance.pick_weighted(STEPS[: len(WITHOUT_BOARD)], WITHOUT_BOARD)


def _terms(chance: Chance) -> list[str]:
    return ["short", *(["short"] if chance.happens(0.5) else []), "long"]


def _aim(chance: Chance, table: dict[str, Any], term: str) -> Aim:
    ordinal = chance.between(1, len(table[term]))
    text = chance.pick(table[term][ordinal - 1])
    old = chance.happens(SHARE_OF_OLD_FRAMEWORK)
    competency = chance.pick(OLD_NAMES) if old else None
    ahead = chance.between(60, 330) if term == "short" else chance.between(700, 1600)
    return Aim(term, text, ordinal, competency, ahead)


def _steps(chance: Chance, table: dict[str, Any], aims: int, served: int) -> list[Step]:
    """One that widens the view, another planned one, and mostly one that is done."""
    titles = table["activities"]
    broad, other, done = (
        chance.pick_weighted(BROAD, (0.5, 0.35, 0.1, 0.05)),
        chance.pick(OTHER),
        chance.pick(OTHER),
    )
    found = [
        Step(broad, chance.pick(titles[broad]), aims - 1, days_ahead=chance.between(100, 400)),
        Step(other, chance.pick(titles[other]), 0, days_ahead=chance.between(60, 200)),
    ]
    if chance.happens(SHARE_ACTIVE):
        ago = chance.between(0, min(500, max(served - 1, 0)))
        found.append(Step(done, chance.pick(titles[done]), None, days_ago=ago))
    return found
