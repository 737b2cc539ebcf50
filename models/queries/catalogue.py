"""Searching the catalogue of a round: words, facets with counts, pages."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from models.queries.facts import Fact

A_PAGE = 20
DURATIONS = ((0, 119), (120, 179), (180, 269), (270, 364), (365, 10_000))


@dataclass(frozen=True)
class Option:
    """One value of a facet: how many opportunities it would show, with what is asked in the other facets."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Found:
    """The rows of one page, how many were found in all, and every facet with its options."""

    rows: tuple[Fact, ...]
    count: int
    page: int
    last: int
    facets: Mapping[str, tuple[Option, ...]]


def search(
    everything: Sequence[Fact],
    words: str,
    asked: Mapping[str, Collection[str]],
    page: int,
    open_: Collection[str] | None = None,
) -> Found:
    """The page of what has all the words, at least one asked value in each facet and, where `open_` is
    given, its slug in it; facets count what they would show."""
    needles = words.casefold().split()
    candidates = [fact for fact in everything if open_ is None or fact.slug in open_]
    counts: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    hits = []
    for fact in candidates:
        if needles and not _has(fact, needles):
            continue
        values = {name: read(fact) for name, read in FACETS.items()}
        failed = [name for name in FACETS if asked.get(name) and not _meets(values[name], asked[name])]
        if not failed:
            hits.append(fact)
        for name in FACETS if not failed else failed if len(failed) == 1 else ():
            for value in values[name]:
                counts[name][value] = counts[name].get(value, 0) + 1
    last = max(1, -(-len(hits) // A_PAGE))
    at = min(max(page, 1), last)
    facets = {name: _options(counts[name], asked.get(name, ())) for name in FACETS}
    return Found(tuple(hits[(at - 1) * A_PAGE : at * A_PAGE]), len(hits), at, last, facets)


def fits(fact: Fact, words: str, asked: Mapping[str, Collection[str]]) -> bool:
    """Whether the opportunity has all the words, and at least one asked value in each facet."""
    needles = words.casefold().split()
    return (not needles or _has(fact, needles)) and all(
        _meets(FACETS[name](fact), values) for name, values in asked.items() if values
    )


def _has(fact: Fact, needles: list[str]) -> bool:
    parts = (fact.title, fact.purpose, fact.host, fact.organization or "", fact.place, fact.slug)
    text = " ".join(parts).casefold()
    return all(needle in text for needle in needles)


def _meets(values: tuple[str, ...], asked: Collection[str]) -> bool:
    return any(value in asked for value in values)


def _options(counts: Mapping[str, int], asked: Collection[str]) -> tuple[Option, ...]:
    """Every value that would show something, and those asked for, by name."""
    return tuple(Option(value, counts.get(value, 0), value in asked) for value in sorted({*counts, *asked}))


def _duration(fact: Fact) -> tuple[str, ...]:
    """None of a move for good, whose length nobody says."""
    fits = (f"{least}-{most}" for least, most in DURATIONS if least <= fact.duration_days <= most)
    return () if fact.kind.is_permanent else tuple(fits)


FACETS: dict[str, Callable[[Fact], tuple[str, ...]]] = {
    "agency": lambda fact: (fact.host_code,),
    "mission": lambda fact: fact.clusters,
    "kind": lambda fact: (fact.kind.value,),
    "ecq": lambda fact: fact.ecqs,
    "clearance": lambda fact: (fact.clearance.value,),
    "remote": lambda fact: (fact.remote.value,),
    "region": lambda fact: (fact.region,) if fact.region else (),
    "duration": _duration,
}
"""How each facet reads its values from an opportunity."""
