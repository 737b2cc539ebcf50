"""Serving one request after the other, beside the optimum."""

import random
from typing import Any

import matcher
from matcher import Sweep
from matcher.files import canonical
from matcher.mentoring.one_by_one import serve_one_by_one


def sweep(pairs: list[list[Any]], urgency: dict[str, int] | None = None, **capacity: int) -> Sweep:
    requests = sorted({pair[0] for pair in pairs})
    mentors = sorted({pair[1] for pair in pairs})
    found = matcher.parse(
        canonical(
            {
                "format": "roundtrip.mentoring/1",
                "seed": "an example",
                "mentors": [{"id": one, "capacity": capacity.get(one, 1)} for one in mentors],
                "requests": [{"id": one, "urgency": (urgency or {}).get(one, 0)} for one in requests],
                "pairs": pairs,
            }
        )
    )
    assert isinstance(found, Sweep)
    return found


def matches(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(match["request"], match["mentor"]) for match in found["matches"]]


SCARCE = [["a", "m", 900], ["a", "n", 800], ["b", "m", 700]]


def test_first_takes_the_best_and_the_next_goes_without() -> None:
    found = serve_one_by_one(sweep(SCARCE))
    assert found == {
        "matches": [{"request": "a", "mentor": "m", "points": 900}],
        "metrics": {"served": [1], "points": 900, "floor": 900},
    }
    assert matches(matcher.solve(sweep(SCARCE))) == [("a", "n"), ("b", "m")]


def test_most_urgent_comes_first() -> None:
    assert matches(serve_one_by_one(sweep(SCARCE, {"b": 2}))) == [("a", "n"), ("b", "m")]


def test_capacity_is_kept_and_equal_mentors_go_by_id() -> None:
    pairs = [["a", "n", 5], ["a", "m", 5], ["b", "m", 5], ["c", "m", 5]]
    assert matches(serve_one_by_one(sweep(pairs))) == [("a", "m")]
    assert matches(serve_one_by_one(sweep(pairs, m=2))) == [("a", "m"), ("b", "m")]


def test_optimum_is_never_worse() -> None:
    for number in range(200):
        chance = random.Random(number)
        pairs = [
            [f"r{r}", f"m{m}", chance.randint(0, 1000)]
            for r in range(6)
            for m in range(4)
            if chance.random() < 0.5
        ] or SCARCE
        problem = sweep(pairs, {f"r{r}": chance.randint(0, 2) for r in range(6)})
        best, greedy = matcher.solve(problem)["metrics"], serve_one_by_one(problem)["metrics"]
        assert (best["served"], best["points"]) >= (greedy["served"], greedy["points"])
