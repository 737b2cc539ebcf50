"""The engine against exhaustive search on tiny random rounds (invented people, see `rounds`)."""

from collections import Counter
from itertools import count
from typing import Any

import pytest

from tests.matcher import engine, oracle
from tests.matcher.golden import fixed
from tests.matcher.rounds import tiny_round

CHUNK = 50
ROUNDS = range(0, 200, CHUNK)
MORE_ROUNDS = range(200, 10_000, CHUNK)
RULES = (
    *("optimal", "infeasible", "no_choices", "none_eligible", "lottery", "text"),
    *("seats", "home_limit", "host_limit", "balance", "several"),
    *(
        f"conflict:{kind}"
        for kind in ("max_out", "max_in", "net_min", "net_max", "seats", "min_seats", "pinned")
    ),
    *(f"cause:{cause}" for cause in ("eligible", "declined", "not_acceptable", "forbidden")),
    *(f"cause:{cause}" for cause in ("same_unit", "internal", "no_alliance")),
)


def differences(numbers: range, *, network: bool = True) -> list[tuple[int, Any, Any]]:
    """The rounds of these numbers whose outcome is not the oracle's, with both outcomes."""
    found = []
    for number in numbers:
        rotation = tiny_round(number, network=network)
        engines, oracles = fixed(engine.solve(rotation)), oracle.solve(rotation)
        if engines != oracles:
            found.append((number, engines, oracles))
    return found


@pytest.mark.parametrize("first", ROUNDS)
def test_solve_tiny_rounds(first: int) -> None:
    assert differences(range(first, first + CHUNK)) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", MORE_ROUNDS)
def test_solve_more_tiny_rounds(first: int) -> None:
    assert differences(range(first, first + CHUNK)) == []


@pytest.mark.parametrize("first", range(0, 200, CHUNK))
def test_verify_oracle_outcomes_hold(first: int) -> None:
    failures = {}
    for number in range(first, first + CHUNK):
        rotation = tiny_round(number)
        failures[number] = engine.failures(rotation, engine.written(oracle.solve(rotation)))
    assert failures == {number: [] for number in failures}


@pytest.mark.parametrize("first", range(0, 100, CHUNK))
def test_solve_rounds_that_are_no_network(first: int) -> None:
    assert differences(range(first, first + CHUNK), network=False) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(100, 4500, CHUNK))
def test_solve_more_rounds_that_are_no_network(first: int) -> None:
    assert differences(range(first, first + CHUNK), network=False) == []


@pytest.mark.parametrize("first", range(0, 100, CHUNK))
def test_verify_oracle_outcomes_of_no_network_hold(first: int) -> None:
    failures = {}
    for number in range(first, first + CHUNK):
        rotation = tiny_round(number, network=False)
        failures[number] = engine.failures(rotation, engine.written(oracle.solve(rotation)))
    assert failures == {number: [] for number in failures}


def test_solve_two_best_outcomes_are_not_unique() -> None:
    rotation = {
        "format": "roundtrip.rotation/1",
        "seed": "two of a kind",
        "units": [{"id": "here"}, {"id": "there"}],
        "executives": [{"id": "abe", "home": "here", "choices": [twins("two of a kind", "abe")]}],
    }
    rotation["opportunities"] = [{"id": twin, "host": "there"} for twin in twins("two of a kind", "abe")]
    found, expected = fixed(engine.solve(rotation)), oracle.solve(rotation)
    assert expected["metrics"]["unique"] is False
    assert found.pop("matches")[0]["opportunity"] in twins("two of a kind", "abe")
    expected.pop("matches")
    assert found == expected


def twins(seed: str, executive: str) -> list[str]:
    """Two opportunities with the same draw for this executive: a birthday among 2^30 days."""
    seen: dict[int, str] = {}
    for number in count():
        name = f"desk {number}"
        earlier = seen.setdefault(oracle.draw(seed, executive, name), name)
        if earlier != name:
            return [earlier, name]
    raise AssertionError("unreachable")


def test_tiny_rounds_reach_every_rule() -> None:
    """The generator is worth nothing where it never goes."""
    seen: Counter[str] = Counter()
    for number in range(1000):
        outcome = oracle.solve(tiny_round(number))
        seen[outcome["status"]] += 1
        seen.update(reach(outcome))
    assert [rule for rule in RULES if seen[rule] < 3] == []


def reach(outcome: dict[str, Any]) -> list[str]:
    """The names of the rules this outcome shows at work."""
    choices = [choice for person in outcome["unmatched"] for choice in person["choices"]]
    return [
        *(f"conflict:{item['path'].partition('].')[2] or 'pinned'}" for item in outcome.get("conflict", [])),
        *(person["reason"] for person in outcome["unmatched"]),
        *(f"cause:{choice['cause']}" for choice in choices),
        *("text" for choice in choices if "text" in choice),
    ]
