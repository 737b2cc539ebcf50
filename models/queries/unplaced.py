"""Who is not placed in a run and what stood in the way; nobody's choices are in the answer."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.outcomes import Outcome
from models.queries.outcomes import Binding, binding_limits
from models.queries.placements import Facet, agency_names, subtree

HELD_BACK = ("home_limit", "host_limit", "balance", "several")
"""The reasons that speak of limits of agencies."""


@dataclass(frozen=True)
class Unplaced:
    """One executive without a place; `reason` is a word of the outcome file."""

    executive: str
    name: str
    home: str
    home_name: str
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


def reasons(outcome: Outcome) -> Counter[str]:
    """How many people each reason kept from a place."""
    return Counter(entry["reason"] for entry in outcome.content["unmatched"])


def unplaced(session: Session, outcome: Outcome) -> list[Unplaced]:
    """Everyone without a place, by name."""
    homes = {one["id"]: one["home"] for one in outcome.snapshot.content["executives"]}
    agencies = agency_names(session, set(homes.values()))
    people = dict(session.execute(select(Executive.slug, Executive.name)).all())
    found = [
        Unplaced(slug, people[slug], homes[slug], agencies[homes[slug]], entry["reason"])
        for entry in outcome.content["unmatched"]
        for slug in (entry["executive"],)
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.executive))


def choose(found: Iterable[Unplaced], *, reason: str = "", home: str = "", words: str = "") -> list[Unplaced]:
    """Those of the reason and home whose name or slug contains the words; empty values ask for everything."""
    sought = words.strip().casefold()
    return [
        one
        for one in found
        if reason in ("", one.reason)
        and home in ("", one.home)
        and sought in f"{one.name} {one.executive}".casefold()
    ]


def home_facets(found: Iterable[Unplaced]) -> list[Facet]:
    """The home agencies of the unplaced, by name."""
    counts = Counter((one.home, one.home_name) for one in found)
    return sorted((Facet(code, name, n) for (code, name), n in counts.items()), key=lambda one: one.label)


def squeezes(session: Session, outcome: Outcome) -> list[Squeeze]:
    """Every agency with a limit used up, those that hold most people back first."""
    frozen = outcome.snapshot.content
    homes = {one["id"]: one["home"] for one in frozen["executives"]}
    limits: dict[str, list[Binding]] = {}
    for binding in binding_limits(session, outcome):
        limits.setdefault(binding.code, []).append(binding)
    held = Counter(
        (homes[entry["executive"]], entry["reason"])
        for entry in outcome.content["unmatched"]
        if entry["reason"] in HELD_BACK
    )
    found = []
    for code, bound in limits.items():
        below = subtree(frozen["units"], code)
        counts = Counter({reason: sum(held[home, reason] for home in below) for reason in HELD_BACK})
        found.append(Squeeze(code, bound[0].name, tuple(bound), counts))
    return sorted(found, key=lambda one: (-one.people, one.name))
