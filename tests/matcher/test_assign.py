"""Guesses of a sweep's greatest points against the method of phases (all people invented)."""

from random import Random
from typing import Any

import matcher
from matcher.flow.optimum import adopt, find_optimum, improve
from matcher.flow.prove import prove
from matcher.mentoring.assign import assign
from matcher.mentoring.pairs import build_network, list_pairs
from matcher.mentoring.problem import Sweep
from matcher.mentoring.stages import Stages
from matcher.verdict import Verdict
from tests.matcher import engine


def medium_sweep(number: int) -> Sweep:
    """A sweep of 40 requests in two classes; in even ones there are more of them than places."""
    random = Random(number)
    mentors = [f"m{each}" for each in range(12 if number % 2 else 30)]
    requests = [f"r{each}" for each in range(40)]
    listed = [(request, mentor) for request in requests for mentor in random.sample(mentors, 4)]
    value: dict[str, Any] = {
        "format": "roundtrip.mentoring/1",
        "seed": f"medium sweep {number}",
        "mentors": [{"id": mentor, "capacity": random.randint(1, 3)} for mentor in mentors],
        "requests": [{"id": request, "urgency": int(random.random() < 0.2)} for request in requests],
        "pairs": [[*pair, random.randint(0, 1000)] for pair in listed],
        "pinned": [list(pair) for pair in random.sample(listed, 1)],
    }
    found = matcher.parse(engine.encoded(value))
    assert isinstance(found, Sweep)
    return found


def test_assign_proved_guesses_have_the_points_of_the_phases() -> None:
    points, proved = [], 0
    for number in range(60):
        sweep = medium_sweep(number)
        pairs = list_pairs(sweep)
        stages = Stages(sweep.seed, pairs)
        served = find_optimum(build_network(pairs), stages, ("served",))
        assert served is not None
        rows = assign(served, pairs)
        guess = None if rows is None else adopt(served, rows)
        found = None if guess is None else prove(guess, stages, ("points",), Verdict())
        if found is not None:
            proved += 1
            best = improve(served, stages, ("points",))
            points.append(stages.value("points", found.rows) == stages.value("points", best.rows))
    assert all(points)
    assert proved > 50
