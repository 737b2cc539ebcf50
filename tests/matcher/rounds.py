"""Tiny random rounds from a number: small enough for exhaustive search, varied enough to reach every rule.

The people, units and preferences in them are invented.
"""

from random import Random
from typing import Any

from tests.matcher.oracle.eligibility import eligible_pairs
from tests.matcher.oracle.limits import is_network

Json = dict[str, Any]
STAGES = (
    "matched",
    "priority",
    "choice_total",
    "choice_profile",
    "choice_fair",
    "host_total",
    "host_profile",
)
FIRST_STAGES = ("matched", "priority", "choice_profile", "host_profile")
# Code-point order and UTF-16 order differ between the last two; the one before them needs escaping in JSON.
ODD_IDS = ("Zürich", "a b", "10", "9", "units[0]", 'quote " \\ \n', "\ufb01n", "\U0001f600")
HUGE = 2**53 - 1


def tiny_round(number: int, *, network: bool = True, mechanism: str = "optimal") -> Json:
    """The valid round of this number: at most 5 executives, 4 opportunities and 4 choices each.

    With `network` false the round has at least one balance limit below a cap.
    """
    random = Random(number)
    pools = {kind: list(ODD_IDS) for kind in "uea"} if random.random() < 0.1 else _plain_ids(8)
    sizes = {
        "u": (0, 2, *(3, 4, 5, 5) * 8),
        "e": (0, 1, 2, 3, *(4, 5, 5) * 8),
        "a": (0, 1, 2, *(3, 4, 4) * 8),
    }
    ids = {kind: random.sample(pool, random.choice(sizes[kind])) for kind, pool in pools.items()}
    ranked = 0.4 if mechanism == "optimal" else 0.8
    rotation = _round(random, f"tiny round {number}", ids, network, ranked)
    if is_network(rotation) != network:
        return tiny_round(number + 1_000_000, network=network, mechanism=mechanism)
    return rotation if mechanism == "optimal" else rotation | {"mechanism": mechanism}


def medium_round(number: int, *, network: bool = True) -> Json:
    """The valid round of this number, too large to search through: 10 to 40 executives."""
    random = Random(number)
    sizes = {"u": range(6, 13), "e": range(10, 41), "a": range(8, 31)}
    ids = {kind: random.sample(pool, random.choice(sizes[kind])) for kind, pool in _plain_ids(40).items()}
    rotation = _round(random, f"medium round {number}", ids, network)
    if is_network(rotation) != network:
        return medium_round(number + 1_000_000, network=network)
    return rotation


def crossing_round(number: int) -> Json:
    """A round of 60 executives that always holds, with a balance in every unit and caps above them all."""
    random = Random(number)
    rotation: Json = {"format": "roundtrip.rotation/1", "seed": f"crossing round {number}"}
    above = [{"id": f"d{each}", "max_out": 9, "max_in": 8, "net_min": -2, "net_max": 2} for each in range(3)]
    below = [
        {"id": f"u{each}", "parent": f"d{each % 3}", "net_min": -1, "net_max": random.choice((0, 1))}
        for each in range(12)
    ]
    rotation["units"] = [*above, *below]
    homes = [f"u{each}" for each in range(12)]
    rotation["executives"] = _executives(random, [f"e{each}" for each in range(60)], homes)
    rotation["opportunities"] = _opportunities(random, [f"a{each}" for each in range(30)], homes)
    _fill_lists(random, rotation, 0.4)
    rotation["objective"] = ["matched", *random.sample(STAGES[1:], 3)]
    return rotation


def _plain_ids(count: int) -> dict[str, list[str]]:
    return {kind: [f"{kind}{number}" for number in range(1, count + 1)] for kind in "uea"}


def _round(random: Random, seed: str, ids: dict[str, list[str]], network: bool, ranked: float = 0.4) -> Json:
    rotation: Json = {"format": "roundtrip.rotation/1", "seed": seed, "units": _units(random, ids["u"])}
    homes = [unit["id"] for unit in rotation["units"]]
    rotation["executives"] = _executives(random, ids["e"], homes)
    rotation["opportunities"] = _opportunities(random, ids["a"], homes)
    if rotation["opportunities"]:
        _fill_lists(random, rotation, ranked)
    _add_limits(random, rotation["units"], network)
    if random.random() < 0.6:
        rotation["objective"] = _objective(random)
    if random.random() < 0.35 and homes:
        rotation["alliances"] = _alliances(random, homes)
    if rotation["executives"] and rotation["opportunities"]:
        _add_rulings(random, rotation)
    _add_least_seats(random, rotation)
    if random.random() < 0.1:
        rotation["mechanism"] = "optimal"
    return rotation


def _units(random: Random, ids: list[str]) -> list[Json]:
    """A forest at most three units deep, listed in any order."""
    units: list[Json] = []
    depth: dict[str, int] = {}
    for name in ids:
        parents = [unit["id"] for unit in units if depth[unit["id"]] < 3]
        unit: Json = {"id": name}
        if parents and random.random() < 0.5:
            unit["parent"] = random.choice(parents)
        depth[name] = 1 + depth.get(unit.get("parent", ""), 0)
        if random.random() < 0.1:
            unit["internal"] = random.random() < 0.4
        units.append(unit)
    random.shuffle(units)
    return units


def _executives(random: Random, ids: list[str], homes: list[str]) -> list[Json]:
    levels = random.choice(((0,), (0, 1), (0, 2, 7), (HUGE, 1)))
    executives: list[Json] = []
    for name in ids if homes else []:
        executive: Json = {"id": name, "home": random.choice(homes), "choices": []}
        if random.random() < 0.6:
            executive["priority"] = random.choice(levels)
        executives.append(executive)
    return executives


def _opportunities(random: Random, ids: list[str], homes: list[str]) -> list[Json]:
    opportunities: list[Json] = []
    for name in ids if homes else []:
        opportunity: Json = {"id": name, "host": random.choice(homes)}
        if random.random() < 0.5:
            opportunity["seats"] = random.choice((1, 1, 2, 2, 3, HUGE))
        opportunities.append(opportunity)
    return opportunities


def _fill_lists(random: Random, rotation: Json, ranked: float) -> None:
    """Dream sheets for everybody, and rankings for that share of the opportunities."""
    offered = [opportunity["id"] for opportunity in rotation["opportunities"]]
    people = [executive["id"] for executive in rotation["executives"]]
    for executive in rotation["executives"]:
        executive["choices"] = _ties(
            random, random.sample(offered, _mostly_all(random, min(len(offered), 6)))
        )
    for opportunity in rotation["opportunities"]:
        if random.random() < ranked:
            opportunity["ranking"] = _ties(random, random.sample(people, _mostly_all(random, len(people))))


def _mostly_all(random: Random, size: int) -> int:
    return max(random.randint(0, size) for _ in range(4))


def _ties(random: Random, ids: list[str]) -> list[str | list[str]]:
    """The ids in order, some neighbours tied, a tie of one now and then."""
    items: list[str | list[str]] = []
    while ids:
        size = random.choice((1, 1, 1, 2, 3))
        tie, ids = ids[:size], ids[size:]
        items.append(tie if len(tie) > 1 or random.random() < 0.1 else tie[0])
    return items


def _add_limits(random: Random, units: list[Json], network: bool) -> None:
    """Caps and balances that are a network when asked for, drawn from the top of each tree down."""
    weight = random.choice((0.0, 0.15, 0.4))
    capped: set[str] = set()
    for unit in _from_the_top(units):
        below_cap = unit.get("parent") in capped
        for kind in ("max_out", "max_in"):
            if random.random() < weight:
                unit[kind] = random.choice((0, 1, 1, 1, 2, 2, 3, HUGE))
        if random.random() < weight and not (network and below_cap):
            _add_balance(random, unit)
        if below_cap or "max_out" in unit or "max_in" in unit:
            capped.add(unit["id"])


def _from_the_top(units: list[Json]) -> list[Json]:
    found = [unit for unit in units if "parent" not in unit]
    for unit in found:
        found.extend(child for child in units if child.get("parent") == unit["id"])
    return found


def _add_balance(random: Random, unit: Json) -> None:
    if random.random() < 0.7:
        unit["net_min"] = random.choice((-HUGE, -2, -1, -1, -1, -1, 0, 0, 0, 1))
    if random.random() < 0.7 or "net_min" not in unit:
        unit["net_max"] = random.choice((-1, 0, 0, 0, 1, 1, 1, 1, 2, HUGE))


def _objective(random: Random) -> list[str]:
    first = random.choice(FIRST_STAGES)
    rest = random.sample([stage for stage in STAGES if stage != first], random.randint(0, 4))
    return [first, *rest]


def _alliances(random: Random, homes: list[str]) -> Json:
    pairs = [[random.choice(homes), random.choice(homes)] for _ in range(random.choice((0, 1, 2, 3, 4, 6)))]
    alliances: Json = {"pairs": pairs}
    if random.random() < 0.6:
        alliances["hops"] = random.choice((1, 2, 3, HUGE))
    return alliances


def _add_rulings(random: Random, rotation: Json) -> None:
    """Forbidden, declined and pinned pairs; any pair may be declined, only an open one may be pinned."""
    pairs = [[e["id"], a["id"]] for e in rotation["executives"] for a in rotation["opportunities"]]
    if random.random() < 0.35:
        drawn = random.sample(pairs, min(len(pairs), random.randint(0, 3)))
        rotation["forbidden"] = [
            random.choice((pair, [*pair, "reports to him"], [*pair, ""])) for pair in drawn
        ]
    if random.random() < 0.35:
        rotation["declined"] = random.sample(pairs, min(len(pairs), random.randint(0, 3)))
    if random.random() < 0.25:
        free = [[p.executive, p.opportunity] for p in eligible_pairs(rotation) if not p.declined]
        rotation["pinned"] = random.sample(free, min(len(free), random.choice((0, 1, 1, 1, 1, 2))))


def _add_least_seats(random: Random, rotation: Json) -> None:
    for opportunity in rotation["opportunities"]:
        if random.random() < 0.07:
            opportunity["min_seats"] = random.choice((0, 1, 1, 1, 1, 2))
