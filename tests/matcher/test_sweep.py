"""Mentoring sweeps against exhaustive search, and their verifier against tampering (all people invented)."""

from collections import Counter
from random import Random
from typing import Any

import pytest

from tests.matcher import engine, golden, oracle
from tests.matcher.edits import put
from tests.matcher.golden import fixed
from tests.matcher.oracle.sweep import Sweep, solved
from tests.matcher.shuffling import comparable, shuffled_sweep
from tests.matcher.sweeps import tiny_sweep
from tests.matcher.test_verify import unreported

CHUNK = 50
RULES = (
    *("optimal", "infeasible", "no_pairs", "draw", "floor", "urgency", "capacity"),
    *("conflict:capacity", "conflict:pinned", "several classes", "floor above 0", "a pair of 0 points"),
)


def differences(numbers: range) -> list[tuple[int, Any, Any]]:
    """The sweeps of these numbers whose outcome is not the oracle's, with both outcomes."""
    found = []
    for number in numbers:
        sweep = tiny_sweep(number)
        engines, oracles = fixed(engine.solve(sweep)), oracle.solve_sweep(sweep)
        if engines != oracles:
            found.append((number, engines, oracles))
    return found


@pytest.mark.parametrize("name", golden.SWEEPS)
def test_oracle_golden_sweep(name: str) -> None:
    assert oracle.solve_sweep(golden.rotation(name)) == fixed(golden.outcome(name))


@pytest.mark.parametrize("name", golden.SWEEPS)
def test_solve_golden_sweep(name: str) -> None:
    assert fixed(engine.solve(golden.rotation(name))) == fixed(golden.outcome(name))


@pytest.mark.parametrize("name", golden.SWEEPS)
def test_verify_golden_sweep_outcome_holds(name: str) -> None:
    assert engine.failures(golden.rotation(name), golden.outcome(name)) == []


@pytest.mark.parametrize("first", range(0, 200, CHUNK))
def test_solve_tiny_sweeps(first: int) -> None:
    assert differences(range(first, first + CHUNK)) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(200, 10_000, CHUNK))
def test_solve_more_tiny_sweeps(first: int) -> None:
    assert differences(range(first, first + CHUNK)) == []


def test_verify_oracle_sweep_outcomes_hold() -> None:
    failures = {}
    for number in range(100):
        sweep = tiny_sweep(number)
        failures[number] = engine.failures(sweep, engine.written(oracle.solve_sweep(sweep)))
    assert failures == {number: [] for number in failures}


def test_tiny_sweeps_reach_every_rule() -> None:
    seen: Counter[str] = Counter()
    for number in range(500):
        outcome = oracle.solve_sweep(tiny_sweep(number))
        seen[outcome["status"]] += 1
        seen.update(each["reason"] for each in outcome["unmatched"])
        seen.update(f"conflict:{kind_of(item['path'])}" for item in outcome.get("conflict", []))
        seen["several classes"] += len(outcome["metrics"].get("served", [])) > 1
        seen["floor above 0"] += outcome["metrics"].get("floor", 0) > 0
        seen["a pair of 0 points"] += any(match["points"] == 0 for match in outcome["matches"])
    assert [rule for rule in RULES if seen[rule] < 3] == []


def kind_of(path: str) -> str:
    return path.partition("].")[2] or "pinned"


@pytest.mark.parametrize("name", golden.SWEEPS)
def test_solve_golden_sweep_reordered(name: str) -> None:
    sweep = golden.rotation(name)
    for number in range(5):
        other = shuffled_sweep(sweep, Random(number))
        assert comparable(other, engine.solve(other)) == comparable(sweep, engine.solve(sweep))


def test_solve_tiny_sweeps_reordered() -> None:
    differ = []
    for number in range(100):
        sweep = tiny_sweep(number)
        other = shuffled_sweep(sweep, Random(number))
        if comparable(other, engine.solve(other)) != comparable(sweep, engine.solve(sweep)):
            differ.append(number)
    assert differ == []


@pytest.mark.parametrize("name", golden.SWEEPS)
def test_verify_reports_each_tampering_of_golden_sweep(name: str) -> None:
    assert unreported(golden.rotation(name), golden.outcome(name)) == []


@pytest.mark.parametrize("number", range(5))
def test_verify_reports_each_tampering_of_tiny_sweep(number: int) -> None:
    sweep = tiny_sweep(number)
    assert unreported(sweep, engine.written(oracle.solve_sweep(sweep))) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", range(5, 200))
def test_verify_reports_each_tampering_of_more_tiny_sweeps(number: int) -> None:
    sweep = tiny_sweep(number)
    assert unreported(sweep, engine.written(oracle.solve_sweep(sweep))) == []


def test_verify_reports_a_sweep_that_is_not_the_optimum() -> None:
    """Right in every count, but second best: only the proof can tell."""
    passed = []
    for number in range(60):
        sweep = Sweep(tiny_sweep(number))
        true = oracle.solve_sweep(sweep.value)
        others = [each for each in sweep.feasible(sweep.limits) if each != held(true)]
        if others:
            claim = engine.written(true | solved(sweep, others))
            passed += [] if engine.failures(sweep.value, claim) else [number]
    assert passed == []


def held(outcome: dict[str, Any]) -> dict[str, str]:
    return {match["request"]: match["mentor"] for match in outcome["matches"]}


@pytest.mark.parametrize("before", ["floor", "urgency", "capacity"])
@pytest.mark.parametrize("after", ["floor", "urgency", "capacity", "draw", "no_pairs", "lottery", "beaten"])
def test_verify_changed_reason_of_a_sweep(before: str, after: str) -> None:
    """Reasons that speak of another round are checked for form only, all others in full."""
    sweep, index = unserved_for(before)
    outcome = engine.written(oracle.solve_sweep(sweep))
    found = engine.failures(sweep, put(outcome, f"unmatched[{index}].reason", after))
    assert (found == []) == (after in ("floor", "urgency", "capacity"))


def unserved_for(reason: str) -> tuple[Any, int]:
    """A sweep with a floor in which somebody is not served for this reason, and where the outcome says so."""
    for number in range(1000):
        sweep = tiny_sweep(number)
        reasons = [each["reason"] for each in oracle.solve_sweep(sweep)["unmatched"]]
        if reason in reasons and "floor" in sweep.get("objective", []):
            return sweep, reasons.index(reason)
    raise AssertionError(f"no tiny sweep leaves somebody out for {reason}")


@pytest.mark.parametrize("name", golden.ROTATIONS)
def test_verify_sweep_and_rotation_are_not_taken_for_each_other(name: str) -> None:
    assert engine.failures(golden.rotation(name), golden.outcome("sweep")) != []
    assert engine.failures(golden.rotation("sweep"), golden.outcome(name)) != []
