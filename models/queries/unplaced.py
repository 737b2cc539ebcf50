"""Who is not placed in a run and what stood in the way; nobody's choices are in the answer."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.outcomes import Outcome
from models.queries.outcomes import Binding, binding_limits
from models.queries.placements import Facet, agency_names, line
from models.queries.units import unit_names

HELD_BACK = ("home_limit", "host_limit", "balance", "several")
"""The reasons that speak of limits of agencies."""

NOTHING_LEFT = "nothing_left"
"""In place of a reason: of somebody with choices that the round file counts as declined, and no other:
after an offer that ended, without a kept sheet, or where other rounds took the seats."""


@dataclass(frozen=True)
class Unplaced:
    """One executive without a place; `reason` is what `reason_of` says, `above` the home agency and every
    unit above it."""

    executive: str
    name: str
    home: str
    home_name: str
    above: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Squeeze:
    """An agency with limits that are used up, and how many of its people are held back, by reason."""

    code: str
    name: str
    limits: tuple[Binding, ...]
    reasons: Counter[str]

    @property
    def people(self) -> int:
        """Everyone of the agency and below it whom a limit of some agency holds back."""
        return self.reasons.total()

    def used(self, *names: str) -> str:
        """The figures of the limits of those names that are used up, a balance with its sign."""
        found = [one for one in self.limits if one.limit in names]
        return ", ".join(f"{one.figure:+d}" if "net" in one.limit else f"{one.figure}" for one in found)


def reasons(outcome: Outcome) -> Counter[str]:
    """How many people each reason kept from a place."""
    return Counter(reason_of(entry) for entry in outcome.content["unmatched"])


def reason_of(entry: dict[str, Any]) -> str:
    """The reason of one entry of `unmatched`, a word of the outcome file, or `NOTHING_LEFT`."""
    closed = any(choice["cause"] == "declined" for choice in entry["choices"])
    return NOTHING_LEFT if closed and entry["reason"] == "none_eligible" else str(entry["reason"])


def unplaced(session: Session, outcome: Outcome) -> list[Unplaced]:
    """Everyone without a place, by name."""
    frozen = outcome.snapshot.content
    homes = {one["id"]: one["home"] for one in frozen["executives"]}
    parents = {unit["id"]: unit.get("parent") for unit in frozen["units"]}
    lines = {code: tuple(line(parents, code)) for code in parents}
    agencies = agency_names(session, lines)
    people = dict(session.execute(select(Executive.slug, Executive.name)).all())
    found = []
    for entry in outcome.content["unmatched"]:
        slug, home = entry["executive"], homes[entry["executive"]]
        found.append(Unplaced(slug, people[slug], home, agencies[home], lines[home], reason_of(entry)))
    return sorted(found, key=lambda one: (one.name.casefold(), one.executive))


def choose(found: Iterable[Unplaced], *, reason: str, home: str, who: str) -> list[Unplaced]:
    """Those of the reason whose home is the unit or below it and whose name or slug contains the words;
    empty values ask for everything."""
    sought = who.strip().casefold()
    return [
        one
        for one in found
        if reason in ("", one.reason)
        and home in ("", *one.above)
        and sought in f"{one.name} {one.executive}".casefold()
    ]


def home_facets(session: Session, outcome: Outcome, found: Iterable[Unplaced]) -> list[Facet]:
    """The units with unplaced people, each with everything below it, by name."""
    counts = Counter(code for one in found for code in one.above)
    names = unit_names(session, outcome.round_id, counts)
    return sorted((Facet(code, names[code], n) for code, n in counts.items()), key=lambda one: one.label)


def squeezes(session: Session, outcome: Outcome) -> list[Squeeze]:
    """Every agency with a limit used up, those that hold most people back first."""
    frozen = outcome.snapshot.content
    homes = {one["id"]: one["home"] for one in frozen["executives"]}
    limits: dict[str, list[Binding]] = {}
    for binding in binding_limits(session, outcome):
        limits.setdefault(binding.code, []).append(binding)
    parents = {unit["id"]: unit.get("parent") for unit in frozen["units"]}
    held = Counter(
        (code, entry["reason"])
        for entry in outcome.content["unmatched"]
        if entry["reason"] in HELD_BACK
        for code in line(parents, homes[entry["executive"]])
    )
    found = [
        Squeeze(
            code,
            bound[0].name,
            tuple(bound),
            Counter({reason: held[code, reason] for reason in HELD_BACK}),
        )
        for code, bound in limits.items()
    ]
    return sorted(found, key=lambda one: (-one.people, one.name))
