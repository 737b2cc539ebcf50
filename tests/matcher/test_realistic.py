"""Realistic rounds of 300 and 2,000 (all people invented): another solver, another order, other names."""

from random import Random
from typing import Any

import pytest

from tests.bench.rounds import make_round
from tests.matcher import engine
from tests.matcher.oracle.eligibility import eligible_pairs
from tests.matcher.oracle.search import DEFAULT_OBJECTIVE
from tests.matcher.programme import weights
from tests.matcher.shuffling import comparable, shuffled
from tests.matcher.simplex import best_pairs

OBJECTIVES: tuple[list[str], ...] = (
    list(DEFAULT_OBJECTIVE),
    ["matched", "choice_profile", "host_profile"],
    ["priority", "choice_fair", "host_total"],
    ["choice_profile", "matched"],
    ["host_profile", "priority", "choice_total"],
)
GATE, ALL = range(2), range(2, 30)


def realistic_round(number: int, executives: int = 300) -> dict[str, Any]:
    """Priorities, ties in the sheets and another objective for each number, on top of the generator."""
    random = Random(number)
    value = make_round(executives, number=number)
    value["objective"] = OBJECTIVES[number % len(OBJECTIVES)]
    for executive in value["executives"]:
        executive["priority"] = random.choice((0, 0, 0, 1, 2))
        choices = executive["choices"]
        if len(choices) > 2 and random.random() < 0.3:
            executive["choices"] = [choices[0], choices[1:3], *choices[3:]]
    return value


def values(rotation: dict[str, Any], pairs: list[tuple[str, str]]) -> list[list[int]]:
    """The sums of every stage when exactly these pairs are matched."""
    eligible = eligible_pairs(rotation)
    held = [n for n, pair in enumerate(eligible) if (pair.executive, pair.opportunity) in set(pairs)]
    stages = [*rotation["objective"], "lottery", "draw"]
    return [
        [int(weight[held].sum()) for weight, _ in weights(rotation, stage, eligible, eligible)]
        for stage in stages
    ]


def agrees(number: int) -> bool:
    """Whether engine and network simplex agree stage by stage, and on every pair."""
    rotation = realistic_round(number)
    outcome, pairs = engine.solve(rotation), best_pairs(rotation)
    told = [stage["value"] for stage in outcome["stages"]]
    listed = [value if isinstance(value, list) else [value] for value in told]
    matched = [(match["executive"], match["opportunity"]) for match in outcome["matches"]]
    return listed == values(rotation, pairs) and matched == pairs


@pytest.mark.parametrize("number", GATE)
def test_solve_realistic_round(number: int) -> None:
    assert agrees(number)


@pytest.mark.slow
@pytest.mark.parametrize("number", ALL)
def test_solve_more_realistic_rounds(number: int) -> None:
    assert agrees(number)


def renamed(rotation: dict[str, Any], random: Random) -> tuple[dict[str, Any], dict[str, str]]:
    """The round with other names for its units, and the old name of each.

    Executives and opportunities keep theirs, which their lottery numbers and draws are made from.
    """
    old = [unit["id"] for unit in rotation["units"]]
    new = {
        name: f"unit {place}" for name, place in zip(old, random.sample(range(1000), len(old)), strict=True)
    }
    found = rotation | {
        "units": [unit | {"id": new[unit["id"]]} for unit in rotation["units"]],
        "executives": [each | {"home": new[each["home"]]} for each in rotation["executives"]],
        "opportunities": [each | {"host": new[each["host"]]} for each in rotation["opportunities"]],
        "alliances": rotation["alliances"]
        | {"pairs": [[new[one], new[other]] for one, other in rotation["alliances"]["pairs"]]},
    }
    return found, {name: before for before, name in new.items()}


def test_solve_round_of_2000_reordered_and_renamed() -> None:
    assert differing(range(3)) == []


@pytest.mark.slow
def test_solve_round_of_2000_reordered_and_renamed_often() -> None:
    assert differing(range(3, 100)) == []


def differing(numbers: range) -> list[int]:
    """The orders and names, by number, that give a round of 2,000 another outcome."""
    rotation = realistic_round(0, 2000)
    expected = comparable(rotation, engine.solve(rotation))
    found = []
    for number in numbers:
        other, old = renamed(shuffled(rotation, Random(number)), Random(number))
        outcome = comparable(other, engine.solve(other))
        for unit in outcome["metrics"]["units"]:
            unit["id"] = old[unit["id"]]
        outcome["metrics"]["units"].sort(key=lambda unit: str(unit["id"]))
        if outcome != expected:
            found.append(number)
    return found
