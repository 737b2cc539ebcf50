"""Outcomes side by side, and the price of limits, pins, balance and stability (all people invented)."""

from typing import Any

import pytest

import matcher
from matcher.flow import fold
from matcher.rotation.changes import StageChange
from matcher.rotation.compare import compare, price_of_balance, price_of_stability
from matcher.rotation.limit_prices import price_limits
from matcher.rotation.moves import Move, list_moves
from tests.matcher import engine, golden, oracle
from tests.matcher.golden import fixed
from tests.matcher.oracle.limits import Limit
from tests.matcher.oracle.search import Space
from tests.matcher.rounds import medium_round, tiny_round

CHUNK = 25


def read(value: Any) -> matcher.Rotation:
    return matcher.parse_rotation(engine.encoded(value))


def looser(space: Space, limit: Limit, *, entirely: bool) -> list[Limit]:
    """The limits of a round when one is absent, or looser by one where it can be."""
    others = [each for each in space.limits if each is not limit]
    if entirely or limit.kind == "pinned":
        return others
    return [*others, limit if limit.kind == "min_seats" and not limit.bound else limit.loosened()]


def gains(value: Any, *, entirely: bool) -> list[tuple[str, Any]]:
    """What exhaustive search says of every limit."""
    space = Space(value)
    now = space.best(space.feasible(space.limits), space.objective)[0]
    found: list[tuple[str, Any]] = []
    for limit in space.limits:
        ways = space.feasible(looser(space, limit, entirely=entirely))
        then = space.best(ways, space.objective)[0]
        values = [(name, space.value(name, now), space.value(name, then)) for name in space.objective]
        found.append((limit.path, next((each for each in values if each[1] != each[2]), None)))
    return found


def priced(value: Any, *, entirely: bool) -> list[tuple[str, Any]]:
    found = price_limits(read(value), engine.solve(value), entirely=entirely)
    return [
        (each.limit.path, each.gain and (each.gain.objective, each.gain.before, each.gain.after))
        for each in found
    ]


def differences(numbers: range, **shape: Any) -> list[tuple[int, bool]]:
    rounds = {number: tiny_round(number, **shape) for number in numbers}
    holding = {n: value for n, value in rounds.items() if engine.solve(value)["status"] == "optimal"}
    return [
        (number, entirely)
        for number, value in holding.items()
        for entirely in (False, True)
        if priced(value, entirely=entirely) != gains(value, entirely=entirely)
    ]


@pytest.mark.parametrize("first", range(0, 50, CHUNK))
def test_price_limits_tiny_rounds(first: int) -> None:
    assert differences(range(first, first + CHUNK)) == []


def test_price_limits_rounds_that_are_no_network() -> None:
    assert differences(range(5), network=False) == []


@pytest.mark.parametrize("largest", [1, 2**12])
def test_price_limits_whose_sums_need_several_folds(largest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fold, "LARGEST", largest)
    assert differences(range(10)) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(50, 2000, CHUNK))
def test_price_limits_more_tiny_rounds(first: int) -> None:
    assert differences(range(first, first + CHUNK)) == []
    assert differences(range(first, first + 2), network=False) == []


@pytest.mark.parametrize("name", ["infeasible", "stable"])
def test_price_limits_only_of_an_optimum(name: str) -> None:
    with pytest.raises(matcher.Refused):
        price_limits(read(golden.rotation(name)), golden.outcome(name))


def test_compare_golden_scenario() -> None:
    one, other = "round-life/1-frozen", "round-life/2-scenario"
    found = compare(
        read(golden.rotation(one)), golden.outcome(one), read(golden.rotation(other)), golden.outcome(other)
    )
    assert found.stages == tuple(
        StageChange(old["objective"], old["value"], new["value"])
        for old, new in zip(
            golden.outcome(one)["stages"][:4], golden.outcome(other)["stages"][:4], strict=True
        )
    )
    assert found.moves == list_moves(golden.outcome(one), golden.outcome(other))
    assert found.decisive is not None
    assert found.decisive.better is True


def test_compare_an_outcome_with_itself() -> None:
    rotation, outcome = read(golden.rotation("network")), golden.outcome("network")
    found = compare(rotation, outcome, rotation, outcome)
    assert found.moves == ()
    assert found.decisive is None


@pytest.mark.parametrize(
    ("objective", "before", "after", "better"),
    [
        ("matched", 3, 4, True),
        ("matched", 4, 3, False),
        ("matched", 3, 3, None),
        ("choice_total", 3, 4, False),
        ("priority", [2, 0], [1, 5], False),
        ("choice_profile", [1, 2], [1, 2, 3], True),
        ("choice_profile", [1, 2], [2, 0, 0], True),
        ("choice_fair", [0, 3], [1, 0, 3], False),
        ("choice_fair", [1, 3], [0, 0, 9], True),
        ("host_profile", [], [], None),
    ],
)
def test_stage_change_is_better_as_the_stage_counts(
    objective: str, before: Any, after: Any, better: bool | None
) -> None:
    assert StageChange(objective, before, after).better is better


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [(None, 2, "placed"), (2, None, "displaced"), (2, 1, "better"), (1, 2, "worse"), (1, 1, "level")],
)
def test_move_kind(before: int | None, after: int | None, kind: str) -> None:
    assert (
        Move(
            "ada", f"post {before}" if before else None, f"new {after}" if after else None, before, after
        ).kind
        == kind
    )


def test_price_of_balance_is_the_round_without_it() -> None:
    for number in range(40):
        value = medium_round(number)
        outcome = engine.solve(value)
        if outcome["status"] != "optimal":
            continue
        free = value | {
            "units": [
                {key: part for key, part in unit.items() if not key.startswith("net_")}
                for unit in value["units"]
            ]
        }
        price = price_of_balance(read(value), outcome)
        assert price.outcome["stages"] == engine.solve(free)["stages"]
        changed = price.comparison.decisive
        assert changed is None or changed.better
        return
    raise AssertionError("no medium round holds")


def test_price_of_stability_counts_what_gets_worse() -> None:
    """Without limits and pins the stable outcome is one of those the optimum is the best of."""
    for number in range(30):
        value = tiny_round(number, mechanism="stable")
        bare = {key: part for key, part in value.items() if key not in ("pinned", "mechanism")}
        bare["units"] = [
            {key: part for key, part in unit.items() if key in ("id", "parent", "internal")}
            for unit in value["units"]
        ]
        bare["opportunities"] = [post | {"min_seats": 0} for post in value["opportunities"]]
        price = price_of_stability(read(bare), engine.solve(bare))
        expected = oracle.solve(bare | {"mechanism": "stable"})
        assert fixed(price.outcome)["matches"] == expected["matches"]
        assert price.outcome["broken_limits"] == []
        changed = price.comparison.decisive
        assert changed is None or changed.better is False
