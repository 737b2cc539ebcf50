"""Whatever is thrown at the reader: a round, or a refusal, and never another exception."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import matcher
from tests.matcher import engine
from tests.matcher.edits import DROP, put
from tests.matcher.malformed import BASE
from tests.matcher.malformed_sweeps import SWEEP

GOOD = json.dumps(BASE)
GATE = settings(deadline=None, derandomize=True)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(
        ["\ud800", "xu", "maps", "Census", "matched", "optimal", "roundtrip.mentoring/1", 2**53 - 1]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "pairs", "choices"]) | st.text(max_size=3), inner, max_size=4
        )
    ),
    max_leaves=8,
)


def paths(value: Any, path: str = "") -> list[str]:
    """Every path in a JSON value, itself left out."""
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    found = []
    for step, inner in entries:
        here = f"{path}[{step}]" if isinstance(step, int) else f"{path}.{step}".removeprefix(".")
        found += [here, *paths(inner, here)]
    return found


EDITS = st.lists(st.tuples(st.sampled_from(paths(BASE)), VALUES | st.just(DROP)), min_size=1, max_size=3)
SWEEP_EDITS = st.lists(
    st.tuples(st.sampled_from(paths(SWEEP)), VALUES | st.just(DROP)), min_size=1, max_size=3
)


def edited(edits: list[tuple[str, Any]], file: Any = BASE) -> str:
    for path, value in edits:
        try:
            file = put(file, path, value)
        except (LookupError, TypeError):
            continue  # an earlier edit took the place away
    return json.dumps(file)


def is_round_or_refused(data: bytes | str) -> bool:
    """Whether the data are a round or refused in printable words; any other exception goes up."""
    found = engine.refusal(data)
    return found is None or bool(": ".join(found).encode("utf-8"))


@given(EDITS)
@settings(GATE, max_examples=300)
def test_parse_edited_file(edits: list[tuple[str, Any]]) -> None:
    assert is_round_or_refused(edited(edits))


@given(SWEEP_EDITS)
@settings(GATE, max_examples=200)
def test_parse_edited_sweep(edits: list[tuple[str, Any]]) -> None:
    assert is_round_or_refused(edited(edits, SWEEP))


@given(st.binary(max_size=200) | st.text(st.characters(), max_size=200))
@example(b"\xed\xa0\x80")
@example('"\ud800"')
@settings(GATE, max_examples=200)
def test_parse_noise(data: bytes | str) -> None:
    assert is_round_or_refused(data)


@given(VALUES)
@settings(GATE, max_examples=100)
def test_parse_any_json(value: Any) -> None:
    assert is_round_or_refused(json.dumps(value))


@given(st.integers(0, len(GOOD)), st.integers(0, 30), st.text('{}[]",:0123456789.eE-\\u \x00é', max_size=3))
@settings(GATE, max_examples=200)
def test_parse_damaged_text(start: int, size: int, new: str) -> None:
    assert is_round_or_refused(GOOD[:start] + new + GOOD[start + size :])


@pytest.mark.slow
@given(EDITS, st.integers(0, len(GOOD)), st.text(max_size=3))
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_parse_edited_and_damaged_file(edits: list[tuple[str, Any]], start: int, new: str) -> None:
    file = edited(edits)
    assert is_round_or_refused(file)
    assert is_round_or_refused(file[:start] + new + file[start:])
    assert is_round_or_refused(file[:start] + new + file[start + 1 :])


@given(EDITS)
@settings(GATE, max_examples=60)
def test_solve_edited_file_is_solved_or_refused(edits: list[tuple[str, Any]]) -> None:
    assert is_solved_or_refused(edited(edits, put(BASE, "seed_proof", DROP)))


@given(EDITS)
@settings(GATE, max_examples=40)
def test_solve_edited_stable_file_is_solved_or_refused(edits: list[tuple[str, Any]]) -> None:
    file = put(put(BASE, "seed_proof", DROP), "mechanism", "stable")
    assert is_solved_or_refused(edited(edits, file))


@given(SWEEP_EDITS)
@settings(GATE, max_examples=60)
def test_solve_edited_sweep_is_solved_or_refused(edits: list[tuple[str, Any]]) -> None:
    assert is_solved_or_refused(edited(edits, put(SWEEP, "seed_proof", DROP)))


def is_solved_or_refused(file: str) -> bool:
    try:
        rotation = matcher.parse(file)
        outcome = matcher.solve(rotation)
    except matcher.Refused:
        return True
    return matcher.verify(rotation, outcome).failures == []
