"""Acts on a list in groups: what each does, and that none loses or doubles an entry."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ordering import down, last, tie, to_place, untie, up, without
from models.sealed_lists import Groups

ORDER = [["a"], ["b", "c"], ["d"]]
Act = Callable[[Groups, str], Groups]


def to_second(order: Groups, entry: str) -> Groups:
    return to_place(order, entry, 2)


@pytest.mark.parametrize(("act", "entry", "after"), [
    (up, "a", ORDER),
    (up, "b", [["a"], ["b"], ["c"], ["d"]]),
    (up, "d", [["a"], ["d"], ["b", "c"]]),
    (up, "z", ORDER),
    (down, "a", [["b", "c"], ["a"], ["d"]]),
    (down, "b", [["a"], ["c"], ["b"], ["d"]]),
    (down, "d", ORDER),
    (down, "z", ORDER),
    (tie, "a", ORDER),
    (tie, "b", ORDER),
    (tie, "d", [["a"], ["b", "c", "d"]]),
    (tie, "z", ORDER),
    (untie, "b", [["a"], ["c"], ["b"], ["d"]]),
    (untie, "d", ORDER),
    (untie, "z", ORDER),
    (last, "b", [["a"], ["c"], ["d"], ["b"]]),
    (last, "z", [["a"], ["b", "c"], ["d"], ["z"]]),
    (to_second, "a", [["b", "c"], ["a"], ["d"]]),
    (to_second, "c", [["a"], ["c"], ["b"], ["d"]]),
    (to_second, "z", [["a"], ["z"], ["b", "c"], ["d"]]),
    (without, "c", [["a"], ["b"], ["d"]]),
    (without, "a", [["b", "c"], ["d"]]),
    (without, "z", ORDER),
])  # fmt: skip
def test_act(act: Act, entry: str, after: Groups) -> None:
    assert act(ORDER, entry) == after
    assert ORDER == [["a"], ["b", "c"], ["d"]]


@pytest.mark.parametrize(("place", "after"), [(-3, "zab"), (0, "zab"), (1, "zab"), (3, "abz"), (99, "abz")])
def test_places_outside_the_list_are_its_ends(place: int, after: str) -> None:
    assert to_place([["a"], ["b"]], "z", place) == [[letter] for letter in after]


@given(
    st.permutations("abcdef"),
    st.sets(st.integers(1, 5)),
    st.sampled_from("abcdef"),
    st.sampled_from([up, down, tie, untie, last, to_second]),
)
def test_no_act_loses_or_doubles_an_entry(letters: list[str], cuts: set[int], entry: str, act: Act) -> None:
    ends = [0, *sorted(cuts), 6]
    order = [letters[start:end] for start, end in itertools.pairwise(ends)]
    after = act(order, entry)
    assert all(after)
    assert sorted(one for group in after for one in group) == list("abcdef")
