"""Realistic rotation rounds of any size, invented, from one number.

75 agencies: 24 large ones and a long tail. An alliance is a shared mission or one of a few bridges. Some
posts draw far more people than others (Zipf), hosts rank in six bands of stars, refuse one in ten and have a
conflict with one in fifty. At most a part of an agency may leave, its balance stays within a band, and one
executive in two hundred is pinned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from matcher.arrays import Flags, Ints

AGENCIES, _LARGE, _MISSIONS, _BRIDGES = 75, 24, 15, 15
_STARS, _LONGEST = 6, 10
_REFUSED, _CONFLICTS, _PINNED, _SINGLE = 0.1, 0.02, 0.005, 0.92


@dataclass(frozen=True)
class Regime:
    """What a round is like: opportunities an executive, hops of an alliance, how unequal the demand is, the
    share of an agency that may leave (`None`: no cap) and the share its balance may move by; `tied` makes one
    tie of every sheet, and `objective` is the round's own where given."""

    posts: float = 0.8
    hops: int = 2
    zipf: float = 0.8
    leaving: float | None = 0.5
    band: float = 0.05
    tied: bool = False
    objective: tuple[str, ...] | None = None


PLAIN = Regime()
REGIMES = {
    "tight caps (15 %)": replace(PLAIN, leaving=0.15),
    "0.6 opportunities": replace(PLAIN, posts=0.6),
    "1.0 opportunities": replace(PLAIN, posts=1.0),
    "1 hop": replace(PLAIN, hops=1),
    "Zipf 1.2": replace(PLAIN, zipf=1.2),
    "no caps, band 2 %": replace(PLAIN, leaving=None, band=0.02),
    "no caps, band ±1": replace(PLAIN, leaving=None, band=0.0),
    "no caps, band 50 %": replace(PLAIN, leaving=None, band=0.5),
    "every sheet one tie": replace(PLAIN, tied=True),
    "rank-maximal": replace(PLAIN, objective=("matched", "priority", "choice_profile", "host_total")),
}


def make_round(executives: int, regime: Regime = PLAIN, number: int = 1) -> dict[str, Any]:
    """A `roundtrip.rotation/1` value with about five choices a person."""
    chance = np.random.default_rng(number)
    sizes = np.array([1000 * 0.88**n if n < _LARGE else 45 * 0.95**n for n in range(AGENCIES)])
    homes = chance.choice(AGENCIES, executives, p=sizes / sizes.sum())
    hosts = chance.choice(AGENCIES, int(executives * regime.posts), p=sizes**0.8 / (sizes**0.8).sum())
    pairs, near = _alliances(chance, regime.hops)
    person, post = _sheets(chance, homes, hosts, near, regime.zipf)
    conflict, refused = chance.random(len(person)) < _CONFLICTS, chance.random(len(person)) < _REFUSED
    seats = np.where(chance.random(len(hosts)) < _SINGLE, 1, chance.integers(2, 4, len(hosts)))
    free = np.flatnonzero(~conflict & ~refused)
    staff = np.bincount(homes, minlength=AGENCIES)
    units = [_unit(n, int(staff[n]), regime) for n in range(AGENCIES)]
    found: dict[str, Any] = {
        "format": "roundtrip.rotation/1",
        "seed": f"bench {number}",
        "units": units,
        "alliances": {"pairs": [[f"AG{a:02d}", f"AG{b:02d}"] for a, b in pairs], "hops": regime.hops},
        "executives": [
            {
                "id": _person(e),
                "home": f"AG{homes[e]:02d}",
                "choices": [sheet] if regime.tied and sheet else sheet,
            }
            for e, sheet in enumerate(_split(executives, person, [_post(a) for a in post.tolist()]))
        ],
        "opportunities": _opportunities(hosts, seats, _bands(chance, person, post, refused, len(hosts))),
        "pinned": _pins(chance, homes, hosts, (person[free], post[free]), units),
        "forbidden": [
            [_person(int(person[row])), _post(int(post[row])), "conflict of interest"]
            for row in np.flatnonzero(conflict)
        ],
    }
    return found if regime.objective is None else found | {"objective": list(regime.objective)}


def _person(number: int) -> str:
    return f"E{number:06d}"


def _post(number: int) -> str:
    return f"A{number:06d}"


def _unit(number: int, staff: int, regime: Regime) -> dict[str, Any]:
    band = max(1, int(staff * regime.band))
    unit: dict[str, Any] = {"id": f"AG{number:02d}", "net_min": -band, "net_max": band}
    return unit if regime.leaving is None else unit | {"max_out": int(np.ceil(staff * regime.leaving))}


def _alliances(chance: np.random.Generator, hops: int) -> tuple[list[tuple[int, int]], Flags]:
    """The edges, and which agency can reach which."""
    missions = np.zeros((AGENCIES, _MISSIONS), dtype=np.bool_)
    missions[np.arange(AGENCIES), chance.integers(_MISSIONS, size=AGENCIES)] = True
    missions[np.arange(0, AGENCIES, 2), chance.integers(_MISSIONS, size=(AGENCIES + 1) // 2)] = True
    allied = (missions @ missions.T) | np.eye(AGENCIES, dtype=np.bool_)
    for _ in range(_BRIDGES):
        one, other = chance.choice(AGENCIES, 2, replace=False)
        allied[one, other] = allied[other, one] = True
    pairs = [(int(a), int(b)) for a, b in zip(*np.nonzero(np.tril(allied, -1)), strict=True)]
    near = allied
    for _ in range(hops - 1):
        near = near @ allied
    return pairs, near & ~np.eye(AGENCIES, dtype=np.bool_)


def _sheets(
    chance: np.random.Generator, homes: Ints, hosts: Ints, near: Flags, zipf: float
) -> tuple[Ints, Ints]:
    """Who lists what: executives and opportunities (choices,), each sheet in its order."""
    popular = chance.permutation(1 / (np.arange(len(hosts)) + 1) ** zipf)
    wanted = np.clip(np.rint(chance.normal(5, 1.8, len(homes))), 1, _LONGEST).astype(np.int64)
    people, posts = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for home in range(AGENCIES):
        open_to, mine = np.flatnonzero(near[home][hosts]), np.flatnonzero(homes == home)
        if len(open_to) and len(mine):
            people.append(np.repeat(mine, wanted[mine]))
            shares = np.cumsum(popular[open_to])
            drawn = np.searchsorted(shares, chance.random(wanted[mine].sum()) * shares[-1], side="right")
            posts.append(open_to[np.minimum(drawn, len(open_to) - 1)])
    person, post = np.concatenate(people), np.concatenate(posts)
    first = np.sort(np.unique(person * len(hosts) + post, return_index=True)[1])
    order = first[np.argsort(person[first], kind="stable")]
    return person[order], post[order]


def _split(count: int, of: Ints, items: list[str]) -> list[list[str]]:
    """The items of each of the numbers 0 … count - 1; `of` is sorted."""
    first = np.searchsorted(of, np.arange(count + 1)).tolist()
    return [items[begin:end] for begin, end in pairwise(first)]


def _bands(chance: np.random.Generator, person: Ints, post: Ints, refused: Flags, posts: int) -> list[Any]:
    """The ranking of each post: everybody who listed it and is not refused, in bands of stars."""
    rows = np.flatnonzero(~refused)
    band = post[rows] * _STARS + chance.integers(_STARS, size=len(rows))
    order = np.argsort(band, kind="stable")
    people = [_person(e) for e in person[rows[order]].tolist()]
    tiers = _split(posts * _STARS, band[order], people)
    return [[tier for tier in tiers[n * _STARS : (n + 1) * _STARS] if tier] for n in range(posts)]


def _opportunities(hosts: Ints, seats: Ints, rankings: list[Any]) -> list[dict[str, Any]]:
    return [
        {"id": _post(a), "host": f"AG{host:02d}", "seats": offered, "ranking": ranking}
        for a, (host, offered, ranking) in enumerate(
            zip(hosts.tolist(), seats.tolist(), rankings, strict=True)
        )
    ]


def _pins(
    chance: np.random.Generator, homes: Ints, hosts: Ints, pairs: tuple[Ints, Ints], units: list[Any]
) -> list[list[str]]:
    """One pair for every two hundred executives, no person and no post twice, which keep every limit."""
    person, post = pairs
    drawn = chance.permutation(len(person))
    drawn = drawn[np.sort(np.unique(person[drawn], return_index=True)[1])]
    drawn = drawn[np.sort(np.unique(post[drawn], return_index=True)[1])]
    out, net = [0] * AGENCIES, [0] * AGENCIES
    found: list[list[str]] = []
    for e, a in zip(person[drawn].tolist(), post[drawn].tolist(), strict=True):
        home, host = int(homes[e]), int(hosts[a])
        may_leave = out[home] < units[home].get("max_out", len(homes)) and net[home] > units[home]["net_min"]
        if len(found) < len(homes) * _PINNED and may_leave and net[host] < units[host]["net_max"]:
            out[home], net[home], net[host] = out[home] + 1, net[home] - 1, net[host] + 1
            found.append([_person(e), _post(a)])
    return found
