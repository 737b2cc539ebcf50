"""A receipt finds the certified list in a round file, and nothing else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher import Refused, parse_rotation
from matcher.receipt import Finding, Match, check_receipt, commit, compare

SALT = "7f"
CERTIFIED = [["A"], ["B", "C"], ["D"]]
RECEIPT = {"person": "ada", "salt": SALT, "commitment": commit(SALT, "ada", CERTIFIED)}


@pytest.mark.parametrize(
    ("listed", "offered", "certified", "finding"),
    [
        (CERTIFIED, "ABCD", None, Finding(Match.SAME)),
        (CERTIFIED, "ABCD", CERTIFIED, Finding(Match.SAME)),
        ([["A"], ["B"]], "AB", CERTIFIED, Finding(Match.THINNED, ("C", "D"))),
        ([["A"], ["B"]], "AB", None, Finding(Match.OTHER)),
        ([["A"], ["B"]], "ABC", CERTIFIED, Finding(Match.OTHER)),
        ([["B"], ["A"]], "AB", CERTIFIED, Finding(Match.OTHER)),
        (None, "ABCD", CERTIFIED, Finding(Match.ABSENT)),
        ([["A"]], "A", [["A"], ["B"]], Finding(Match.NOT_THE_RECEIPT)),
    ],
)
def test_receipt_against_a_list(listed: Any, offered: str, certified: Any, finding: Finding) -> None:
    assert compare(listed, set(offered), certified=certified, **RECEIPT) == finding


LISTS = st.lists(st.sampled_from("ABCDEF"), unique=True, max_size=6).map(lambda ids: [[one] for one in ids])


@given(LISTS, LISTS)
def test_no_other_list_has_the_same_commitment(one: list[list[str]], other: list[list[str]]) -> None:
    assert (commit(SALT, "ada", one) == commit(SALT, "ada", other)) == (one == other)


def round_file(choices: list[Any]) -> bytes:
    posts = [{"id": one, "host": "Interior"} for one in "ABCD"]
    people = [{"id": "ada", "home": "Energy", "choices": choices}]
    units = [{"id": "Energy"}, {"id": "Interior"}]
    value = {"format": "roundtrip.rotation/1", "seed": "s", "units": units}
    return json.dumps(value | {"executives": people, "opportunities": posts}).encode()


def test_receipt_against_a_round_file() -> None:
    same = parse_rotation(round_file(["A", ["B", "C"], "D"]))
    assert check_receipt(same, **RECEIPT) == Finding(Match.SAME)
    assert check_receipt(same, **RECEIPT | {"person": "ben"}) == Finding(Match.ABSENT)
    other = parse_rotation(round_file(["A", ["C", "B"], "D"]))
    assert check_receipt(other, **RECEIPT) == Finding(Match.OTHER)


@pytest.mark.parametrize("wrong", ["A", [[]], ["A"], [[1]], {"A": 1}])
def test_list_that_is_none_is_refused(wrong: Any) -> None:
    with pytest.raises(Refused, match="groups of ids, best first"):
        check_receipt(parse_rotation(round_file(["A"])), **RECEIPT, certified=wrong)
