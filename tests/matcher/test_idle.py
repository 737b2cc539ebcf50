"""Seats that stay free: how many, and how many people without a place could have been put on them."""

from matcher import parse_rotation
from matcher.files import canonical
from matcher.rotation.idle import Idle, list_idle
from tests.matcher import golden


def test_free_seats_are_told_with_how_many_could_take_them() -> None:
    value, outcome = golden.rotation("round-life/1-frozen"), golden.outcome("round-life/1-frozen")
    assert list_idle(parse_rotation(canonical(value)), outcome) == ()
    held = [match for match in outcome["matches"] if match["executive"] in ("brandt", "cho")]
    said_no = value | {"declined": [["delgado", "examiners"], ["fontaine", "trade-data"]]}
    assert list_idle(parse_rotation(canonical(said_no)), outcome | {"matches": held}) == (
        Idle("examiners", seats=1, wanted=0),
        Idle("field-survey", seats=1, wanted=3),
        Idle("trade-data", seats=1, wanted=2),
    )
