"""A repaired outcome is the outcome of the changed round solved anew (all people invented)."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

import matcher
from matcher.flow import spread
from matcher.rotation.amend import amend
from matcher.rotation.moves import Move, list_moves
from matcher.rotation.repair import Repair, repair
from tests.matcher import engine, golden
from tests.matcher.golden import fixed
from tests.matcher.oracle.eligibility import eligible_pairs
from tests.matcher.rounds import medium_round, tiny_round

CHUNK = 10


def repaired(before: Any, outcome: dict[str, Any], after: Any) -> Repair:
    return repair(read(before), outcome, read(after))


def read(value: Any) -> matcher.Rotation:
    return matcher.parse_rotation(engine.encoded(value))


def changes(value: Any, outcome: dict[str, Any], random: Random) -> Iterator[Any]:
    """The round after one decline, one withdrawal, one new pin, some of each; with and without the offers."""
    offers = [(match["executive"], match["opportunity"]) for match in outcome["matches"]]
    pins = [tuple(pair) for pair in value.get("pinned", [])]
    free = [offer for offer in offers if offer not in pins]
    unpinned = [e["id"] for e in value["executives"] if e["id"] not in [pin[0] for pin in pins]]
    open_ = [(p.executive, p.opportunity) for p in eligible_pairs(value) if not p.declined]
    for keeping in (None, outcome):
        for offer in random.sample(offers, min(len(offers), 2)):
            yield amend(value, declined=[offer], keeping=keeping)
        for person in random.sample(unpinned, min(len(unpinned), 1)):
            yield amend(value, withdrawn=[person], keeping=keeping)
        for pair in random.sample(open_, min(len(open_), 2)):
            yield amend(value, pinned=[pair], keeping=keeping)
        if len(free) > 1:
            others = [pair for pair in open_ if pair not in free[:2] and pair not in pins]
            new = random.sample(others, min(len(others), 1))
            yield amend(value, declined=free[:2], pinned=new, keeping=keeping)


def differences(rounds: Iterator[Any]) -> list[tuple[str, Any]]:
    """The changed rounds whose repair is not their solution, or whose moves are not the difference."""
    found = []
    for value in rounds:
        outcome = engine.solve(value)
        for after in changes(value, outcome, Random(value["seed"])):
            result, cold = repaired(value, outcome, after), engine.solve(after)
            if fixed(result.outcome) != fixed(cold) or result.moves != list_moves(outcome, cold):
                found.append((value["seed"], after))
    return found


@pytest.mark.parametrize("first", range(0, 10, CHUNK))
def test_repair_tiny_rounds(first: int) -> None:
    assert differences(tiny_round(number) for number in range(first, first + CHUNK)) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(10, 2000, CHUNK))
def test_repair_more_tiny_rounds(first: int) -> None:
    assert differences(tiny_round(number) for number in range(first, first + CHUNK)) == []


@pytest.mark.parametrize("first", range(0, 2, 2))
def test_repair_medium_rounds(first: int) -> None:
    assert differences(medium_round(number) for number in range(first, first + 2)) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(2, 402, 20))
def test_repair_more_medium_rounds(first: int) -> None:
    assert differences(medium_round(number) for number in range(first, first + 20)) == []


def test_repair_rounds_whose_distances_no_double_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "EXACT", 0)
    assert differences(medium_round(number) for number in range(1)) == []


def test_repair_rounds_without_a_network_are_solved() -> None:
    assert differences(tiny_round(number, network=False) for number in range(4)) == []
    assert differences(tiny_round(number, mechanism="stable") for number in range(5)) == []


def test_repair_asks_no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = (golden.rotation(f"round-life/{name}") for name in ("2-scenario", "3-declined"))
    heard: list[str] = []
    repair(read(before), golden.outcome("round-life/2-scenario"), read(after), progress=heard.append)
    assert heard == ["repair"]


def test_repair_golden_decline() -> None:
    outcome, expected = golden.outcome("round-life/2-scenario"), golden.outcome("round-life/3-declined")
    before, after = (golden.rotation(f"round-life/{name}") for name in ("2-scenario", "3-declined"))
    result = repaired(before, outcome, after)
    assert fixed(result.outcome) == fixed(expected)
    assert result.moves == (
        Move("brandt", "trade-data", None, 1, None),
        Move("fontaine", None, "trade-data", None, 1),
    )
    assert [move.kind for move in result.moves] == ["displaced", "placed"]


def test_amend_golden_decline() -> None:
    outcome = golden.outcome("round-life/2-scenario")
    amended = amend(
        golden.rotation("round-life/2-scenario"), declined=[("brandt", "trade-data")], keeping=outcome
    )
    assert amended == golden.rotation("round-life/3-declined")


def test_amend_states_the_frozen_hash() -> None:
    value, outcome = golden.rotation("round-life/1-frozen"), golden.outcome("round-life/1-frozen")
    amended = amend(value, withdrawn=["cho"])
    assert amended["declined"] == [["cho", "examiners"], ["cho", "port-north"]]
    assert amended["seed_proof"]["frozen"] == outcome["snapshot_sha256"]
    assert "declined" not in value


def test_repair_decline_after_decline_of_a_published_round() -> None:
    """Each file pins the offers of the one before; the pin of an offer that is declined goes."""
    value, outcome = golden.rotation("round-life/2-scenario"), golden.outcome("round-life/2-scenario")
    for _ in range(3):
        first = outcome["matches"][0]
        after = amend(value, declined=[(first["executive"], first["opportunity"])], keeping=outcome)
        result = repaired(value, outcome, after)
        assert fixed(result.outcome) == fixed(engine.solve(after))
        kept = {(m["executive"], m["opportunity"]) for m in outcome["matches"][1:]}
        assert kept <= {(m["executive"], m["opportunity"]) for m in result.outcome["matches"]}
        value, outcome = after, result.outcome


@pytest.mark.parametrize(
    ("key", "value", "path"),
    [
        ("seed", "another", "seed"),
        ("declined", [], "declined"),
        ("pinned", [], "pinned"),
        ("forbidden", [], "forbidden"),
        ("objective", ["matched"], "objective"),
    ],
)
def test_repair_refuses_another_round(key: str, value: Any, path: str) -> None:
    before, outcome = golden.rotation("network"), golden.outcome("network")
    with pytest.raises(matcher.Refused) as refusal:
        repaired(before, outcome, before | {key: value})
    assert refusal.value.path == path


def test_repair_refuses_an_outcome_that_is_not_the_optimum() -> None:
    before, outcome = golden.rotation("network"), golden.outcome("network")
    with pytest.raises(matcher.Refused) as refusal:
        repaired(before, outcome | {"matches": outcome["matches"][1:]}, before)
    assert str(refusal.value) == "stages: the outcome is not optimal; verify it against its round"
