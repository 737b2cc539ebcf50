"""What is no round is refused: with the path, the value and the rule, and never in another way."""

import json
import subprocess
import sys
from typing import Any

import pytest

import matcher
from tests.matcher import engine, golden
from tests.matcher.edits import DROP, put
from tests.matcher.malformed import BASE, TABLE, Malformed
from tests.matcher.malformed_sweeps import SWEEP, SWEEP_TABLE

GOOD = json.dumps(BASE)
REFUSED = list(
    zip(
        golden.text("refused.jsonl").splitlines(),
        json.loads(golden.text("refused.expected.json")),
        strict=True,
    )
)


def test_parse_base_file_is_good() -> None:
    assert engine.refusal(GOOD) is None
    assert engine.refusal(GOOD.encode()) is None


@pytest.mark.parametrize(("line", "expected"), REFUSED, ids=[each["rule"] for _, each in REFUSED])
def test_parse_golden_refusal(line: str, expected: dict[str, str]) -> None:
    found = engine.refusal(line)
    assert found is not None
    assert found[0] == expected["path"]


@pytest.mark.parametrize("fault", TABLE, ids=[f"{fault.at}={fault.value!r:.20}" for fault in TABLE])
def test_parse_one_fault(fault: Malformed) -> None:
    assert misplaced(fault, BASE) is None


@pytest.mark.parametrize(
    "fault", SWEEP_TABLE, ids=[f"{fault.at}={fault.value!r:.20}" for fault in SWEEP_TABLE]
)
def test_parse_one_fault_of_a_sweep(fault: Malformed) -> None:
    assert misplaced(fault, SWEEP) is None


def misplaced(fault: Malformed, base: Any) -> Any:
    """The refusal of a base file with this fault, where it does not point to it or lacks its words."""
    found = engine.refusal(fault.file(base))
    named = found is not None and found[0] == fault.path and all(name in found[1] for name in fault.names)
    return None if named else (fault.path, found)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("seed_proof", DROP),
        ("objective", DROP),
        ("objective", ["served", "points"]),
        ("requests[0].urgency", 2**53 - 1),
        ("mentors[0].capacity", 2**53 - 1),
        ("pinned", DROP),
        ("pinned", []),
        ("pinned[1]", ["merger", "bloom"]),
        ("requests[2]", {"id": "adler"}),
    ],
)
def test_parse_allowed_in_a_sweep(path: str, value: Any) -> None:
    assert engine.refusal(json.dumps(put(SWEEP, path, value))) is None


def test_parse_empty_sweep() -> None:
    empty = {"format": "roundtrip.mentoring/1", "seed": "s", "mentors": [], "requests": [], "pairs": []}
    assert engine.refusal(json.dumps(empty)) is None


def test_refused_says_path_and_text() -> None:
    assert str(matcher.Refused("units[0].id", "is missing")) == "units[0].id: is missing"


def test_parse_unknown_opportunity_sentence() -> None:
    with pytest.raises(matcher.Refused) as refused:
        matcher.parse(json.dumps(put(BASE, "executives[2].choices[1]", "A-99")))
    assert str(refused.value) == 'executives[2].choices[1]: unknown opportunity "A-99"'


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ('"seed": "base"', '"seed": "base", "seed": "base"', "seed"),
        ('"max_in": 2', '"max_in": 2, "max_in": 2', "units[0].max_in"),
        ('"hops": 1', '"hops": 1, "hops": 1', "alliances.hops"),
        ('"home": "Parks"', '"home": "Parks", "home": "Maps"', "executives[2].home"),
        ('"host": "Maps"', '"host": "Maps", "\\u0068ost": "Maps"', "opportunities[1].host"),
        ('"secret": "s"', '"secret": "s", "secret": "t"', "seed_proof.secret"),
    ],
)
def test_parse_repeated_key(before: str, after: str, path: str) -> None:
    assert before in GOOD
    found = engine.refusal(GOOD.replace(before, after))
    assert found is not None
    assert found[0] == path
    assert "repeated" in found[1]


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ('"seed": "\\ud800"', "seed"),
        ('"seed": "\\udc00\\ud800"', "seed"),
    ],
)
def test_parse_lone_surrogate(written: str, path: str) -> None:
    found = engine.refusal(GOOD.replace('"seed": "base"', written))
    assert found is not None
    assert found[0] == path
    assert "surrogate" in found[1]


@pytest.mark.parametrize("path", ["seed_proof.outside", "forbidden[0][2]"])
def test_parse_lone_surrogate_in_free_text(path: str) -> None:
    found = engine.refusal(json.dumps(put(BASE, path, "fallen \ud83d")))
    assert found is not None
    assert found[0] == path
    assert "surrogate" in found[1]


def test_parse_lone_surrogate_in_a_key_is_printable() -> None:
    found = engine.refusal(json.dumps(put(BASE, "units[0].\udead", 1)))
    assert found is not None
    assert ": ".join(found).encode("utf-8")
    assert found[0].startswith("units[0].")


@pytest.mark.parametrize(
    "written", ["2.0", "2e0", "2E+1", "20e-1", "-0.0", "9007199254740992", "-9007199254740992", "9" * 5000]
)
def test_parse_number_that_is_no_plain_integer(written: str) -> None:
    found = engine.refusal(GOOD.replace('"net_min": -1', f'"net_min": {written}'))
    assert found is not None
    assert found[0] == "units[1].net_min"
    assert written[:20] in found[1]
    assert len(found[1]) < 300


@pytest.mark.parametrize("written", ["9007199254740991", "-9007199254740991", "0", "-0"])
def test_parse_greatest_integers(written: str) -> None:
    assert engine.refusal(GOOD.replace('"net_min": -1', f'"net_min": {written}')) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" ",
        b"{",
        b"\xff\xfe",
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("utf-16"),
        GOOD.encode().replace(b"base", b"b\xe9se"),
        GOOD.encode().replace(b"base", b"b\x00se"),
        GOOD.encode().replace(b"base", b"b\nse"),
        GOOD.encode() + b"{}",
        GOOD.encode()[:-1],
        GOOD.encode().replace(b'"', b"'"),
        GOOD.encode().replace(b'"base"', b'"base",'),
        GOOD.encode().replace(b'"net_min": -1', b'"net_min": NaN'),
        GOOD.encode().replace(b'"net_min": -1', b'"net_min": -Infinity'),
        GOOD.encode().replace(b'"net_min": -1', b'"net_min": 01'),
        GOOD.encode().replace(b'"net_min": -1', b'"net_min": +1'),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b"[]",
        b"null",
        b"7",
        b'"roundtrip.rotation/1"',
    ],
    ids=range(24),
)
def test_parse_file_that_holds_no_object(data: bytes) -> None:
    found = engine.refusal(data)
    assert found is not None
    assert found[0] == ""
    assert found[1] != ""


def test_parse_deep_value_is_refused() -> None:
    found = engine.refusal(GOOD.replace('"base"', "[" * 100_000 + "]" * 100_000))
    assert found is not None
    assert found[0] == ""


def test_parse_sheet_of_100_items() -> None:
    offered = [{"id": f"desk {n}", "host": "Census"} for n in range(200)]
    sheet = [[offered[2 * n]["id"], offered[2 * n + 1]["id"]] for n in range(100)]
    good = put(put(BASE, "opportunities", [*BASE["opportunities"], *offered]), "executives[0].choices", sheet)
    assert engine.refusal(json.dumps(good)) is None
    found = engine.refusal(json.dumps(put(good, "executives[0].choices[100]", "maps")))
    assert found is not None
    assert found[0] == "executives[0].choices"
    assert "101" in found[1]
    assert "100" in found[1]


def test_parse_ranking_has_no_length_limit() -> None:
    people = [{"id": f"person {n}", "home": "Parks", "choices": []} for n in range(150)]
    rotation = put(BASE, "executives", [*BASE["executives"], *people])
    rotation["opportunities"][1]["ranking"] = [person["id"] for person in people]
    assert engine.refusal(json.dumps(rotation)) is None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("seed", "x" * 200),
        ("seed", "\U0001f600" * 200),
        ("seed_proof", DROP),
        ("seed_proof.frozen", DROP),
        ("seed_proof.secret", ""),
        ("seed_proof.secret", "x" * 10_000),
        ("forbidden[0][2]", "x" * 10_000),
        ("forbidden[0]", ["xu", "films"]),
        ("forbidden[0]", ["zima", "maps"]),
        ("declined[0]", ["zima", "maps"]),
        ("alliances.pairs[1]", ["Census", "Archives"]),
        ("alliances.pairs[1]", ["Parks", "Parks"]),
        ("alliances.hops", DROP),
        ("units[1].net_min", 5),
        ("opportunities[0].min_seats", 9),
        ("opportunities[1].ranking", []),
        ("executives[2].choices", []),
        ("executives[2].choices[0]", ["field"]),
        ("objective", DROP),
        ("mechanism", DROP),
        ("pinned", []),
        ("forbidden", []),
        ("declined", []),
    ],
)
def test_parse_allowed(path: str, value: Any) -> None:
    assert engine.refusal(json.dumps(put(BASE, path, value))) is None


def test_parse_empty_alliance_pairs() -> None:
    rotation = put(put(BASE, "alliances.pairs", []), "pinned", [])
    assert engine.refusal(json.dumps(rotation)) is None


@pytest.mark.parametrize("file", ["{}", GOOD.replace('"seats": 2', '"seats": 0')], ids=["empty", "seats"])
def test_parse_refusal_imports_no_solver(file: str) -> None:
    code = (
        "import sys, matcher\n"
        "try: matcher.parse(sys.stdin.read())\n"
        "except matcher.Refused: sys.exit(bool({'numpy', 'scipy', 'networkx'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=file, text=True, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_parse_empty_round() -> None:
    empty = {
        "format": "roundtrip.rotation/1",
        "seed": "s",
        "units": [],
        "executives": [],
        "opportunities": [],
    }
    assert engine.refusal(json.dumps(empty)) is None


def test_parse_cycle_of_three_points_at_a_unit_on_it() -> None:
    units = [
        {"id": "top"},
        {"id": "a", "parent": "b"},
        {"id": "b", "parent": "c"},
        {"id": "c", "parent": "a"},
    ]
    units.append({"id": "below", "parent": "a"})
    file = {
        "format": "roundtrip.rotation/1",
        "seed": "s",
        "units": units,
        "executives": [],
        "opportunities": [],
    }
    found = engine.refusal(json.dumps(file))
    assert found is not None
    assert found[0] in {"units[1].parent", "units[2].parent", "units[3].parent"}


def test_parse_byte_order_mark_is_named() -> None:
    found = engine.refusal(b"\xef\xbb\xbf" + GOOD.encode())
    assert found == ("", "begins with a byte order mark; save the file as UTF-8 without it")
