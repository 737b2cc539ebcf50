"""The geometry of the pictures."""

import re
from collections import Counter

from models.queries.flows import OTHERS, Flows, Party, Ring, ring
from webui.charts import CENTRE, GAP, RADIUS, WIDEST, Bar, bar_chart, ring_picture


def flows(**people: int) -> Flows:
    """`flows(AB=3)`: three people move from A to B."""
    codes = sorted({code for pair in people for code in pair})
    parties = {code: Party(code, f"Agency {code}", code.lower()) for code in codes}
    return Flows(Counter({(pair[0], pair[1]): count for pair, count in people.items()}), parties)


def test_longest_bar_is_the_greatest_figure_and_all_tell_their_share() -> None:
    chart = bar_chart([("First", 30), ("Second", 10), ("Third", 0)])
    assert chart.bars == (
        Bar("First", 30, "30 (75.0%)", WIDEST, 0),
        Bar("Second", 10, "10 (25.0%)", round(WIDEST / 3, 2), 46),
        Bar("Third", 0, "0 (0.0%)", 0.0, 92),
    )
    assert chart.height == 138


def test_bars_of_nothing_have_no_length() -> None:
    assert bar_chart([("First", 0)]).bars == (Bar("First", 0, "0", 0.0, 0),)
    assert bar_chart([]).height == 0


def test_agencies_stand_on_the_circle_with_what_they_send_and_receive() -> None:
    found = flows(AB=3, BA=1, CA=1)
    picture = ring_picture(ring(found, 16), found)
    assert {spot.label: spot.second for spot in picture.spots} == {
        "a": "3 out, 2 in",
        "b": "1 out, 3 in",
        "c": "1 out, 0 in",
    }
    for spot in picture.spots:
        reach = ((spot.x - CENTRE[0]) ** 2 + (spot.y - CENTRE[1]) ** 2) ** 0.5
        assert abs(reach - RADIUS) < 0.2


def test_arrows_tell_their_figure_and_the_thickest_lies_on_top() -> None:
    found = flows(AB=3, BA=1, CA=1)
    picture = ring_picture(ring(found, 16), found)
    assert [arrow.title for arrow in picture.arrows] == [
        "1 from Agency B to Agency A",
        "1 from Agency C to Agency A",
        "3 from Agency A to Agency B",
    ]
    assert [arrow.figure for arrow in picture.arrows] == ["1", "1", "3"]


def test_arrow_ends_in_a_point_beside_the_agency_it_leads_to() -> None:
    found = flows(AB=1, BA=1)
    picture = ring_picture(ring(found, 16), found)
    spots = {spot.code: (spot.x, spot.y) for spot in picture.spots}
    for arrow in picture.arrows:
        target = spots[arrow.title[-1]]
        tip = [float(figure) for figure in re.findall(r"-?[\d.]+", arrow.path)][4:6]
        assert abs(((tip[0] - target[0]) ** 2 + (tip[1] - target[1]) ** 2) ** 0.5 - GAP) < 0.2
    assert picture.arrows[0].path != picture.arrows[1].path


def test_pooled_agencies_are_drawn_as_others_without_a_figure() -> None:
    found = flows(AB=9, BA=8, CA=1, DA=1, CD=1)
    pooled = ring(found, 2)
    assert pooled == Ring(pooled.places, Counter({("A", "B"): 9, ("B", "A"): 8, (OTHERS, "A"): 2}), within=1)
    picture = ring_picture(pooled, found)
    assert [(arrow.pooled, arrow.figure) for arrow in picture.arrows] == [
        (True, ""),
        (False, "8"),
        (False, "9"),
    ]
    assert "Others" in {spot.label for spot in picture.spots}
