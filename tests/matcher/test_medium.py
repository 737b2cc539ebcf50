"""The engine against integer programmes on random rounds of a few dozen people (all invented)."""

from typing import Any

import pytest

from tests.matcher import engine
from tests.matcher.programme import stage_values
from tests.matcher.rounds import medium_round

CHUNK = 10


def differences(numbers: range, *, network: bool = True) -> list[tuple[int, Any, Any]]:
    """The rounds of these numbers whose stage values are not those of the integer programmes."""
    found = []
    for number in numbers:
        rotation = medium_round(number, network=network)
        outcome, expected = engine.solve(rotation), stage_values(rotation)
        values = [stage["value"] for stage in outcome["stages"]]
        sums = [value if isinstance(value, list) else [value] for value in values]
        if (outcome["status"] == "infeasible") != (expected is None) or sums != (expected or []):
            found.append((number, sums, expected))
    return found


@pytest.mark.parametrize("first", range(0, 20, CHUNK))
def test_solve_medium_rounds(first: int) -> None:
    assert differences(range(first, first + CHUNK)) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(20, 1000, CHUNK))
def test_solve_more_medium_rounds(first: int) -> None:
    assert differences(range(first, first + CHUNK)) == []


@pytest.mark.parametrize("first", range(0, 10, CHUNK))
def test_solve_medium_rounds_that_are_no_network(first: int) -> None:
    assert differences(range(first, first + CHUNK), network=False) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(10, 500, CHUNK))
def test_solve_more_medium_rounds_that_are_no_network(first: int) -> None:
    assert differences(range(first, first + CHUNK), network=False) == []
