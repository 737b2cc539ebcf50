"""Scenarios in words: what each changes, what a run's limits and pins cost, which value is best."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.machines import ROUND
from models.queries.comparison import Column
from models.queries.limits import Figures
from models.queries.scenarios import FrozenRules, Told
from models.rounds import Round, Stage
from webui.filters import plural
from webui.forms.scenarios import HOPS, MECHANISMS
from webui.outcome_words import STAGES

LIMITS = {
    "max_out": "at most {} leaving",
    "max_in": "at most {} arriving",
    "net_min": "balance at least {:+d}",
    "net_max": "balance at most {:+d}",
}
LIFTED = {
    "max_out": "any number leaving",
    "max_in": "any number arriving",
    "net_min": "no least balance",
    "net_max": "no greatest balance",
}
BASELINE = "The round as it was frozen"
UNCHANGED = ["Changes nothing."]
MOST_NAMED = 12


def not_any_more(round_: Round) -> str:
    """Why no scenario can be run in a round that is past the choice of its run, and what could change it."""
    acts = ROUND.actions(round_.state)
    again = ", unless it comes back to the choice of a run" if {"object", "withdraw"} & set(acts) else ""
    return f"It was not run. The round is {ROUND.labels[round_.state]}: no run can be started{again}."


def figures_in_words(figures: Figures | Mapping[str, Any]) -> str:
    """at most 3 leaving, balance at least -1; or: no limit."""
    given = figures if isinstance(figures, Mapping) else vars(figures)
    told = [words.format(given[name]) for name, words in LIMITS.items() if given.get(name) is not None]
    return ", ".join(told) or "no limit"


def changes(told: Told, frozen: Mapping[str, Mapping[str, Any]] | None = None) -> list[str]:
    """What the scenario changes, a sentence each; with the units of the snapshot by code, what was frozen
    stands beside each limit."""
    scenario = told.scenario
    found = limits_in_words(told, frozen)
    if scenario.mechanism is not None:
        found.append(f"Mechanism: {MECHANISMS[scenario.mechanism]}.")
    if scenario.objective:
        stages = [STAGES[Stage(name)].lower() for name in scenario.objective.split(",")]
        found.append(f"What counts, in order: {'; '.join(stages)}.")
    if scenario.hops is not None:
        found.append(f"Exchange: {HOPS[str(scenario.hops)]}.")
    if told.pairs is not None:
        found.append(f"Alliances: {plural(len(told.pairs), 'pair')} of its own in place of the frozen ones.")
    for pin in told.pins:
        by = f"{pin.author}, approved by {pin.approver}" if pin.approver else f"{pin.author}, not approved"
        found.append(f"Pin: {pin.name} goes to {pin.title}, {pin.host} ({by}).")
    return found or UNCHANGED


def limits_in_words(told: Told, frozen: Mapping[str, Mapping[str, Any]] | None = None) -> list[str]:
    """The limits that a scenario sets, a sentence for each agency."""
    return [
        f"{name}: {figures_in_words(figures)}{_beside(code, figures, frozen)}."
        for code, name, figures in told.limits
    ]


def rules_in_words(told: Told) -> str:
    """Mechanism, objective and exchange of a scenario, as one line."""
    parts = changes(replace(told, limits=(), pins=(), pairs=None))
    return " ".join(parts) if parts != UNCHANGED else "As frozen."


def _beside(code: str, figures: Figures, frozen: Mapping[str, Mapping[str, Any]] | None) -> str:
    """The limits that are lifted, named, and what was frozen, where that is known; else every kind of limit
    that the scenario leaves out, whether or not it was frozen."""
    unit = LIFTED if frozen is None else frozen.get(code, {})
    lifted = [words for name, words in LIFTED.items() if name in unit and getattr(figures, name) is None]
    also = f"; {', '.join(lifted)}" if lifted and len(lifted) < len(set(unit) & set(LIFTED)) else ""
    return also if frozen is None else f"{also} (frozen: {figures_in_words(unit)})"


@dataclass(frozen=True)
class Cell:
    """One value of the comparison; `share` of the greatest in its row, 0 to 100, for the bar."""

    text: str
    share: int
    best: bool


@dataclass(frozen=True)
class Row:
    """One line of the comparison; where no value is better than another, none is marked."""

    label: str
    cells: tuple[Cell, ...]


MEASURES: tuple[tuple[str, Callable[[Column], int | None], str], ...] = (
    ("People placed", lambda one: one.placed, "most"),
    ("First of the choices that were open", lambda one: one.first, "most"),
    ("One of the first three that were open", lambda one: one.top_three, "most"),
    ("Worst choice given, of those that were open", lambda one: one.worst, "least"),
    ("People whom a host that ranked put first", lambda one: one.first_hosts, "most"),
    ("Blocking pairs", lambda one: one.blocking, "least"),
    ("Balances of the frozen round not kept", lambda one: one.breaches, "least"),
    ("People placed otherwise than in the baseline", lambda one: one.differs, ""),
    ("Limits that cost something", lambda one: _count(one, "limits"), ""),
    ("Pins that cost something", lambda one: _count(one, "pins"), ""),
    ("Placements that stability would add", lambda one: _more(one, "stability"), ""),
    ("Placements that balance costs", lambda one: _more(one, "balance"), ""),
)


def rows(columns: list[Column]) -> list[Row]:
    """The comparison, line by line."""
    return [
        _row(label, columns, [value(one) for one in columns], better) for label, value, better in MEASURES
    ]


def _row(label: str, columns: list[Column], values: list[int | None], better: str) -> Row:
    known = [value for value in values if value is not None]
    greatest = max((abs(value) for value in known), default=0)
    open_ = [value for one, value in zip(columns, values, strict=True) if value is not None and not one.stale]
    distinct = len(set(open_)) > 1
    best = (max(open_) if better == "most" else min(open_)) if better and distinct else None
    return Row(
        label,
        tuple(
            Cell(
                "–" if value is None else f"{value:,}".replace("-", "−"),
                0 if value is None or not greatest else round(100 * abs(value) / greatest),
                best is not None and value == best and not one.stale,
            )
            for one, value in zip(columns, values, strict=True)
        ),
    )


def _count(one: Column, kind: str) -> int | None:
    return None if one.prices is None else len(one.prices[kind])


def _more(one: Column, kind: str) -> int | None:
    return None if one.prices is None else int(one.prices[kind]["placed"]) - one.placed


@dataclass(frozen=True)
class Cost:
    """What would get better, with a line for each kind of limit (or pin) that alone does it."""

    gain: str
    lines: tuple[str, ...]


def costs(prices: Mapping[str, Any], names: Mapping[str, str]) -> list[Cost]:
    """What the pins and limits of a run cost; those that cost the same are told together."""
    alike: dict[str, dict[str, list[str]]] = {}
    for price in (*prices["pins"], *prices["limits"]):
        what, whose = _looser(price, names)
        alike.setdefault(_gain(price), {}).setdefault(what, []).append(whose)
    return [
        Cost(gain, tuple(f"{what}: {'; '.join(whose)}" for what, whose in lines.items()))
        for gain, lines in alike.items()
    ]


def gains(prices: Mapping[str, Any] | None) -> dict[str, list[str]] | None:
    """By agency code, what one step more of each of its limits would give, with the limit where it has
    several; None where it was not worked out."""
    if prices is None:
        return None
    found: dict[str, list[str]] = {}
    for price in prices["limits"]:
        limit = LIMITS[price["key"]].format(price["figure"])
        found.setdefault(price["of"], []).append(f"{_gain(price)} ({limit})")
    return found


def _gain(price: Mapping[str, Any]) -> str:
    """“People placed” 15 instead of 14."""
    return f"“{STAGES[price['stage']]}” {_value(price['after'])} instead of {_value(price['before'])}"


def _looser(price: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, str]:
    """What is loosened and whose it is: at most 2 leaving (looser by one), Energy."""
    if price["key"] == "pinned":
        who, where = price["of"]
        return "without the pin", f"{names.get(who, who)} at {names.get(where, where)}"
    limit = LIMITS[price["key"]].format(price["figure"])
    return f"{limit} (looser by one)", names.get(price["of"], price["of"])


def _value(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else ", ".join(f"{one:,}" for one in value)


def question(column: Column, baseline: Column) -> str:
    """Why does it place nine fewer?"""
    more = column.placed - baseline.placed
    if not more:
        return "What is different?"
    return f"Why does it place {plural(abs(more), 'person', 'people')} {'more' if more > 0 else 'fewer'}?"


def pairs_in_words(mine: Told, frozen: FrozenRules, names: dict[str, str]) -> list[str]:
    """What the scenario's own pairs add to the frozen ones, and what they leave out."""
    own, before = set(mine.pairs or ()), set(frozen.pairs or ())
    found = []
    for words, pairs in (("May exchange, in addition", own - before), ("Not allied any more", before - own)):
        named = sorted(f"{names[one]} and {names[other]}" for one, other in pairs)
        more = f"; and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
        if named:
            found.append(f"{words}: {'; '.join(named[:MOST_NAMED])}{more}.")
    return found
