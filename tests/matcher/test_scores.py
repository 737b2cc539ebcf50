"""Raising one executive's score alone never worsens what that executive gets (all people invented)."""

from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

import numpy as np
import pytest

import matcher
from matcher.arrays import Ints
from matcher.flow.optimum import find_optimum
from matcher.outcome import Watch
from matcher.rotation import stages as module
from matcher.rotation.choices import Choices, list_choices
from matcher.rotation.integer import solve_integer
from matcher.rotation.network import build_network, method_of
from matcher.rotation.stages import Stages
from tests.matcher import engine
from tests.matcher.rounds import medium_round, tiny_round

UNPLACED = 101


class Scores:
    """Scores given by hand in place of those drawn from the seed."""

    def __init__(self, given: dict[str, int]) -> None:
        self.given = given

    def __call__(self, _seed: str, ids: Iterable[str]) -> Ints:
        return np.array([self.given[id_] for id_ in ids], dtype=np.int64)


def ranks(rotation: matcher.Rotation, choices: Choices) -> dict[str, int] | None:
    """The choice rank everybody gets, UNPLACED without a place; none where the round cannot hold."""
    stages = Stages(rotation, choices)
    if method_of(rotation) == "network":
        optimum = find_optimum(build_network(rotation, choices), stages, stages.names())
        rows = None if optimum is None else optimum.rows
    else:
        outcome = solve_integer(stages, Watch(0), lambda _stage: None, None)
        held = [(match["executive"], match["opportunity"]) for match in outcome["matches"]]
        rows = None if outcome["status"] == "infeasible" else choices.rows(held)
    if rows is None:
        return None
    found = dict.fromkeys(choices.executives, UNPLACED)
    for row in rows.tolist():
        found[choices.pair(row)[0]] = int(choices.choice_rank[row])
    return found


def worsened(value: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int, int]]:
    """Everybody whom a better score of their own gives a worse place, with both ranks."""
    rotation = matcher.parse_rotation(engine.encoded(value))
    choices, random = list_choices(rotation), Random(value["seed"])
    given = {id_: random.randrange(2 ** random.choice((1, 3, 20))) for id_ in choices.executives}
    monkeypatch.setattr(module, "scores", Scores(given))
    before = ranks(rotation, choices)
    for id_ in choices.executives if before else ():
        raised = given | {id_: random.randrange(given[id_], 2**20) + 1}
        monkeypatch.setattr(module, "scores", Scores(raised))
        after = ranks(rotation, choices)
        assert before is not None
        assert after is not None
        if after[id_] > before[id_]:
            yield id_, before[id_], after[id_]


@pytest.mark.parametrize("first", range(0, 100, 50))
def test_better_score_never_harms_tiny_rounds(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = range(first, first + 50)
    assert [n for n in numbers for _ in worsened(tiny_round(n), monkeypatch)] == []


def test_better_score_never_harms_medium_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [n for n in range(4) for _ in worsened(medium_round(n), monkeypatch)] == []


def test_better_score_never_harms_rounds_that_are_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [n for n in range(5) for _ in worsened(tiny_round(n, network=False), monkeypatch)] == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(20, 320, 20))
def test_better_score_never_harms_more_rounds(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = range(first, first + 20)
    assert [n for n in numbers for _ in worsened(medium_round(n), monkeypatch)] == []
    assert [n for n in numbers for _ in worsened(tiny_round(10 * n), monkeypatch)] == []


def test_scores_decide_between_equals(monkeypatch: pytest.MonkeyPatch) -> None:
    """The score reaches the inner function: of two people who want one seat the better score gets it."""
    value = {
        "format": "roundtrip.rotation/1",
        "seed": "two and one",
        "units": [{"id": "here"}, {"id": "there"}],
        "executives": [{"id": id_, "home": "here", "choices": ["seat"]} for id_ in ("abe", "bea")],
        "opportunities": [{"id": "seat", "host": "there"}],
    }
    rotation = matcher.parse_rotation(engine.encoded(value))
    for best in ("abe", "bea"):
        monkeypatch.setattr(module, "scores", Scores({"abe": 1, "bea": 1} | {best: 2}))
        found = ranks(rotation, list_choices(rotation))
        assert found == {"abe": UNPLACED, "bea": UNPLACED} | {best: 1}
