"""The exchange between agencies: its graph, its picture's places, its swaps, rings and chains."""

import doctest
import math
from collections import Counter

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.rotation import exchange
from matcher.rotation.exchange import Exchange, Loop, decompose, flow_graph, pool, ring

AGENCIES = st.sampled_from("ABCDEFG")
MOVES = st.lists(st.tuples(AGENCIES, AGENCIES).filter(lambda move: move[0] != move[1]), max_size=40)


def spread(*flows: tuple[str, str, int]) -> list[tuple[str, str]]:
    return [(home, host) for home, host, people in flows for _ in range(people)]


def steps(loops: tuple[Loop, ...], *, closed: bool) -> Counter[tuple[str, str]]:
    """The moves the loops stand for."""
    found: Counter[tuple[str, str]] = Counter()
    for loop in loops:
        ends = (*loop.agencies[1:], loop.agencies[0]) if closed else loop.agencies[1:]
        for step in zip(loop.agencies, ends, strict=False):
            found[step] += loop.times
    return found


def test_documented_example_runs() -> None:
    assert doctest.testmod(exchange).failed == 0


def test_exchange_is_taken_apart_into_swaps_then_rings_then_chains() -> None:
    moves = spread(("A", "B", 3), ("B", "A", 2), ("B", "C", 1), ("C", "A", 1), ("D", "C", 2), ("C", "E", 1))
    found = decompose(flow_graph(moves))
    assert found == Exchange(
        swaps=(Loop(("A", "B"), 2),),
        rings=(Loop(("A", "B", "C"), 1),),
        chains=(Loop(("D", "C"), 1), Loop(("D", "C", "E"), 1)),
    )
    assert (found.in_swaps, found.in_rings, found.in_chains) == (4, 3, 3)


def test_exchange_of_nobody_has_no_parts() -> None:
    assert decompose(flow_graph([])) == Exchange((), (), ())
    assert ring(flow_graph([])) == {}


@settings(deadline=None)
@given(MOVES)
def test_every_move_is_in_exactly_one_part(moves: list[tuple[str, str]]) -> None:
    found = decompose(flow_graph(moves))
    rest = steps(found.chains, closed=False)
    whole = steps(found.swaps, closed=True) + steps(found.rings, closed=True) + rest
    assert whole == Counter(moves)
    assert found.in_swaps + found.in_rings + found.in_chains == len(moves)
    assert nx.is_directed_acyclic_graph(nx.DiGraph(list(rest)))


@settings(deadline=None)
@given(MOVES)
def test_chains_lead_from_those_who_send_more_to_those_who_receive_more(moves: list[tuple[str, str]]) -> None:
    surplus = Counter(home for home, _ in moves)
    surplus.subtract(Counter(host for _, host in moves))
    ends: Counter[str] = Counter()
    for chain in decompose(flow_graph(moves)).chains:
        ends[chain.agencies[0]] += chain.times
        ends[chain.agencies[-1]] -= chain.times
    assert {agency: n for agency, n in ends.items() if n} == {agency: n for agency, n in surplus.items() if n}


@settings(deadline=None)
@given(MOVES)
def test_order_of_the_moves_changes_nothing(moves: list[tuple[str, str]]) -> None:
    there, back = flow_graph(moves), flow_graph(moves[::-1])
    assert (decompose(there), list(ring(there).items())) == (decompose(back), list(ring(back).items()))


def test_ring_begins_at_the_top_and_goes_clockwise_from_partner_to_partner() -> None:
    graph = flow_graph(spread(("A", "B", 1), ("C", "A", 5), ("C", "D", 1)))
    places = ring(graph)
    assert list(places) == ["A", "C", "D", "B"]
    assert places == {
        "A": pytest.approx((0, -1), abs=1e-6),
        "C": pytest.approx((1, 0), abs=1e-6),
        "D": pytest.approx((0, 1), abs=1e-6),
        "B": pytest.approx((-1, 0), abs=1e-6),
    }


@settings(deadline=None)
@given(MOVES)
def test_ring_puts_every_agency_once_on_the_circle(moves: list[tuple[str, str]]) -> None:
    graph = flow_graph(moves)
    places = ring(graph)
    assert set(places) == set(graph)
    assert len(set(places.values())) == len(graph)
    if len(graph) > 1:
        assert all(math.hypot(x, y) == pytest.approx(1, abs=1e-6) for x, y in places.values())


def test_small_agencies_are_pooled_with_their_moves() -> None:
    graph = flow_graph(spread(("A", "B", 9), ("B", "C", 4), ("C", "D", 2), ("D", "A", 1), ("D", "C", 1)))
    merged = pool(graph, 2, "others")
    assert dict(merged.edges) == {
        ("A", "B"): {"weight": 9},
        ("B", "others"): {"weight": 4},
        ("others", "others"): {"weight": 3},
        ("others", "A"): {"weight": 1},
    }
    assert pool(graph, 4, "others") is graph
