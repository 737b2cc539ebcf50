"""The mechanism `stable` against its definition, and what it promises executives.

The rounds are tiny, random and invented, see `rounds`.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest

from tests.matcher import engine, golden, oracle
from tests.matcher.golden import fixed
from tests.matcher.oracle.eligibility import Json, causes, members
from tests.matcher.oracle.search import Space
from tests.matcher.oracle.stable import UNPLACED, executive_order
from tests.matcher.rounds import tiny_round

CHUNK = 100
RULES = (
    *("no_choices", "none_eligible", "beaten", "several stable placements"),
    *("max_out", "max_in", "net_min", "net_max", "min_seats", "pinned", "two pins for one person"),
)


def stable_round(number: int) -> Json:
    """A round of any shape; every third has limits that cross and make no network."""
    return tiny_round(number, network=number % 3 > 0, mechanism="stable")


def differences(numbers: range) -> list[tuple[int, Any, Any]]:
    """The rounds of these numbers whose outcome is not the oracle's, with both outcomes."""
    found = []
    for number in numbers:
        rotation = stable_round(number)
        engines, oracles = fixed(engine.solve(rotation)), oracle.solve(rotation)
        if engines != oracles:
            found.append((number, engines, oracles))
    return found


@pytest.mark.parametrize("first", range(0, 200, CHUNK))
def test_solve_stable_rounds(first: int) -> None:
    assert differences(range(first, first + CHUNK)) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(200, 10_000, CHUNK))
def test_solve_more_stable_rounds(first: int) -> None:
    assert differences(range(first, first + CHUNK)) == []


def test_verify_oracle_stable_outcomes_hold() -> None:
    failures = {}
    for number in range(100):
        rotation = stable_round(number)
        failures[number] = engine.failures(rotation, engine.written(oracle.solve(rotation)))
    assert failures == {number: [] for number in failures}


def test_stable_rounds_reach_every_rule() -> None:
    seen: Counter[str] = Counter()
    for number in range(600):
        rotation = stable_round(number)
        outcome = oracle.solve(rotation)
        seen.update(person["reason"] for person in outcome["unmatched"])
        seen.update(each["path"].partition("].")[2] or "pinned" for each in outcome["broken_limits"])
        pins = [executive for executive, _ in rotation.get("pinned", [])]
        seen["two pins for one person"] += len(set(pins)) < len(pins)
        seen["several stable placements"] += has_several(rotation)
    assert [rule for rule in RULES if seen[rule] < 3] == []


def has_several(rotation: Json) -> bool:
    return len(oracle.stable_placements(Space(rotation))) > 1


def test_solve_objective_means_nothing_to_stable() -> None:
    rotation = golden.rotation("stable")
    expected = engine.solve(rotation)["matches"]
    for objective in (["priority"], ["choice_profile", "matched"], ["host_profile", "choice_fair"]):
        assert engine.solve(rotation | {"objective": objective})["matches"] == expected


def test_solve_stable_blocks_nothing() -> None:
    """The strict placement has no blocking pair under the preferences as given, ties and all."""
    blocking = {
        number: engine.solve(stable_round(number))["metrics"]["blocking_pairs"] for number in range(50)
    }
    assert blocking == dict.fromkeys(blocking, 0)


def other_lists(listed: list[str]) -> Iterator[list[str]]:
    """Every order of every part of a list, ties spelt out; the empty list and the list itself among them."""
    for size in range(len(listed) + 1):
        yield from map(list, permutations(listed, size))


def gains(rotation: Json, executive: str) -> list[list[str]]:
    """The lists by which this executive does better than by the true one."""
    space = Space(rotation)
    wishes = {
        pair.opportunity: place
        for pair, place in executive_order(space).items()
        if pair.executive == executive and not pair.declined
    }
    index, own = next((n, e) for n, e in enumerate(rotation["executives"]) if e["id"] == executive)

    def place(choices: list[Any]) -> tuple[int, int]:
        people = list(rotation["executives"])
        people[index] = own | {"choices": choices}
        matches = engine.solve(rotation | {"executives": people})["matches"]
        held = next((match["opportunity"] for match in matches if match["executive"] == executive), None)
        return UNPLACED if held is None else wishes[held]

    truth = place(own["choices"])
    return [choices for choices in other_lists(members(own["choices"])) if place(choices) < truth]


def contested(rotation: Json) -> list[str]:
    """The executives with two or three open choices, who did not get the best of them."""
    outcome, why = oracle.solve(rotation), causes(rotation)
    happy = {match["executive"] for match in outcome["matches"] if match["choice_rank"] == 1}
    return [
        each["id"]
        for each in rotation["executives"]
        if each["id"] not in happy
        and sum(why[each["id"], a] == "eligible" for a in members(each["choices"])) >= 2
        and len(members(each["choices"])) <= 3
    ]


def lies_that_pay(numbers: range) -> list[tuple[int, str, list[list[str]]]]:
    found = []
    for number in numbers:
        rotation = {key: value for key, value in stable_round(number).items() if key != "pinned"}
        tried = [(number, executive, gains(rotation, executive)) for executive in contested(rotation)]
        found += [each for each in tried if each[2]]
    return found


def test_stable_no_other_list_pays() -> None:
    """Deferred acceptance is strategy-proof for those who propose (Dubins and Freedman 1981; Roth 1982)."""
    assert lies_that_pay(range(40)) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(40, 2040, 100))
def test_stable_no_other_list_pays_in_more_rounds(first: int) -> None:
    assert lies_that_pay(range(first, first + 100)) == []


def test_optimal_a_shorter_list_can_pay() -> None:
    """What `stable` promises and `optimal` does not: the example of the file format."""
    rotation = {
        "format": "roundtrip.rotation/1",
        "seed": "two people, two desks",
        "units": [{"id": "home"}, {"id": "away"}],
        "executives": [
            {"id": "e1", "home": "home", "choices": ["A", "B"]},
            {"id": "e2", "home": "home", "choices": ["A"]},
        ],
        "opportunities": [{"id": "A", "host": "away"}, {"id": "B", "host": "away"}],
    }
    people: list[Any] = list(rotation["executives"])
    assert held(engine.solve(rotation)) == {"e1": "B", "e2": "A"}
    shorter = rotation | {"executives": [people[0] | {"choices": ["A"]}, people[1]]}
    seeds = [held(engine.solve(shorter | {"seed": f"seed {number}"})) for number in range(8)]
    assert {"e1": "A"} in seeds


def held(outcome: Json) -> dict[str, str]:
    return {match["executive"]: match["opportunity"] for match in outcome["matches"]}


def unlimited(rotation: Json) -> Json:
    """The round without limits of units, floors and pins, the most placements first."""
    limits = ("max_out", "max_in", "net_min", "net_max")
    found = {key: value for key, value in rotation.items() if key not in ("pinned", "objective")}
    found["units"] = [{k: v for k, v in unit.items() if k not in limits} for unit in rotation["units"]]
    found["opportunities"] = [
        {k: v for k, v in each.items() if k != "min_seats"} for each in rotation["opportunities"]
    ]
    return found


@pytest.mark.parametrize("first", ["matched", "priority"])
def test_stable_without_limits_never_places_more_than_optimal(first: str) -> None:
    more = []
    for number in range(40):
        rotation = unlimited(stable_round(number)) | {"objective": [first, "choice_total"]}
        stable = len(engine.solve(rotation)["matches"])
        if stable > len(engine.solve(rotation | {"mechanism": "optimal"})["matches"]):
            more.append(number)
    assert more == []


def test_stable_may_place_more_than_the_most_first_choices() -> None:
    """`choice_profile` first trades places for first choices; only the most places bound every mechanism."""
    rotation = {
        "format": "roundtrip.rotation/1",
        "seed": "first choices first",
        "objective": ["choice_profile"],
        "units": [{"id": "home"}, {"id": "away"}],
        "executives": [
            {"id": "e1", "home": "home", "choices": ["A", "B"]},
            {"id": "e2", "home": "home", "choices": ["C", "A"]},
            {"id": "e3", "home": "home", "choices": ["C"]},
        ],
        "opportunities": [
            {"id": "A", "host": "away", "ranking": ["e2", "e1"]},
            {"id": "B", "host": "away"},
            {"id": "C", "host": "away", "ranking": ["e3", "e2"]},
        ],
    }
    assert len(engine.solve(rotation)["matches"]) == 2
    assert held(engine.solve(rotation | {"mechanism": "stable"})) == {"e1": "B", "e2": "A", "e3": "C"}
