"""The order of lists that mean sets changes hashes and paths, and nothing else."""

from random import Random

import pytest

from tests.matcher import engine, golden, oracle
from tests.matcher.rounds import tiny_round
from tests.matcher.shuffling import comparable, shuffled

CHUNK = 25


@pytest.mark.parametrize("name", golden.NETWORK)
def test_solve_golden_round_reordered(name: str) -> None:
    rotation = golden.rotation(name)
    expected = comparable(rotation, engine.solve(rotation))
    for number in range(5):
        other = shuffled(rotation, Random(number))
        assert comparable(other, engine.solve(other)) == expected


@pytest.mark.parametrize("first", range(0, 200, CHUNK))
def test_solve_tiny_rounds_reordered(first: int) -> None:
    differ = []
    for number in range(first, first + CHUNK):
        rotation = tiny_round(number)
        other = shuffled(rotation, Random(number))
        if comparable(rotation, engine.solve(rotation)) != comparable(other, engine.solve(other)):
            differ.append(number)
    assert differ == []


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


@pytest.mark.parametrize("name", golden.SOLVED)
def test_oracle_golden_round_reordered(name: str) -> None:
    rotation = golden.rotation(name)
    other = shuffled(rotation, Random(1))
    assert comparable(other, oracle.solve(other)) == comparable(rotation, oracle.solve(rotation))
