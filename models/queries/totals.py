"""What a published round gave, in counts that give nobody away: the small ones are hidden, and what would let
them be reckoned."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, undefer

from matcher.policy.mentoring_clauses import LEAST_SHOWN
from models.outcomes import Decision, Outcome, Snapshot
from models.pools import CODE
from models.queries.placements import line
from models.queries.units import unit_names
from models.rounds import Round

CHOICES = 4
"""Choices that are counted one by one; the last stands for all after it."""

ALWAYS = ("no_choices", "none_eligible")
REASONS = {
    "network": (*ALWAYS, "lottery", "seats", "home_limit", "host_limit", "balance", "several"),
    "integer": (*ALWAYS, "limits"),
    "deferred-acceptance": (*ALWAYS, "beaten"),
}
"""The reasons that an outcome can give, by its method."""


@dataclass(frozen=True)
class Shown:
    """One count; `None` where it is hidden."""

    label: str
    count: int | None


@dataclass(frozen=True)
class Home:
    """One agency with its people in the round."""

    name: str
    people: int | None
    placed: int | None
    left: int | None


@dataclass(frozen=True)
class Totals:
    """The run that was published: its people, by home, by choice, by host, by reason. Reasons and choices are
    listed whether anybody has them or not, so that an absent line says nothing."""

    run: int
    people: int | None
    placed: int | None
    left: int | None
    homes: list[Home]
    choices: list[Shown]
    hosts: list[Shown]
    reasons: list[Shown]

    @property
    def hides(self) -> bool:
        """Whether any count is hidden."""
        lists = (*self.choices, *self.hosts, *self.reasons)
        counts = [self.people, self.placed, self.left, *(one.count for one in lists)]
        counts += [count for home in self.homes for count in (home.people, home.placed, home.left)]
        return None in counts


def published_run(session: Session, round_: Round) -> Outcome | None:
    """The run that was published, opened with its snapshot; `None` before."""
    query = (
        select(Outcome)
        .join(Decision, Decision.outcome_id == Outcome.id)
        .where(Decision.round_id == round_.id, Decision.published_at.is_not(None))
        .options(undefer(Outcome.content), joinedload(Outcome.snapshot).undefer(Snapshot.content))
    )
    return session.scalar(query)


def totals(session: Session, outcome: Outcome) -> Totals:
    """The counts of a run as it was published; what a repair changed later is not in them."""
    counted = _counted(outcome)
    counts = tuple((tail, head, count, kept) for _key, tail, head, count, kept in _edges(counted))
    hidden = _hidden(counts, LEAST_SHOWN.figure)
    shown = {
        key: None if place in hidden else count
        for place, (key, _tail, _head, count, _kept) in enumerate(_edges(counted))
    }
    names = unit_names(session, outcome.round_id, {*counted["home"], *counted["host"]})

    def listed(what: str, labels: Mapping[str, str]) -> list[Shown]:
        return [Shown(label, shown[what, key]) for key, label in labels.items()]

    homes = {code: name for code, name in names.items() if code in counted["home"]}
    return Totals(
        outcome.number,
        shown["people", ""],
        shown["placed", ""],
        shown["left", ""],
        [
            Home(name, shown["home", code], shown["home placed", code], shown["home left", code])
            for code, name in homes.items()
        ],
        listed("choice", {key: key for key in counted["choice"]}),
        listed("host", {code: name for code, name in names.items() if code in counted["host"]}),
        listed("reason", {key: key for key in counted["reason"]}),
    )


@lru_cache(maxsize=16)
def _hidden(counts: tuple[tuple[Hashable, Hashable, int, bool], ...], least: int) -> frozenset[int]:
    """The places that stay hidden, worked out once: what was published is counted alike for ever."""
    from matcher.suppression import Cell, suppress  # the tables work without the engine

    return suppress([Cell(*one) for one in counts], least)


def _counted(outcome: Outcome) -> dict[str, dict[str, int]]:
    """The counts of the page, each with every line that it has in any outcome of this round."""
    frozen, found = outcome.snapshot.content, outcome.content
    parents = {unit["id"]: unit.get("parent") for unit in frozen["units"]}
    top = {code: _top(parents, code) for code in parents}
    homes = {one["id"]: top[one["home"]] for one in frozen["executives"]}
    hosts = {one["id"]: top[one["host"]] for one in frozen["opportunities"]}
    matches = found["matches"]
    choices = Counter(str(min(match["choice_rank"], CHOICES)) for match in matches)
    return {
        "home": _filled(set(homes.values()), homes.values()),
        "home placed": _filled(set(homes.values()), (homes[match["executive"]] for match in matches)),
        "home left": _filled(set(homes.values()), (homes[one["executive"]] for one in found["unmatched"])),
        "choice": {str(rank): choices[str(rank)] for rank in range(1, CHOICES + 1)},
        "host": _filled(set(hosts.values()), (hosts[match["opportunity"]] for match in matches)),
        "reason": _filled(REASONS[found["method"]], (one["reason"] for one in found["unmatched"])),
    }


def _top(parents: Mapping[str, str | None], code: str) -> str:
    """The agency at the top of a unit's tree; a pool is no agency, so its members are tops."""
    *_, last = (unit for unit in line(parents, code) if not unit.startswith(CODE))
    return last


def _filled(keys: Iterable[str], found: Iterable[str]) -> dict[str, int]:
    counts = Counter(found)
    return {key: counts[key] for key in (sorted(keys) if isinstance(keys, set) else keys)}


Edge = tuple[tuple[str, str], Any, Any, int, bool]


def _edges(counted: Mapping[str, Mapping[str, int]]) -> Iterator[Edge]:
    """Every count of the page as an edge, ((what, key), tail, head, count, kept): people come from their
    homes to "placed" or "left"; the placed pass through their choice and host, others through a reason."""
    for code, people in counted["home"].items():
        yield ("home", code), "all", ("home", code), people, False
        yield ("home placed", code), ("home", code), "placed", counted["home placed"][code], False
        yield ("home left", code), ("home", code), "left", counted["home left"][code], False
    placed, left = sum(counted["choice"].values()), sum(counted["reason"].values())
    yield ("placed", ""), "placed", "chosen", placed, True
    yield ("left", ""), "left", "why", left, True
    for key, count in counted["choice"].items():
        yield ("choice", key), "chosen", "given", count, False
    for key, count in counted["host"].items():
        yield ("host", key), "given", "end", count, False
    for key, count in counted["reason"].items():
        yield ("reason", key), "why", "end", count, False
    yield ("people", ""), "end", "all", placed + left, True
