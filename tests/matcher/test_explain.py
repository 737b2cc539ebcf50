"""The account of one person against the golden accounts and exhaustive search."""

import json
import re
from typing import Any

import pytest

import matcher
from tests.matcher import engine, golden, oracle
from tests.matcher.rounds import tiny_round

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


@pytest.mark.parametrize("first", range(0, 100, CHUNK))
def test_explain_tiny_rounds(first: int) -> None:
    differ = []
    for rotation in map(tiny_round, range(first, first + CHUNK)):
        outcome = engine.written(oracle.solve(rotation))
        people = [person["id"] for person in rotation["executives"]] if outcome["status"] == "optimal" else []
        for person in people:
            found, expected = (
                account(rotation, outcome, person),
                fixed(oracle.account(rotation, person)),
            )
            if found != expected:
                differ.append((rotation["seed"], found, expected))
    assert differ == []


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
