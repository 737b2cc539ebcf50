"""Oracle and engine against the golden files."""

import json

import pytest

from tests.matcher import engine, golden, oracle

ACCOUNTS = [
    (name, account)
    for name in ("network", "ties-and-padding")
    for account in json.loads(golden.text(f"{name}.explain.json"))
]


@pytest.mark.parametrize("name", golden.ROTATIONS)
def test_oracle_golden_round(name: str) -> None:
    assert oracle.solve(golden.rotation(name)) == golden.fixed(golden.outcome(name))


@pytest.mark.parametrize(
    ("name", "account"), ACCOUNTS, ids=[f"{name}-{each['id']}" for name, each in ACCOUNTS]
)
def test_oracle_golden_account(name: str, account: dict[str, object]) -> None:
    without_sentences = {key: value for key, value in account.items() if key != "sentences"}
    assert oracle.account(golden.rotation(name), str(account["id"])) == without_sentences


@pytest.mark.parametrize("name", golden.ROTATIONS)
def test_solve_golden_round(name: str) -> None:
    assert golden.fixed(engine.solve(golden.rotation(name))) == golden.fixed(golden.outcome(name))


@pytest.mark.parametrize("name", golden.ROTATIONS)
def test_solve_golden_round_names_timings_and_software(name: str) -> None:
    found = engine.solve(golden.rotation(name))
    assert {key: type(value) for key, value in found["timings"].items()} == dict.fromkeys(engine.TIMED, int)
    assert {type(version) for version in found["software"].values()} == {str}
    assert found["software"].keys() >= {"roundtrip"}


@pytest.mark.parametrize("name", golden.ROTATIONS)
def test_verify_golden_outcome_holds(name: str) -> None:
    assert engine.failures(golden.rotation(name), golden.outcome(name)) == []


@pytest.mark.parametrize("name", golden.ROTATIONS)
def test_verify_own_outcome_holds(name: str) -> None:
    rotation = golden.rotation(name)
    assert engine.failures(rotation, engine.solve(rotation)) == []


@pytest.mark.parametrize("name", golden.ROTATIONS)
@pytest.mark.parametrize("other", golden.ROTATIONS)
def test_verify_outcome_of_another_round(name: str, other: str) -> None:
    found = engine.failures(golden.rotation(name), golden.outcome(other))
    assert (found == []) == (name == other)


def test_verify_golden_outcome_of_a_time_limit_holds() -> None:
    outcome = golden.json_of("integer.time-limit.outcome.json")
    assert engine.failures(golden.rotation("integer"), outcome) == []


def test_solve_conflict_texts_are_sentences_of_their_own() -> None:
    texts = [item["text"] for item in engine.solve(golden.rotation("infeasible"))["conflict"]]
    assert [bool(text) for text in texts] == [True, True, True]
    assert len(set(texts)) == len(texts)
