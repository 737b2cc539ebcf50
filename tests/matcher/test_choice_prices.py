"""The price of every choice of the unplaced, all at once as one by one (all people invented)."""

from typing import Any

import pytest

import matcher
from matcher.flow import fold, spread
from matcher.rotation.changes import StageChange
from matcher.rotation.choice_prices import ChoicePrice, price_choices
from tests.matcher import engine, golden
from tests.matcher.rounds import medium_round, tiny_round

CHUNK = 20


def read(value: Any) -> matcher.Rotation:
    return matcher.parse_rotation(engine.encoded(value))


def one_by_one(value: Any, outcome: dict[str, Any]) -> list[ChoicePrice]:
    """The same from the account of each person who is not placed."""
    rotation = read(value)
    accounts = matcher.Accounts(rotation, outcome)
    values = {stage["objective"]: stage["value"] for stage in outcome["stages"]}
    return [
        ChoicePrice(
            entry["executive"],
            item["opportunity"],
            item["cause"] != "impossible",
            StageChange(item["stage"], values[item["stage"]], item["value"]) if "stage" in item else None,
        )
        for entry in outcome["unmatched"]
        for item in accounts.of(entry["executive"])["choices"]
        if item["cause"] in ("eligible", "lottery", "impossible")
    ]


def differences(rounds: list[Any]) -> list[str]:
    """The seeds of the rounds whose prices are not those of the accounts."""
    solved = [(value, engine.solve(value)) for value in rounds]
    return [
        value["seed"]
        for value, outcome in solved
        if outcome["status"] == "optimal"
        and list(price_choices(read(value), outcome)) != one_by_one(value, outcome)
    ]


@pytest.mark.parametrize("first", range(0, 100, CHUNK))
def test_price_choices_tiny_rounds(first: int) -> None:
    assert differences([tiny_round(number) for number in range(first, first + CHUNK)]) == []


def test_price_choices_medium_rounds() -> None:
    assert differences([medium_round(number) for number in range(8)]) == []


def test_price_choices_rounds_that_are_no_network() -> None:
    assert differences([tiny_round(number, network=False) for number in range(5)]) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(100, 1000, CHUNK))
def test_price_choices_more_rounds(first: int) -> None:
    numbers = range(first, first + CHUNK)
    assert differences([tiny_round(number) for number in numbers]) == []
    assert differences([medium_round(number) for number in numbers]) == []


@pytest.mark.parametrize("largest", [1, 2**25])
def test_price_choices_whose_sums_need_several_folds(largest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fold, "LARGEST", largest)
    assert differences([medium_round(number) for number in range(4)]) == []


def test_price_choices_whose_distances_no_double_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "EXACT", 0)
    assert differences([medium_round(number) for number in range(2)]) == []


@pytest.mark.parametrize("name", ["infeasible", "stable"])
def test_price_choices_only_in_an_optimum(name: str) -> None:
    with pytest.raises(matcher.Refused):
        price_choices(read(golden.rotation(name)), golden.outcome(name))
