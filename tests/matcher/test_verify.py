"""`verify` reports whatever is changed in a good outcome, and says what it did not check."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

import matcher
from tests.matcher import engine, golden, oracle
from tests.matcher.edits import put
from tests.matcher.oracle.interrupted import interrupted
from tests.matcher.oracle.limits import is_network
from tests.matcher.oracle.optimal import infeasible, solved
from tests.matcher.oracle.search import MAXIMISED, Placement, Space
from tests.matcher.rounds import tiny_round
from tests.matcher.tampering import FORM_ONLY, Tampering, tamperings

REASONS = ("no_choices", "none_eligible", "lottery", *FORM_ONLY, "beaten", "limits", "draw", "capacity")


def unreported(rotation: Any, outcome: dict[str, Any]) -> list[str]:
    """The tamperings of a good outcome that pass as good, though the two files show them."""
    parsed = matcher.parse(engine.encoded(rotation))
    return [
        tampering.what
        for tampering in tamperings(outcome)
        if not matcher.verify(parsed, tampering.outcome).failures and not is_free(rotation, tampering)
    ]


def is_free(rotation: Any, tampering: Tampering) -> bool:
    """Whether the contract leaves this open: what only an optimiser knows, and the solver's own affairs."""
    what, outcome = tampering
    if what.startswith("software."):
        return what.endswith(" dropped")
    if outcome.get("method") != "integer":
        return False
    return (
        what == "metrics.unique turned"
        or is_other_bound(what, outcome)
        or is_open_conflict(rotation, outcome)
    )


def is_other_bound(what: str, outcome: dict[str, Any]) -> bool:
    """A bound that does not pass the value, or one left out where another tells of the time limit."""
    found = re.match(r"stages\[(\d+)\]\.bound", what)
    if not found:
        return False
    stage = outcome["stages"][int(found[1])]
    if "bound" not in stage:
        return any("bound" in each for each in outcome["stages"])
    value, bound = stage["value"], stage["bound"]
    if shape(value) != shape(bound):
        return False
    return bool(value <= bound if stage["objective"] in MAXIMISED else value >= bound)


def shape(value: Any) -> Any:
    """The types of a value and of its members, in order."""
    return [type(each) for each in value] if isinstance(value, list) else type(value)


def is_open_conflict(rotation: Any, outcome: dict[str, Any]) -> bool:
    """Whether these limits alone cannot hold is a question no network answers."""
    paths = [item.get("path") for item in outcome.get("conflict", []) if isinstance(item, dict)]
    units = [
        {k: v for k, v in unit.items() if k in ("id", "parent") or f"units[{index}].{k}" in paths}
        for index, unit in enumerate(rotation["units"])
    ]
    return bool(paths) and not is_network(rotation | {"units": units})


GOOD = [(name, f"{name}.outcome.json") for name in golden.ROTATIONS]


@pytest.mark.parametrize(("name", "outcome"), [*GOOD, ("integer", "integer.time-limit.outcome.json")])
def test_verify_reports_each_tampering_of_golden_outcome(name: str, outcome: str) -> None:
    assert unreported(golden.rotation(name), golden.json_of(outcome)) == []


SHAPES: dict[str, dict[str, Any]] = {
    "network": {},
    "integer": {"network": False},
    "stable": {"mechanism": "stable"},
    "stable, limits that cross": {"mechanism": "stable", "network": False},
}


def unreported_of_tiny(number: int, shape: str) -> list[str]:
    rotation = tiny_round(number, **SHAPES[shape])
    return unreported(rotation, engine.written(oracle.solve(rotation)))


@pytest.mark.parametrize("shape", SHAPES)
def test_verify_reports_each_tampering_of_tiny_outcome(shape: str) -> None:
    assert unreported_of_tiny(0, shape) == []


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("number", range(1, 60))
def test_verify_reports_each_tampering_of_more_tiny_outcomes(number: int, shape: str) -> None:
    assert unreported_of_tiny(number, shape) == []


@pytest.mark.parametrize("first", range(0, 100, 50))
def test_verify_interrupted_outcomes_hold(first: int) -> None:
    failures = {}
    for number in range(first, first + 50):
        rotation = tiny_round(number, network=False)
        outcome = interrupted(rotation)
        failures[number] = engine.failures(rotation, engine.written(outcome)) if outcome else []
    assert failures == {number: [] for number in failures}


@pytest.mark.parametrize("number", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (20, 27))])
def test_verify_reports_each_tampering_of_interrupted_outcome(number: int) -> None:
    rotation = tiny_round(number, network=False)
    outcome = interrupted(rotation)
    assert outcome is not None
    assert unreported(rotation, engine.written(outcome)) == []


@pytest.mark.parametrize(
    ("path", "value"), [("timings.solve", 10**6), ("software.numpy", "9"), ("software.new", "1")]
)
def test_verify_free_parts(path: str, value: Any) -> None:
    outcome = put(golden.outcome("network"), path, value)
    assert engine.failures(golden.rotation("network"), outcome) == []


def test_verify_conflict_texts_are_free() -> None:
    outcome = put(golden.outcome("infeasible"), "conflict[0].text", "Nobody may leave.")
    assert engine.failures(golden.rotation("infeasible"), outcome) == []


def reason_changes() -> Iterator[tuple[str, str, str, str]]:
    for name in golden.SOLVED:
        for index, person in enumerate(golden.outcome(name)["unmatched"]):
            for reason in REASONS:
                if reason != person["reason"]:
                    yield name, f"unmatched[{index}].reason", person["reason"], reason


@pytest.mark.parametrize(("name", "path", "before", "after"), list(reason_changes()))
def test_verify_changed_reason(name: str, path: str, before: str, after: str) -> None:
    """Reasons that speak of another round are checked for form only, all others in full."""
    found = engine.failures(golden.rotation(name), put(golden.outcome(name), path, after))
    assert (found == []) == (before in FORM_ONLY and after in FORM_ONLY)


def test_verify_says_what_is_checked_for_form_only() -> None:
    verdict = matcher.verify(
        matcher.parse(engine.encoded(golden.rotation("network"))), golden.outcome("network")
    )
    assert any("form" in note for note in verdict.notes)


@pytest.mark.parametrize(
    ("name", "whose"), [("network", "is"), ("round-life/1-frozen", "is"), ("round-life/2-scenario", "is not")]
)
def test_verify_says_whose_hash_the_seed_was_drawn_from(name: str, whose: str) -> None:
    rotation, outcome = golden.rotation(name), golden.outcome(name)
    frozen = rotation["seed_proof"].get("frozen", outcome["snapshot_sha256"])
    verdict = matcher.verify(matcher.parse(engine.encoded(rotation)), outcome)
    assert f"seed: frozen hash {frozen} {whose} this file's own" in verdict.notes
    explained = (
        f"seed: this file's own hash is {outcome['snapshot_sha256']}; the two differ where the round "
        "was changed after its freeze (a scenario, an objection, a repair), which keeps the seed: "
        "compare the frozen hash with the one that was published at the freeze"
    )
    assert (explained in verdict.notes) == (whose == "is not")


@pytest.mark.parametrize(
    "outcome", [None, 0, "", [], {}, [golden.outcome("network")], {"format": "roundtrip.outcome/1"}]
)
def test_verify_what_is_no_outcome(outcome: Any) -> None:
    assert engine.failures(golden.rotation("network"), outcome) != []


@pytest.mark.parametrize(
    "outcome",
    [
        "stable.outcome",
        "sweep.outcome",
        "integer.outcome",
        "integer.time-limit.outcome",
        "infeasible.outcome",
    ],
)
def test_verify_outcome_of_another_kind(outcome: str) -> None:
    assert engine.failures(golden.rotation("network"), golden.json_of(f"{outcome}.json")) != []


def impostors(rotation: dict[str, Any], true: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Outcomes right in every count, but second best, or best with one limit broken."""
    space = Space(rotation)
    placements = space.feasible(space.limits)
    held = {(match["executive"], match["opportunity"]) for match in true["matches"]}
    others = [p for p in placements if {(pair.executive, pair.opportunity) for pair in p.pairs} != held]
    if others:
        yield true | solved(space, others)
    for limit in space.limits:
        outcome = true | solved(space, space.feasible(other for other in space.limits if other is not limit))
        if outcome != true:
            yield outcome


@pytest.mark.parametrize("first", range(0, 100, 10))
def test_verify_reports_an_outcome_that_is_not_the_optimum(first: int) -> None:
    passed = []
    for number in range(first, first + 10):
        rotation = tiny_round(number)
        true = oracle.solve(rotation)
        if true["status"] == "optimal":
            found = [
                other
                for other in impostors(rotation, true)
                if not engine.failures(rotation, engine.written(other))
            ]
            passed += [(number, other) for other in found]
    assert passed == []


@pytest.mark.parametrize("name", golden.SOLVED)
def test_verify_infeasible_claim_for_a_round_that_holds(name: str) -> None:
    space = Space(golden.rotation(name))
    conflict = [{"path": limit.path, "text": "one of many"} for limit in space.limits]
    claim = golden.outcome(name) | infeasible(space) | {"conflict": conflict}
    assert engine.failures(golden.rotation(name), claim) != []


def test_verify_infeasible_claim_without_a_conflict() -> None:
    outcome = golden.outcome("infeasible") | {"conflict": []}
    assert engine.failures(golden.rotation("infeasible"), outcome) != []


def test_verify_conflict_with_a_limit_too_many() -> None:
    rotation, outcome = golden.rotation("infeasible"), golden.outcome("infeasible")
    needed = [item["path"] for item in outcome["conflict"]]
    for extra in Space(rotation).limits:
        paths = [limit.path for limit in Space(rotation).limits if limit.path in (*needed, extra.path)]
        claim = outcome | {"conflict": [{"path": path, "text": "a limit"} for path in paths]}
        assert (engine.failures(rotation, claim) == []) == (extra.path in needed)


def test_verify_reports_somebody_placed_twice() -> None:
    rotation = {
        "format": "roundtrip.rotation/1",
        "seed": "two desks",
        "units": [{"id": "here"}, {"id": "there"}],
        "executives": [{"id": "abe", "home": "here", "choices": [["x", "y"]]}],
        "opportunities": [{"id": "x", "host": "there"}, {"id": "y", "host": "there"}],
    }
    space = Space(rotation)
    both = Placement(tuple(space.eligible), ())
    claim = engine.written(oracle.solve(rotation) | solved(space, [both]))
    assert engine.failures(rotation, claim) != []
