"""Malformed round files: one fault each, in a base file that is a good round (people invented)."""

import json
from typing import Any, NamedTuple

from tests.matcher.edits import DROP, put

BASE: dict[str, Any] = {
    "format": "roundtrip.rotation/1",
    "seed": "base",
    "seed_proof": {"secret": "s", "outside": "o", "commitment": "c", "frozen": "f"},
    "mechanism": "optimal",
    "objective": ["matched", "host_profile"],
    "units": [
        {"id": "Archives", "max_out": 2, "max_in": 2},
        {"id": "Census", "net_min": -1, "net_max": 1},
        {"id": "Maps", "parent": "Census", "internal": True},
        {"id": "Parks", "internal": False},
        {"id": "Trails", "parent": "Parks"},
    ],
    "alliances": {"pairs": [["Archives", "Census"]], "hops": 1},
    "executives": [
        {"id": "xu", "home": "Archives", "choices": ["field", ["maps", "films"]], "priority": 1},
        {"id": "yoder", "home": "Census", "choices": ["stacks"]},
        {"id": "zima", "home": "Parks", "choices": ["field", "trail"]},
    ],
    "opportunities": [
        {"id": "stacks", "host": "Archives", "seats": 2, "min_seats": 0, "ranking": ["yoder", ["xu"]]},
        {"id": "maps", "host": "Maps"},
        {"id": "films", "host": "Census", "ranking": ["xu"]},
        {"id": "field", "host": "Census"},
        {"id": "trail", "host": "Trails"},
    ],
    "pinned": [["yoder", "stacks"]],
    "forbidden": [["xu", "films", "was there before"]],
    "declined": [["xu", "field"]],
}
TOO_LONG = "x" * 201
BEYOND = 2**53


class Malformed(NamedTuple):
    """Where the base file is changed, to what, where the refusal must point, and what its text must name."""

    at: str
    value: Any
    path: str
    names: tuple[str, ...]

    def file(self, base: Any) -> str:
        return json.dumps(put(base, self.at, self.value), ensure_ascii=False)


def wrong(at: str, rule: str, *values: Any) -> list[Malformed]:
    """Values refused where they stand; the text names the rule, and the value where it is short."""
    return [Malformed(at, value, at, (*_shown(value), rule)) for value in values]


def elsewhere(at: str, value: Any, path: str, *names: str) -> list[Malformed]:
    return [Malformed(at, value, path, names)]


def missing(*paths: str) -> list[Malformed]:
    return [Malformed(path, DROP, path, ("missing",)) for path in paths]


def unknown_key(path: str) -> list[Malformed]:
    return [Malformed(path, 1, path, ("unknown key", f'"{path.rpartition(".")[2]}"'))]


def strings(*paths: str) -> list[Malformed]:
    return [fault for path in paths for fault in wrong(path, "a string", 7, 1.5, True, None, [], {})]


def ids(*paths: str) -> list[Malformed]:
    return [fault for path in paths for fault in (*strings(path), *wrong(path, "1 to 200", "", TOO_LONG))]


def integers(path: str, least: int | None = None) -> list[Malformed]:
    below = [] if least is None else wrong(path, f"below {least}", least - 1, 1 - BEYOND)
    return [
        *wrong(path, "integer", "1", True, None, [], {}),
        *wrong(path, "fraction or exponent", 1.5, 1.0, 1e300),
        *wrong(path, "2^53 - 1", BEYOND, -BEYOND, 10**30),
        *below,
    ]


def lists(*paths: str) -> list[Malformed]:
    return [fault for path in paths for fault in wrong(path, "a list", 7, "x", False, None, {})]


def objects(*paths: str) -> list[Malformed]:
    return [fault for path in paths for fault in wrong(path, "an object", 7, "x", False, None, [])]


def references(noun: str, *paths: str) -> list[Malformed]:
    """Places where the id of a unit, an executive or an opportunity stands."""
    found = wrong(paths[0], f"unknown {noun}", "Archives ", "ARCHIVES", "\u00e9")
    return [
        fault for path in paths for fault in (*ids(path), *(f._replace(at=path, path=path) for f in found))
    ]


def _shown(value: Any) -> tuple[str, ...]:
    is_long = isinstance(value, list | dict) or value == TOO_LONG
    return () if is_long else (json.dumps(value, ensure_ascii=False),)


WHOLE = [
    *missing("format", "seed", "units", "executives", "opportunities"),
    *unknown_key("objectives"),
    *strings("format", "mechanism"),
    *wrong("format", "roundtrip.rotation/1", "roundtrip.rotation/2", "roundtrip.rotation", ""),
    *ids("seed"),
    *objects("seed_proof"),
    *missing("seed_proof.secret", "seed_proof.outside", "seed_proof.commitment"),
    *unknown_key("seed_proof.nonce"),
    *strings("seed_proof.secret", "seed_proof.outside", "seed_proof.commitment", "seed_proof.frozen"),
    *wrong("mechanism", "unknown", "fair", ""),
    *lists("objective"),
    *wrong("objective", "empty", []),
    *strings("objective[0]", "objective[1]"),
    *wrong("objective[0]", "placing nobody", "choice_total", "choice_fair", "host_total"),
    *wrong("objective[1]", "no stage", "lottery", "draw", "host_fair", "Matched", ""),
    *wrong("objective[1]", "twice", "matched"),
]
UNITS = [
    *lists("units"),
    *objects("units[0]"),
    *missing("units[0].id"),
    *unknown_key("units[1].max_inn"),
    *ids("units[0].id"),
    *wrong("units[1].id", "earlier", "Archives"),
    *references("unit", "units[2].parent"),
    *wrong("units[2].parent", "cycle", "Maps"),
    *wrong("units[1].parent", "cycle", "Census"),
    *integers("units[0].max_out", 0),
    *integers("units[0].max_in", 0),
    *integers("units[1].net_min"),
    *integers("units[1].net_max"),
    *wrong("units[2].internal", "true or false", 0, 1, "false", None, [], {}),
]
ALLIANCES = [
    *objects("alliances"),
    *missing("alliances.pairs"),
    *unknown_key("alliances.hop"),
    *lists("alliances.pairs", "alliances.pairs[0]"),
    *wrong("alliances.pairs[0]", "[unit, unit]", [], ["Archives"], ["Archives", "Census", "Maps"]),
    *references("unit", "alliances.pairs[0][0]", "alliances.pairs[0][1]"),
    *integers("alliances.hops", 1),
]
EXECUTIVES = [
    *lists("executives", "executives[2].choices"),
    *objects("executives[2]"),
    *missing("executives[0].id", "executives[0].home", "executives[0].choices"),
    *unknown_key("executives[0].grade"),
    *ids("executives[0].id"),
    *wrong("executives[1].id", "earlier", "xu"),
    *references("unit", "executives[0].home"),
    *wrong("executives[2].choices[0]", "unknown opportunity", "xu"),
    *wrong("executives[2].choices[0]", "empty", []),
    *wrong("executives[2].choices[0]", "string", 7, 1.5, True, None, {}),
    *references("opportunity", "executives[0].choices[1][0]"),
    *wrong("executives[0].choices[2]", "twice", "field"),
    *wrong("executives[0].choices[1][2]", "twice", "field", "maps"),
    *elsewhere("executives[0].choices[2]", ["films"], "executives[0].choices[2][0]", '"films"', "twice"),
    *integers("executives[0].priority", 0),
]
OPPORTUNITIES = [
    *lists("opportunities", "opportunities[2].ranking"),
    *objects("opportunities[1]"),
    *missing("opportunities[1].id", "opportunities[1].host"),
    *unknown_key("opportunities[1].seat"),
    *ids("opportunities[1].id"),
    *wrong("opportunities[1].id", "earlier", "stacks"),
    *references("unit", "opportunities[1].host"),
    *integers("opportunities[0].seats", 1),
    *integers("opportunities[0].min_seats", 0),
    *wrong("opportunities[2].ranking[0]", "unknown executive", "films"),
    *wrong("opportunities[2].ranking[0]", "empty", []),
    *references("executive", "opportunities[0].ranking[1][0]"),
    *wrong("opportunities[0].ranking[2]", "twice", "yoder"),
    *wrong("opportunities[0].ranking[1][1]", "twice", "yoder", "xu"),
]
PAIRS = [
    fault
    for key in ("pinned", "forbidden", "declined")
    for fault in (
        *lists(key, f"{key}[0]"),
        *wrong(f"{key}[0]", "[executive, opportunity]", [], ["xu"], ["xu", "field", "why", "not"]),
        *references("executive", f"{key}[0][0]"),
        *references("opportunity", f"{key}[0][1]"),
        *elsewhere(
            f"{key}[1]", BASE[key][0][:2], f"{key}[1]", *(f'"{name}"' for name in BASE[key][0][:2]), "twice"
        ),
    )
]
RULINGS = [
    *wrong("pinned[0]", "[executive, opportunity]", ["yoder", "stacks", "wants it"]),
    *wrong("declined[0]", "[executive, opportunity]", ["xu", "field", "no"]),
    *strings("forbidden[0][2]"),
    *elsewhere("forbidden[1]", ["xu", "films", "for another reason"], "forbidden[1]", '"films"', "twice"),
    *elsewhere("pinned[1]", ["yoder", "maps"], "pinned[1]", '"yoder"', '"maps"', "among the choices"),
    *elsewhere("pinned[1]", ["xu", "films"], "pinned[1]", '"xu"', '"films"', "forbidden"),
    *elsewhere("pinned[1]", ["xu", "field"], "pinned[1]", '"xu"', '"field"', "declined"),
    *elsewhere("pinned[1]", ["zima", "field"], "pinned[1]", '"zima"', '"field"', "alliance"),
    *elsewhere("pinned[1]", ["zima", "trail"], "pinned[1]", '"zima"', '"trail"', "within itself"),
    *elsewhere("opportunities[0].ranking", ["xu"], "pinned[0]", '"yoder"', '"stacks"', "acceptable"),
    *elsewhere("opportunities[0].host", "Census", "pinned[0]", '"yoder"', '"stacks"', "same unit"),
]
TABLE = [*WHOLE, *UNITS, *ALLIANCES, *EXECUTIVES, *OPPORTUNITIES, *PAIRS, *RULINGS]
