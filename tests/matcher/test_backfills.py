"""Who looks after whose post: circles that are none, and the picture of the chains."""

import pytest

from matcher.rotation.backfills import Cover, Link, Spot, find_broken_loop, lay_out


@pytest.mark.parametrize(
    ("covers", "loop"),
    [
        ([], []),
        ([Cover("a", "b"), Cover("b", "c")], []),
        ([Cover("a", "b", True), Cover("b", "a")], ["a", "b"]),
        ([Cover("a", "b", True), Cover("b", "c", True), Cover("c", "a", True)], []),
        ([Cover("x", "y"), Cover("a", "b"), Cover("b", "c"), Cover("c", "a")], ["a", "b", "c"]),
    ],
)
def test_circle_that_is_no_exchange_is_named(covers: list[Cover], loop: list[str]) -> None:
    assert find_broken_loop(covers) == loop


def test_each_chain_has_its_row_and_an_exchange_its_way_back() -> None:
    chains = lay_out([Cover("d", "e", True), Cover("e", "d", True), Cover("b", "a")])
    assert chains.spots == (Spot("b", 0, 0), Spot("a", 190, 0), Spot("d", 0, 90), Spot("e", 190, 90))
    assert chains.links == (
        Link(0, 0, 190, 0, False),
        Link(0, 90, 190, 90, False),
        Link(190, 90, 0, 90, True),
    )
    assert (chains.width, chains.height) == (380, 180)


def test_no_chain_is_an_empty_picture() -> None:
    assert (lay_out([]).spots, lay_out([]).width, lay_out([]).height) == ((), 0, 0)
