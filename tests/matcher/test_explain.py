"""The account of one person against the golden accounts and exhaustive search."""

import json
import re
from collections.abc import Iterable
from typing import Any

import pytest

import matcher
from matcher.rotation.sentences import tell_choice
from tests.matcher import engine, golden, oracle
from tests.matcher.oracle.account import choices, standing
from tests.matcher.oracle.interrupted import interrupted
from tests.matcher.oracle.search import MAXIMISED, Space
from tests.matcher.rounds import tiny_round
from tests.matcher.sweeps import tiny_sweep

ACCOUNTED = ("network", "ties-and-padding")
CHUNK = 10


def account(rotation: Any, outcome: dict[str, Any], executive: str) -> dict[str, Any]:
    """The engine's account without its sentences."""
    found = matcher.explain(matcher.parse(engine.encoded(rotation)), outcome, executive)
    return {key: value for key, value in json.loads(json.dumps(found)).items() if key != "sentences"}


def fixed(account: dict[str, Any]) -> dict[str, Any]:
    """An account without the sentences, which are free."""
    return {key: value for key, value in account.items() if key != "sentences"}


@pytest.mark.parametrize("name", ACCOUNTED)
def test_explain_golden_accounts(name: str) -> None:
    rotation, outcome = golden.rotation(name), golden.outcome(name)
    expected = [fixed(each) for each in golden.json_of(f"{name}.explain.json")]
    assert [account(rotation, outcome, each["id"]) for each in expected] == expected


def differences(rotations: Iterable[Any]) -> list[tuple[str, Any, Any]]:
    """The people whose account is not the oracle's, with both accounts."""
    differ = []
    for rotation in rotations:
        outcome = engine.written(oracle.solve(rotation))
        people = [] if outcome["status"] == "infeasible" else [each["id"] for each in rotation["executives"]]
        for person in people:
            found, expected = account(rotation, outcome, person), oracle.account(rotation, person)
            if found != expected:
                differ.append((rotation["seed"], found, expected))
    return differ


@pytest.mark.parametrize("first", range(0, 50, CHUNK))
def test_explain_tiny_rounds(first: int) -> None:
    assert differences(tiny_round(number) for number in range(first, first + CHUNK)) == []


@pytest.mark.parametrize("first", range(0, 20, CHUNK))
def test_explain_rounds_that_are_no_network(first: int) -> None:
    assert differences(tiny_round(number, network=False) for number in range(first, first + CHUNK)) == []


@pytest.mark.parametrize("network", [True, False])
def test_explain_stable_rounds(network: bool) -> None:
    assert differences(tiny_round(n, network=network, mechanism="stable") for n in range(30)) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(50, 1950, 100))
def test_explain_more_tiny_rounds(first: int) -> None:
    numbers = range(first, first + 100)
    assert differences(tiny_round(number) for number in numbers) == []
    assert differences(tiny_round(number, network=False) for number in numbers) == []
    assert differences(tiny_round(number, mechanism="stable") for number in numbers) == []


def expected_of_interrupted(rotation: Any, outcome: dict[str, Any], person: str) -> dict[str, Any]:
    """The account an outcome has that a time limit ended: what is compared with is this outcome, not the
    optimum, and a pin that makes it better makes no stage worse."""
    space, held = Space(rotation), {m["executive"]: m["opportunity"] for m in outcome["matches"]}
    winner = next(
        p for p in space.feasible(space.limits) if {q.executive: q.opportunity for q in p.pairs} == held
    )
    told = [space.value(stage, winner) for stage in space.objective]
    equal = [
        p
        for p in space.feasible(space.limits)
        if [space.value(stage, p) for stage in space.objective] == told
    ]
    expected = oracle.account(rotation, person)
    expected.pop("placed", None), expected.pop("reason", None)
    expected["choices"] = choices(space, person, winner)
    expected["affected_by_lottery"] = len({p.held(person) for p in equal}) > 1
    expected |= standing(winner, person, lambda: reasons(outcome)[person])
    for choice in expected["choices"]:
        if "stage" in choice:
            before = space.value(choice["stage"], winner)
            if (choice["value"] > before) == (choice["stage"] in MAXIMISED):
                del choice["stage"], choice["value"]
                choice["cause"] = "lottery"
    return expected


def reasons(outcome: dict[str, Any]) -> dict[str, str]:
    return {entry["executive"]: entry["reason"] for entry in outcome["unmatched"]}


def test_explain_outcomes_that_time_ended() -> None:
    differ, better = [], 0
    for number in range(10):
        rotation = tiny_round(number, network=False)
        outcome = interrupted(rotation)
        if outcome is None:
            continue
        written = engine.written(outcome)
        for person in [each["id"] for each in rotation["executives"]]:
            found, expected = (
                account(rotation, written, person),
                expected_of_interrupted(rotation, written, person),
            )
            differ += [] if found == expected else [(number, found, expected)]
            told = matcher.explain(matcher.parse(engine.encoded(rotation)), written, person)["sentences"]
            better += any("the time for the search ended" in sentence for sentence in told)
    assert differ == []
    assert better > 0


def sweep_differences(numbers: range) -> list[tuple[int, Any, Any]]:
    differ = []
    for number in numbers:
        sweep = tiny_sweep(number)
        outcome = engine.written(oracle.solve_sweep(sweep))
        people = [] if outcome["status"] == "infeasible" else [each["id"] for each in sweep["requests"]]
        for person in people:
            found, expected = account(sweep, outcome, person), oracle.sweep_account(sweep, person)
            if found != expected:
                differ.append((number, found, expected))
    return differ


@pytest.mark.parametrize("first", range(0, 20, 20))
def test_explain_tiny_sweeps(first: int) -> None:
    assert sweep_differences(range(first, first + 20)) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(20, 1020, 50))
def test_explain_more_tiny_sweeps(first: int) -> None:
    assert sweep_differences(range(first, first + 50)) == []


@pytest.mark.parametrize("name", golden.SOLVED)
def test_explain_names_no_other_person(name: str) -> None:
    rotation, outcome = golden.rotation(name), golden.outcome(name)
    people = {person["id"] for person in rotation["executives"]}
    for person in people:
        sentences = matcher.explain(matcher.parse(engine.encoded(rotation)), outcome, person)["sentences"]
        assert sentences != []
        assert people & set(re.findall(r"[\w-]+", " ".join(sentences))) - {person} == set()


@pytest.mark.parametrize(
    ("name", "person"), [("network", "nobody"), ("network", ""), ("infeasible", "larsen")]
)
def test_explain_has_no_account(name: str, person: str) -> None:
    rotation = matcher.parse(engine.encoded(golden.rotation(name)))
    with pytest.raises(matcher.Refused):
        matcher.explain(rotation, golden.outcome(name), person)


def test_sentences_follow_the_sheet() -> None:
    rotation = golden.rotation("network")
    sheets = {one["id"]: one for one in rotation["executives"]}
    sheets["barros"]["choices"] = ["soil-health", "water-office", "clean-air"]
    parsed = matcher.parse(engine.encoded(rotation))
    told = matcher.explain(parsed, matcher.solve(parsed), "barros")["sentences"]
    assert "water-office" in told[2]
    assert told[3] == "clean-air is closed to you by a recorded rule."


def test_sentences_speak_of_agencies_to_people() -> None:
    told = [
        tell_choice({"opportunity": "wage-chief", "cause": cause}, {})
        for cause in ("same_unit", "no_alliance")
    ]
    assert told == [
        "wage-chief is in your own agency.",
        "wage-chief is in an agency that does not exchange people with yours in this round.",
    ]
