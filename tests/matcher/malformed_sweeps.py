"""Malformed sweep files: one fault each, in a base file that is a good sweep (people invented)."""

from typing import Any

from tests.matcher.malformed import (
    Malformed,
    elsewhere,
    ids,
    integers,
    lists,
    missing,
    objects,
    strings,
    unknown_key,
    wrong,
)

SWEEP: dict[str, Any] = {
    "format": "roundtrip.mentoring/1",
    "seed": "base",
    "seed_proof": {"secret": "s", "outside": "o", "commitment": "c", "frozen": "f"},
    "objective": ["served", "floor", "points"],
    "mentors": [{"id": "adler", "capacity": 2}, {"id": "bloom", "capacity": 0}],
    "requests": [{"id": "merger", "urgency": 3}, {"id": "hearing"}],
    "pairs": [["merger", "adler", 1000], ["merger", "bloom", 0], ["hearing", "adler", 55]],
    "pinned": [["merger", "adler"]],
}


def names(noun: str, *paths: str) -> list[Malformed]:
    """Places where the id of a request or a mentor stands."""
    unknown = [fault for path in paths for fault in wrong(path, f"unknown {noun}", "Adler", "merger ")]
    return [*(fault for path in paths for fault in ids(path)), *unknown]


SWEEP_TABLE = [
    *missing("format", "seed", "mentors", "requests", "pairs"),
    *unknown_key("mechanism"),
    *unknown_key("units"),
    *ids("seed"),
    *objects("seed_proof"),
    *missing("seed_proof.secret", "seed_proof.outside", "seed_proof.commitment"),
    *strings("seed_proof.frozen"),
    *lists("objective", "mentors", "requests", "pairs", "pinned"),
    *strings("objective[0]"),
    *wrong("objective", "not allowed", [], ["served"], ["points", "served"], ["served", "points", "floor"]),
    *wrong("objective", "not allowed", ["served", "points", "points"], ["served", "floor"], ["matched"]),
    *objects("mentors[0]", "requests[1]"),
    *missing("mentors[0].id", "mentors[0].capacity", "requests[1].id"),
    *unknown_key("mentors[1].seats"),
    *unknown_key("requests[0].priority"),
    *ids("mentors[0].id", "requests[0].id"),
    *wrong("mentors[1].id", "earlier", "adler"),
    *wrong("requests[1].id", "earlier", "merger"),
    *integers("mentors[0].capacity", 0),
    *integers("requests[0].urgency", 0),
    *lists("pairs[0]", "pinned[0]"),
    *wrong("pairs[0]", "[request, mentor, points]", [], ["merger", "adler"], ["merger", "adler", 5, "why"]),
    *wrong("pinned[0]", "[request, mentor]", [], ["merger"], ["merger", "adler", 1000]),
    *names("request", "pairs[0][0]", "pinned[0][0]"),
    *names("mentor", "pairs[0][1]", "pinned[0][1]"),
    *integers("pairs[0][2]", 0),
    *wrong("pairs[0][2]", "above 1000", 1001, 2**53 - 1),
    *elsewhere("pairs[3]", ["merger", "adler", 1000], "pairs[3]", '"merger"', '"adler"', "twice"),
    *elsewhere("pairs[3]", ["merger", "adler", 7], "pairs[3]", '"merger"', '"adler"', "twice"),
    *elsewhere("pinned[1]", ["merger", "adler"], "pinned[1]", '"merger"', '"adler"', "twice"),
    *elsewhere("pinned[1]", ["hearing", "bloom"], "pinned[1]", '"hearing"', '"bloom"', "not listed"),
]
