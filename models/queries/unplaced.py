"""Who is not placed in a run and what stood in the way; nobody's choices are in the answer."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from matcher.rotation.relaxations import RELAXATIONS, RELAXED_REASONS
from models.consents import Consent
from models.executives import Executive
from models.outcomes import Outcome
from models.proposals import ENDED, Proposal
from models.queries.outcomes import Binding, binding_limits
from models.queries.placements import Facet, agency_names, line
from models.queries.units import unit_names

ONE_KIND = tuple(RELAXATIONS)
"""What one kind of limit alone explains: of several that do, the first in this order is named."""

HELD_BACK = tuple(one for one in RELAXED_REASONS if one != "seats")
"""The reasons that speak of limits of agencies."""

WITHDREW, OFFER_ENDED, NOTHING_LEFT = CLOSED = ("withdrew", "offer_ended", "nothing_left")
"""In place of a reason: of somebody with choices that the round file counts as declined, and no other. The
last: without a kept sheet, or where other rounds took the seats."""


@dataclass(frozen=True)
class Unplaced:
    """One executive without a place; `reason` is what `told` says, `above` the home agency and every
    unit above it."""

    executive: str
    name: str
    home: str
    home_name: str
    above: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Squeeze:
    """An agency with its limits that are used up, and how many of its own people are held back by limits of
    any agency, by reason."""

    code: str
    name: str
    limits: tuple[Binding, ...]
    reasons: Counter[str]

    @property
    def people(self) -> int:
        """Everyone of the agency and below it whom limits of any agency hold back."""
        return self.reasons.total()

    def used(self, *names: str) -> str:
        """The figures of the limits of those names that are used up, a balance with its sign."""
        found = [one for one in self.limits if one.limit in names]
        return ", ".join(f"{one.figure:+d}" if "net" in one.limit else f"{one.figure}" for one in found)


def told(session: Session, outcome: Outcome) -> dict[str, str]:
    """By slug the reason of everybody without a place: a word of the outcome file, or one of `CLOSED`."""
    given = {entry["executive"]: str(entry["reason"]) for entry in outcome.content["unmatched"]}
    closed = {entry["executive"] for entry in outcome.content["unmatched"] if _is_closed(entry)}
    if not closed:
        return given
    endings: dict[str, str] = dict(session.execute(_endings(outcome, closed)).all())
    return given | endings


def reasons(session: Session, outcome: Outcome) -> Counter[str]:
    """How many people each reason kept from a place."""
    return Counter(told(session, outcome).values())


def _is_closed(entry: dict[str, Any]) -> bool:
    """Whether nothing of an entry of `unmatched` was open but what counts as declined."""
    return entry["reason"] == "none_eligible" and any(one["cause"] == "declined" for one in entry["choices"])


def _endings(outcome: Outcome, closed: Collection[str]) -> Any:
    """Which of those people had no consent any more when the run was made; of the others, whose offer had
    ended."""
    stood = (
        select(Consent.id)
        .where(Consent.round_id == outcome.round_id, Consent.executive_id == Executive.id)
        .where(or_(Consent.withdrawn_at.is_(None), Consent.withdrawn_at > outcome.solved_at))
    )
    ended = (
        select(Proposal.id)
        .where(Proposal.round_id == outcome.round_id, Proposal.executive_id == Executive.id)
        .where(Proposal.outcome_id < outcome.id, Proposal.state.in_(ENDED))
    )
    why = case((~stood.exists(), WITHDREW), (ended.exists(), OFFER_ENDED), else_=NOTHING_LEFT)
    return select(Executive.slug, why).where(Executive.slug.in_(closed))


def unplaced(session: Session, outcome: Outcome) -> list[Unplaced]:
    """Everyone without a place, by name."""
    frozen, why = outcome.snapshot.content, told(session, outcome)
    homes = {one["id"]: one["home"] for one in frozen["executives"]}
    parents = {unit["id"]: unit.get("parent") for unit in frozen["units"]}
    lines = {code: tuple(line(parents, code)) for code in parents}
    agencies = agency_names(session, lines)
    people = dict(session.execute(select(Executive.slug, Executive.name)).all())
    found = []
    for entry in outcome.content["unmatched"]:
        slug, home = entry["executive"], homes[entry["executive"]]
        found.append(Unplaced(slug, people[slug], home, agencies[home], lines[home], why[slug]))
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


def squeezes(session: Session, outcome: Outcome, held_back: Collection[str] = HELD_BACK) -> list[Squeeze]:
    """Every agency with a limit used up or with people held back for those reasons, those with most of these
    first."""
    frozen = outcome.snapshot.content
    homes = {one["id"]: one["home"] for one in frozen["executives"]}
    parents = {unit["id"]: unit.get("parent") for unit in frozen["units"]}
    names = unit_names(session, outcome.round_id, parents)
    limits: dict[str, list[Binding]] = {}
    for binding in binding_limits(session, outcome, names):
        limits.setdefault(binding.code, []).append(binding)
    held: dict[str, Counter[str]] = {}
    for entry in outcome.content["unmatched"]:
        if entry["reason"] in held_back:
            for code in line(parents, homes[entry["executive"]]):
                held.setdefault(code, Counter())[entry["reason"]] += 1
    found = [
        Squeeze(code, names[code], tuple(limits.get(code, ())), held.get(code, Counter()))
        for code in {**limits, **held}
    ]
    return sorted(found, key=lambda one: (-one.people, one.name))
