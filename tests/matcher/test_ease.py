"""Figures that answers broke are held at what the offers leave, and nothing else is changed."""

from typing import Any

from matcher import parse_rotation
from matcher.files import canonical
from matcher.rotation.amend import amend
from matcher.rotation.ease import Eased, ease, put_back
from tests.matcher import engine, golden


def round_() -> dict[str, Any]:
    """Two executives change places, so both agencies are level; a third of Energy wants what is freed (all
    invented)."""
    return {
        "format": "roundtrip.rotation/1",
        "seed": "invented",
        "units": [
            {"id": "Cabinet", "net_min": 0, "net_max": 0},
            {"id": "Energy", "parent": "Cabinet", "net_min": 0, "net_max": 0},
            {"id": "Interior", "parent": "Cabinet", "net_min": 0, "net_max": 0},
        ],
        "executives": [
            {"id": "ada", "home": "Energy", "choices": ["parks"]},
            {"id": "bea", "home": "Interior", "choices": ["grid"]},
            {"id": "eve", "home": "Energy", "choices": ["rivers"]},
        ],
        "opportunities": [
            {"id": "grid", "host": "Energy", "min_seats": 1},
            {"id": "parks", "host": "Interior"},
            {"id": "rivers", "host": "Interior"},
        ],
    }


def declined(*pairs: tuple[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The published outcome, and the round with these offers ended."""
    value = round_()
    outcome = engine.solve(value)
    return outcome, amend(value, declined=pairs, keeping=outcome)


def test_figures_that_hold_stay_as_they_are() -> None:
    value = golden.rotation("round-life/3-declined")
    assert ease(value) == (value, ())


def test_balance_that_a_decline_broke_is_held_where_it_stands() -> None:
    published, after = declined(("bea", "grid"))
    assert {match["executive"] for match in published["matches"]} == {"ada", "bea"}
    assert engine.solve(after)["status"] == "infeasible"
    eased, figures = ease(after)
    assert figures == (
        Eased("Energy", "net_min", 0, -1),
        Eased("Interior", "net_max", 0, 1),
        Eased("grid", "min_seats", 1, 0),
    )
    assert eased["units"][0] == after["units"][0]
    assert eased["units"][1] == {"id": "Energy", "parent": "Cabinet", "net_min": -1, "net_max": 0}


def test_figures_are_put_back_as_they_were_read() -> None:
    _published, after = declined(("bea", "grid"))
    eased, figures = ease(after)
    held, was = parse_rotation(canonical(eased)), parse_rotation(canonical(after))
    assert held.units != was.units
    again = put_back(held, figures)
    assert (again.units, again.opportunities) == (was.units, was.opportunities)


def test_next_offer_does_not_make_a_broken_balance_worse() -> None:
    """Eve would leave Energy, which is one short already, for Interior, which has one too many."""
    _published, after = declined(("bea", "grid"))
    outcome = engine.solve(ease(after)[0])
    assert outcome["status"] == "optimal"
    assert [match["executive"] for match in outcome["matches"]] == ["ada"]


def test_next_offer_may_mend_a_broken_balance() -> None:
    _published, after = declined(("ada", "parks"))
    assert ease(after)[1] == (Eased("Energy", "net_max", 0, 1), Eased("Interior", "net_min", 0, -1))
    outcome = engine.solve(after)
    assert [match["executive"] for match in outcome["matches"]] == ["bea", "eve"]
