"""Rearranging a list of tie groups."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import arranging
from models.arranging import add, move_down, move_to, move_up, remove, tie, untie
from models.errors import Invalid
from models.sealed_lists import Groups

LIST: Groups = [["a"], ["b", "c"], ["d"]]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (add(LIST, "e"), [["a"], ["b", "c"], ["d"], ["e"]]),
        (add(LIST, "c"), LIST),
        (remove(LIST, "c"), [["a"], ["b"], ["d"]]),
        (remove(LIST, "a"), [["b", "c"], ["d"]]),
        (move_up(LIST, "d"), [["a"], ["d"], ["b", "c"]]),
        (move_up(LIST, "c"), [["a"], ["c"], ["b"], ["d"]]),
        (move_up(LIST, "a"), LIST),
        (move_down(LIST, "a"), [["b", "c"], ["a"], ["d"]]),
        (move_down(LIST, "b"), [["a"], ["c"], ["b"], ["d"]]),
        (move_down(LIST, "d"), LIST),
        (move_to(LIST, "d", 1), [["d"], ["a"], ["b", "c"]]),
        (move_to(LIST, "a", 99), [["b", "c"], ["d"], ["a"]]),
        (move_to(LIST, "c", 2), [["a"], ["c"], ["b"], ["d"]]),
        (tie(LIST, "d"), [["a"], ["b", "c", "d"]]),
        (tie(LIST, "c"), [["a", "c"], ["b"], ["d"]]),
        (tie(LIST, "a"), LIST),
        (untie(LIST, "b"), [["a"], ["c"], ["b"], ["d"]]),
        (untie(LIST, "d"), LIST),
    ],
)
def test_act_gives_the_list_it_says(found: Groups, expected: Groups) -> None:
    assert found == expected
    assert LIST == [["a"], ["b", "c"], ["d"]]


@pytest.mark.parametrize("act", [remove, *arranging.ACTS.values()])
def test_entry_that_is_not_on_the_list_is_refused(act: object) -> None:
    with pytest.raises(Invalid, match="x is not on the list"):
        act(LIST, "x")  # type: ignore[operator]


@given(st.lists(st.sampled_from(sorted(arranging.ACTS)), max_size=12), st.data())
def test_no_act_loses_or_repeats_an_entry(acts: list[str], data: st.DataObject) -> None:
    groups = LIST
    for act in acts:
        groups = arranging.ACTS[act](groups, data.draw(st.sampled_from("abcd")))
        assert sorted(slug for group in groups for slug in group) == ["a", "b", "c", "d"]
        assert all(groups)
