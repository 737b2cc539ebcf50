"""`verify` has a line for each failure, and takes no conflict but the one the contract's deletions leave."""

from typing import Any

import pytest

import matcher
from tests.matcher import engine, golden
from tests.matcher.edits import DROP, put

ROUND = {
    "format": "roundtrip.rotation/1",
    "seed": "two ways to conflict",
    "units": [{"id": "here", "max_out": 0}, {"id": "there", "max_in": 0}],
    "executives": [{"id": "abe", "home": "here", "choices": ["x"]}],
    "opportunities": [{"id": "x", "host": "there"}],
    "pinned": [["abe", "x"]],
}
SWEEP = {
    "format": "roundtrip.mentoring/1",
    "seed": "two ways to conflict",
    "mentors": [{"id": "ida", "capacity": 0}, {"id": "ken", "capacity": 1}],
    "requests": [{"id": "law"}],
    "pairs": [["law", "ida", 5], ["law", "ken", 5]],
    "pinned": [["law", "ida"], ["law", "ken"]],
}


def changed(outcome: Any, changes: dict[str, Any]) -> Any:
    for path, value in changes.items():
        outcome = put(outcome, path, value)
    return outcome


def test_verify_has_a_line_for_each_malformed_part() -> None:
    outcome = changed(
        golden.outcome("network"),
        {
            "proved": 1,
            "timings": DROP,
            "winner": "okafor",
            "matches[0].choice_rank": "1",
            "matches[1].host_rank": DROP,
            "metrics.units[2].in": -1,
        },
    )
    assert [line.partition(": ")[0] for line in engine.failures(golden.rotation("network"), outcome)] == [
        "winner",
        "timings",
        "matches[0].choice_rank",
        "matches[1].host_rank",
        "metrics.units[2].in",
        "proved",
    ]


def test_verify_has_a_line_for_each_malformed_part_where_the_status_is_unknown() -> None:
    outcome = changed(golden.outcome("network"), {"status": "best", "software": DROP, "proved": None})
    assert engine.failures(golden.rotation("network"), outcome) == [
        'software: the key "software" is missing and required',
        "proved: null stands where true or false is needed",
        'status: "best" is not one of optimal, feasible, stable, infeasible',
    ]


@pytest.mark.parametrize("name", ["network", "integer", "stable"])
def test_verify_has_a_line_for_each_wrong_value(name: str) -> None:
    changes = {
        "input_sha256": "0",
        "matches[0].choice_rank": 9,
        "matches[1].host_rank": 9,
        "metrics.blocking_pairs": 99,
        "metrics.units[0].out": 99,
        "metrics.units[1].net": 99,
    }
    failures = engine.failures(golden.rotation(name), changed(golden.outcome(name), changes))
    assert [line.partition(": ")[0] for line in failures] == list(changes)
    assert failures[1] == "matches[0].choice_rank: 9 where the round gives 1"


def test_verify_sweep_has_a_line_for_each_wrong_value() -> None:
    changes = {"snapshot_sha256": "0", "matches[0].points": 1, "stages[1].value": 1, "metrics.floor": 1001}
    failures = engine.failures(golden.rotation("sweep"), changed(golden.outcome("sweep"), changes))
    assert [line.partition(": ")[0] for line in failures] == list(changes)


def conflicts(value: Any, *paths: str) -> list[str]:
    outcome = engine.solve(value)
    assert outcome["status"] == "infeasible"
    return engine.failures(
        value, outcome | {"conflict": [{"path": path, "text": "a limit"} for path in paths]}
    )


def test_verify_takes_the_conflict_of_the_deletions_alone() -> None:
    taken = "conflict: units[0].max_out can be taken away, and what stands then conflicts still"
    assert conflicts(ROUND, "units[1].max_in", "pinned[0]") == []
    assert conflicts(ROUND, "units[0].max_out", "pinned[0]") == [taken]


def test_verify_takes_the_conflict_of_a_sweeps_deletions_alone() -> None:
    taken = "conflict: mentors[0].capacity can be taken away, and what stands then conflicts still"
    assert conflicts(SWEEP, "pinned[0]", "pinned[1]") == []
    assert conflicts(SWEEP, "mentors[0].capacity", "pinned[0]") == [taken]


def test_verify_shows_a_frozen_hash_that_is_none_on_one_line() -> None:
    rotation = put(golden.rotation("round-life/2-scenario"), "seed_proof.frozen", "x\nout.json: holds")
    parsed = matcher.parse(engine.encoded(rotation))
    notes = matcher.verify(parsed, golden.outcome("round-life/2-scenario")).notes
    assert notes[-2] == 'seed: frozen hash "x\\nout.json: holds" is not this file\'s own'
