"""The order of lists that mean sets changes hashes and paths, and nothing else."""

from random import Random
from typing import Any

import pytest

from tests.matcher import engine, golden, oracle
from tests.matcher.rounds import tiny_round
from tests.matcher.shuffling import comparable, shuffled

CHUNK = 25


@pytest.mark.parametrize("name", golden.ROTATIONS)
def test_solve_golden_round_reordered(name: str) -> None:
    rotation = golden.rotation(name)
    expected = comparable(rotation, engine.solve(rotation))
    for number in range(5):
        other = shuffled(rotation, Random(number))
        assert comparable(other, engine.solve(other)) == expected


def differing(numbers: range, **shape: Any) -> list[int]:
    """The rounds of these numbers that another order of their lists gives another outcome."""
    found = []
    for number in numbers:
        rotation = tiny_round(number, **shape)
        other = shuffled(rotation, Random(number))
        if comparable(rotation, engine.solve(rotation)) != comparable(other, engine.solve(other)):
            found.append(number)
    return found


@pytest.mark.parametrize("first", range(0, 75, CHUNK))
def test_solve_tiny_rounds_reordered(first: int) -> None:
    assert differing(range(first, first + CHUNK)) == []


@pytest.mark.parametrize("first", range(0, 25, CHUNK))
def test_solve_rounds_that_are_no_network_reordered(first: int) -> None:
    assert differing(range(first, first + CHUNK), network=False) == []


@pytest.mark.parametrize("network", [True, False])
@pytest.mark.parametrize("first", range(0, 50, CHUNK))
def test_solve_stable_rounds_reordered(first: int, network: bool) -> None:
    assert differing(range(first, first + CHUNK), network=network, mechanism="stable") == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(75, 1500, CHUNK))
def test_solve_more_tiny_rounds_reordered(first: int) -> None:
    assert differing(range(first, first + CHUNK)) == []
    assert differing(range(first, first + CHUNK), network=False) == []
    assert differing(range(first, first + CHUNK), network=False, mechanism="stable") == []


def test_solve_reordered_round_has_other_hashes() -> None:
    rotation = golden.rotation("network")
    other = rotation | {"units": rotation["units"][::-1]}
    before, after = engine.solve(rotation), engine.solve(other)
    assert before["input_sha256"] != after["input_sha256"]
    assert before["snapshot_sha256"] != after["snapshot_sha256"]


def test_solve_keys_and_spacing_change_nothing_at_all() -> None:
    rotation = golden.rotation("network")
    other = {key: rotation[key] for key in reversed(rotation)}
    assert golden.fixed(engine.solve(rotation)) == golden.fixed(engine.solve(other))


@pytest.mark.parametrize("name", golden.ROTATIONS)
def test_oracle_golden_round_reordered(name: str) -> None:
    rotation = golden.rotation(name)
    other = shuffled(rotation, Random(1))
    assert comparable(other, oracle.solve(other)) == comparable(rotation, oracle.solve(rotation))
