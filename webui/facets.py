"""The facets of the catalogue in words: titles, labels and the order of their options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.agreement_words import KINDS, REMOTES
from models.executives import Clearance
from models.opportunities import Kind, Remote
from models.queries.catalogue import DURATIONS, Option
from models.queries.facts import Fact
from webui.states import NAMES
from webui.words import CLEARANCES

TITLES = {
    "agency": "Agency",
    "mission": "Mission",
    "kind": "Kind",
    "ecq": "Qualification it develops",
    "clearance": "Clearance",
    "remote": "Remote work",
    "region": "State or country",
    "duration": "Length",
}


@dataclass(frozen=True)
class Choice:
    """One option as the page shows it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.chosen)


def in_words(options: Mapping[str, tuple[Option, ...]], everything: list[Fact]) -> list[Facet]:
    """Every facet with its options; those of an enumeration in its own order, all others by label."""
    labels = _labels(everything)
    found = []
    for name, title in TITLES.items():
        known = labels.get(name, {})
        choices = [
            Choice(one.value, known.get(one.value, one.value), one.count, one.chosen) for one in options[name]
        ]
        order = {value: place for place, value in enumerate(known)} if name in ORDERED else {}
        choices.sort(key=lambda choice: (order.get(choice.value, 0), choice.label))
        found.append(Facet(name, title, tuple(choices)))
    return found


ORDERED = ("clearance", "remote", "duration")


def label_of(facet: str, value: str, agencies: Mapping[str, str]) -> str:
    """One value of a facet in words; `agencies` are names by code."""
    known = agencies if facet == "agency" else _labels([]).get(facet, {})
    return known.get(value, value)


def _labels(everything: list[Fact]) -> dict[str, dict[str, str]]:
    return {
        "agency": {fact.host_code: fact.host for fact in everything},
        "kind": {kind.value: KINDS[kind] for kind in Kind},
        "clearance": {level.value: CLEARANCES[level] for level in Clearance},
        "remote": {remote.value: REMOTES[remote] for remote in Remote},
        "region": NAMES,
        "duration": {f"{least}-{most}": _length(least, most) for least, most in DURATIONS},
    }


def _length(least: int, most: int) -> str:
    if least == 0:
        return f"under {most + 1} days"
    return f"{least} to {most} days" if most < 10_000 else f"{least} days or more"
