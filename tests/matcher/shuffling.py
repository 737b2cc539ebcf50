"""The same round written in another order, and paths that survive it."""

import re
from random import Random
from typing import Any

Json = dict[str, Any]


def shuffled(rotation: Json, random: Random) -> Json:
    """Units, executives, opportunities, pairs and tie members in another order; nothing else changed."""
    found = {key: rotation[key] for key in random.sample(sorted(rotation), len(rotation))}
    for key in ("units", "executives", "opportunities", "pinned", "forbidden", "declined"):
        if key in rotation:
            found[key] = random.sample(rotation[key], len(rotation[key]))
    found["executives"] = [_with_ties(person, "choices", random) for person in found["executives"]]
    found["opportunities"] = [_with_ties(post, "ranking", random) for post in found["opportunities"]]
    if "alliances" in rotation:
        pairs = [random.sample(pair, 2) for pair in rotation["alliances"]["pairs"]]
        found["alliances"] = rotation["alliances"] | {"pairs": random.sample(pairs, len(pairs))}
    return found


def shuffled_sweep(sweep: Json, random: Random) -> Json:
    """Mentors, requests, pairs and pins in another order; nothing else changed."""
    found = {key: sweep[key] for key in random.sample(sorted(sweep), len(sweep))}
    for key in ("mentors", "requests", "pairs", "pinned"):
        if key in sweep:
            found[key] = random.sample(sweep[key], len(sweep[key]))
    return found


def _with_ties(entry: Json, key: str, random: Random) -> Json:
    if key not in entry:
        return entry
    return entry | {key: [random.sample(i, len(i)) if isinstance(i, list) else i for i in entry[key]]}


def comparable(rotation: Json, outcome: Json) -> Json:
    """The outcome without hashes, timings and software; paths of limits by id instead of position."""
    free = ("input_sha256", "snapshot_sha256", "timings", "software")
    kept = {key: value for key, value in outcome.items() if key not in free}
    for key in ("conflict", "broken_limits"):
        if key in kept:
            kept[key] = [item | {"path": _named(rotation, item["path"])} for item in kept[key]]
    return kept


def _named(rotation: Json, path: str) -> tuple[Any, str]:
    found = re.fullmatch(r"(\w+)\[(\d+)\](.*)", path)
    assert found is not None, path
    entry = rotation[found[1]][int(found[2])]
    return (entry["id"] if isinstance(entry, dict) else entry), found[3]
