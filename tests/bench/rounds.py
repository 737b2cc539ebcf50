"""Realistic rotation rounds of any size, invented, from one number."""

from __future__ import annotations

import random
from typing import Any

AGENCIES = 75
_CLUSTERS = 15
_BRIDGES = 15
_HOPS = 2


def make_round(executives: int, number: int = 1) -> dict[str, Any]:
    """A `roundtrip.rotation/1` value with about five choices a person and 0.8 opportunities a person.

    Agency sizes fall like a few departments and a long tail; an alliance is a shared mission or one of a few
    bridges; some posts draw far more people than others (Zipf, 0.8); hosts rank in six bands and refuse one
    in ten; at most half an agency may leave, and its balance stays within a twentieth.
    """
    chance = random.Random(number)
    sizes = [400 * 0.93**n + 2 for n in range(AGENCIES)]
    units = [f"AG{n:02d}" for n in range(AGENCIES)]
    pairs, near = _alliances(chance)
    homes = chance.choices(range(AGENCIES), weights=sizes, k=executives)
    hosts = chance.choices(range(AGENCIES), weights=[size**0.8 for size in sizes], k=executives * 4 // 5)
    sheets = _sheets(chance, homes, hosts, near)
    staff = [homes.count(n) for n in range(AGENCIES)]
    return {
        "format": "roundtrip.rotation/1",
        "seed": f"bench {number}",
        "units": [
            {
                "id": unit,
                "max_out": -(-staff[n] // 2),
                "net_min": -max(1, staff[n] // 20),
                "net_max": max(1, staff[n] // 20),
            }
            for n, unit in enumerate(units)
        ],
        "alliances": {"pairs": [[units[a], units[b]] for a, b in pairs], "hops": _HOPS},
        "executives": [
            {"id": _person(e), "home": units[homes[e]], "choices": [_post(a) for a in sheet]}
            for e, sheet in enumerate(sheets)
        ],
        "opportunities": [
            {
                "id": _post(a),
                "host": units[host],
                "seats": 1 if chance.random() < 0.92 else chance.randint(2, 3),
                "ranking": ranking,
            }
            for (a, host), ranking in zip(
                enumerate(hosts), _rankings(chance, sheets, len(hosts)), strict=True
            )
        ],
    }


def _person(number: int) -> str:
    return f"E{number:06d}"


def _post(number: int) -> str:
    return f"A{number:06d}"


def _alliances(chance: random.Random) -> tuple[list[tuple[int, int]], list[set[int]]]:
    """The edges, and for each agency those it can reach in two."""
    missions = [{chance.randrange(_CLUSTERS)} for _ in range(AGENCIES)]
    for mission in missions[::2]:
        mission.add(chance.randrange(_CLUSTERS))
    pairs = [(a, b) for a in range(AGENCIES) for b in range(a) if missions[a] & missions[b]]
    for _ in range(_BRIDGES):
        a, b = chance.sample(range(AGENCIES), 2)
        pairs.append((a, b))
    one = [{n} for n in range(AGENCIES)]
    for a, b in pairs:
        one[a].add(b)
        one[b].add(a)
    return pairs, [set().union(*(one[m] for m in mine)) for mine in one]


def _sheets(
    chance: random.Random, homes: list[int], hosts: list[int], near: list[set[int]]
) -> list[list[int]]:
    popular = [1 / (n + 1) ** 0.8 for n in range(len(hosts))]
    chance.shuffle(popular)
    open_to = []
    for home in range(AGENCIES):
        posts = [a for a, host in enumerate(hosts) if host != home and host in near[home]]
        total, sums = 0.0, []
        for a in posts:
            total += popular[a]
            sums.append(total)
        open_to.append((posts, sums))
    sheets = []
    for home in homes:
        posts, sums = open_to[home]
        length = max(1, min(10, round(chance.gauss(5, 1.8))))
        drawn = chance.choices(posts, cum_weights=sums, k=length * 2) if posts else []
        sheets.append(list(dict.fromkeys(drawn))[:length])
    return sheets


def _rankings(chance: random.Random, sheets: list[list[int]], posts: int) -> list[list[list[str]]]:
    bands: list[list[list[str]]] = [[[] for _ in range(6)] for _ in range(posts)]
    for e, sheet in enumerate(sheets):
        for a in sheet:
            if chance.random() < 0.9:
                bands[a][chance.randrange(6)].append(_person(e))
    return [[tier for tier in band if tier] for band in bands]
