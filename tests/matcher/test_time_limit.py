"""A time limit ends the integer method anywhere: what it then claims must hold all the same.

The clock is moved by hand before a stage, so that every stage is once the one that time ran out in. What
the solver still gets done in the last millisecond is its own affair.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest

import matcher
from tests.matcher import engine, golden
from tests.matcher.oracle.eligibility import Json
from tests.matcher.oracle.search import MAXIMISED
from tests.matcher.rounds import FIRST_STAGES, crossing_round

HOUR = 3600.0
Solve = Callable[[Json, str], Json]


@pytest.fixture
def solve_until(monkeypatch: pytest.MonkeyPatch) -> Solve:
    """Solve a round with an hour's limit that is over as soon as this stage begins."""
    past, ticking = 0.0, time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: ticking() + past)

    def solve(rotation: Json, last: str) -> Json:
        nonlocal past
        past = 0.0

        def progress(stage: str, *_: Any) -> None:
            nonlocal past
            past = 2 * HOUR if stage == last else past

        return matcher.solve(matcher.parse(engine.encoded(rotation)), progress=progress, time_limit=HOUR)

    return solve


def stages_of(rotation: Json) -> list[str]:
    return [*rotation["objective"], "lottery", "draw"]


def is_beyond(stage: str, value: Any, bound: Any) -> bool:
    """Whether a value passes a bound: above it where more is better, below it where less is."""
    return bool(value > bound if stage in MAXIMISED else value < bound)


def misstated(rotation: Json, outcome: Json, true: Json) -> list[str]:
    """The stages whose value or bound is not what the contract says it is.

    Stages before the first bound are proved, so they have the true values. A bound holds for this outcome
    and the true one; after the first, where the optimum of the stages before is unknown, for every feasible
    outcome, among them the one that places nobody and the best of that stage alone.
    """
    wrong, known = [], True
    for stage, right in zip(outcome["stages"], true["stages"], strict=True):
        name, value = stage["objective"], stage["value"]
        if "bound" not in stage:
            wrong += [name] if not known or value != right["value"] else []
            continue
        reached = [value, right["value"]]
        if not known and name in FIRST_STAGES:
            alone = engine.solve(rotation | {"objective": [name]})
            reached.append(alone["stages"][0]["value"])
        elif not known and name not in MAXIMISED:
            reached.append([0] * len(value) if isinstance(value, list) else 0)
        wrong += [name for each in reached if is_beyond(name, each, stage["bound"])]
        known = False
    return wrong


def check(rotation: Json, solve_until: Solve) -> list[str]:
    """Let time run out in every stage of a round in turn; the statuses this gave."""
    parsed, true = matcher.parse(engine.encoded(rotation)), engine.solve(rotation)
    assert true["status"] == "optimal"
    statuses = []
    for last in stages_of(rotation):
        outcome = solve_until(rotation, last)
        statuses.append(outcome["status"])
        assert matcher.verify(parsed, outcome).failures == []
        assert misstated(rotation, outcome, true) == []
        assert (outcome["status"] == "feasible") == any("bound" in stage for stage in outcome["stages"])
        assert outcome["metrics"]["unique"] in (False, outcome["status"] == "optimal")
        assert outcome["proved"] is False
    return statuses


@pytest.mark.parametrize("number", [1, 2])
def test_solve_out_of_time_in_each_stage(number: int, solve_until: Solve) -> None:
    assert "feasible" in check(crossing_round(number), solve_until)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3, 33))
def test_solve_out_of_time_in_each_stage_of_more_rounds(number: int, solve_until: Solve) -> None:
    assert set(check(crossing_round(number), solve_until)) <= {"feasible", "optimal"}


@pytest.mark.parametrize("limit", [0.0, 0.001, 0.02, 0.1])
def test_solve_with_little_time_answers_or_says_so(limit: float) -> None:
    rotation = crossing_round(4)
    parsed = matcher.parse(engine.encoded(rotation))
    try:
        outcome = matcher.solve(parsed, time_limit=limit)
    except matcher.OutOfTime:
        return
    assert outcome["status"] in ("feasible", "optimal")
    assert misstated(rotation, outcome, engine.solve(rotation)) == []


@pytest.mark.parametrize("name", golden.ROTATIONS)
def test_solve_ample_time_changes_nothing(name: str) -> None:
    parsed = matcher.parse(engine.encoded(golden.rotation(name)))
    assert golden.fixed(matcher.solve(parsed, time_limit=HOUR)) == golden.fixed(matcher.solve(parsed))


@pytest.mark.parametrize("name", [name for name in golden.ROTATIONS if name != "integer"])
def test_solve_other_methods_ignore_the_limit(name: str) -> None:
    parsed = matcher.parse(engine.encoded(golden.rotation(name)))
    assert golden.fixed(matcher.solve(parsed, time_limit=0.0)) == golden.fixed(matcher.solve(parsed))
