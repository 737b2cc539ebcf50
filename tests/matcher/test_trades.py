"""The exchange a person's move is part of (all people invented)."""

from collections import Counter
from typing import Any

import pytest

import matcher
from matcher.rotation.sentences import tell_trades
from matcher.rotation.trades import Trade, find_trades
from tests.matcher import engine
from tests.matcher.rounds import medium_round

UNITS = [
    {"id": "DOE"},
    {"id": "DOE/Grid", "parent": "DOE"},
    {"id": "DOE/Labs", "parent": "DOE"},
    {"id": "NRC"},
    {"id": "EPA"},
]


def round_of(moves: list[tuple[str, str]]) -> dict[str, Any]:
    """A round in which person n goes from the first unit to the second."""
    return {
        "format": "roundtrip.rotation/1",
        "seed": "trades",
        "units": UNITS,
        "executives": [
            {"id": f"e{n}", "home": home, "choices": [f"a{n}"]} for n, (home, _) in enumerate(moves)
        ],
        "opportunities": [{"id": f"a{n}", "host": host} for n, (_, host) in enumerate(moves)],
    }


def trades_of(moves: list[tuple[str, str]]) -> dict[str, tuple[Trade, ...]]:
    value = round_of(moves)
    return find_trades(matcher.parse_rotation(engine.encoded(value)), engine.solve(value))


def test_find_trades_swap_of_departments() -> None:
    """Bureaus exchange for their departments, wherever below them the two people sit."""
    swap = Trade("swap", ("DOE", "NRC"), 1)
    assert trades_of([("DOE/Grid", "NRC"), ("NRC", "DOE/Labs")]) == {"e0": (swap,), "e1": (swap,)}


def test_find_trades_inside_one_department() -> None:
    within, ring = Trade("swap", ("DOE/Grid", "DOE/Labs"), 1), Trade("ring", ("DOE", "EPA", "NRC"), 1)
    moves = [
        ("DOE/Grid", "DOE/Labs"),
        ("DOE/Labs", "DOE/Grid"),
        ("DOE/Grid", "EPA"),
        ("EPA", "NRC"),
        ("NRC", "DOE"),
    ]
    assert trades_of(moves) == {"e0": (within,), "e1": (within,), "e2": (ring,), "e3": (ring,), "e4": (ring,)}


def test_find_trades_between_a_department_and_its_bureau() -> None:
    assert trades_of([("DOE", "DOE/Labs")]) == {"e0": (Trade("chain", ("DOE", "DOE/Labs"), 1),)}


def test_find_trades_moves_alike_share_all_their_trades() -> None:
    swap, chain = Trade("swap", ("DOE", "NRC"), 1), Trade("chain", ("DOE", "NRC"), 1)
    found = trades_of([("DOE", "NRC"), ("DOE/Grid", "NRC"), ("NRC", "DOE")])
    assert found == {"e0": (swap, chain), "e1": (swap, chain), "e2": (swap,)}


def test_find_trades_count_every_move_once() -> None:
    for number in range(20):
        value = medium_round(number)
        outcome = engine.solve(value)
        found = find_trades(matcher.parse_rotation(engine.encoded(value)), outcome)
        assert found.keys() == {match["executive"] for match in outcome["matches"]}
        counted = Counter(
            {trade: trade.times * len(trade.steps) for trades in found.values() for trade in trades}
        )
        assert counted.total() == len(outcome["matches"])


@pytest.mark.parametrize(
    ("trades", "sentence"),
    [
        ([], None),
        (
            [Trade("swap", ("DOE", "NRC"), 3)],
            "Your move is part of the swap DOE ⇄ NRC, 3 people each way.",
        ),
        (
            [Trade("ring", ("DOE", "EPA", "NRC"), 1)],
            "Your move is part of the ring DOE → EPA → NRC → DOE, one person at each step.",
        ),
        (
            [Trade("swap", ("DOE", "NRC"), 1), Trade("chain", ("DOE", "NRC", "EPA"), 2)],
            (
                "Your move is one of several alike, part of the swap DOE ⇄ NRC, one person each way and "
                "the chain DOE → NRC → EPA, 2 people at each step."
            ),
        ),
    ],
)
def test_tell_trades(trades: list[Trade], sentence: str | None) -> None:
    assert tell_trades(trades) == sentence


def test_explain_names_the_swap() -> None:
    value = round_of([("DOE/Grid", "NRC"), ("NRC", "DOE/Labs")])
    account = matcher.explain(matcher.parse(engine.encoded(value)), engine.solve(value), "e0")
    assert account["sentences"] == [
        "You are placed at a0, your choice number 1.",
        "Your move is part of the swap DOE ⇄ NRC, one person each way.",
        "Your lottery number is 1; 1 is the best. It played no part.",
    ]
