"""Tiny random mentoring sweeps from a number; the mentors and requests in them are invented."""

from random import Random
from typing import Any

from tests.matcher.rounds import HUGE, ODD_IDS

Json = dict[str, Any]
POINTS = (0, 0, 1, 40, 55, 55, 55, 90, 100, 1000)


def tiny_sweep(number: int) -> Json:
    """The valid sweep of this number: at most 6 requests and 4 mentors."""
    random = Random(number)
    names = ODD_IDS if random.random() < 0.1 else tuple(f"n{index}" for index in range(8))
    mentors = random.sample(names, random.choice((0, 1, *(2, 3, 3, 4) * 5)))
    requests = random.sample(names, random.choice((0, 1, 2, *(3, 4, 5, 6) * 5)))
    sweep: Json = {
        "format": "roundtrip.mentoring/1",
        "seed": f"tiny sweep {number}",
        "mentors": [{"id": name, "capacity": random.choice((0, 1, 1, 1, 1, 2, 2, HUGE))} for name in mentors],
        "requests": _requests(random, requests),
        "pairs": _pairs(random, requests, mentors),
    }
    if random.random() < 0.7:
        floor = random.random() < 0.8
        sweep["objective"] = ["served", "floor", "points"] if floor else ["served", "points"]
    if random.random() < 0.3:
        drawn = random.sample(sweep["pairs"], min(len(sweep["pairs"]), random.choice((0, 1, 1, 1, 2, 2, 3))))
        sweep["pinned"] = [pair[:2] for pair in drawn]
    return sweep


def _requests(random: Random, names: list[str]) -> list[Json]:
    levels = random.choice(((0,), (0, 1), (0, 1, 3), (HUGE, 2)))
    return [
        {"id": name, "urgency": random.choice(levels)} if random.random() < 0.6 else {"id": name}
        for name in names
    ]


def _pairs(random: Random, requests: list[str], mentors: list[str]) -> list[list[Any]]:
    """Some of all pairs; half the sweeps have few different points, so that many outcomes are equal."""
    share, points = random.choice((0.3, 0.5, 0.7, 0.9)), random.choice((POINTS, range(1001)))
    pairs = [[r, m, random.choice(points)] for r in requests for m in mentors if random.random() < share]
    return random.sample(pairs, len(pairs))
