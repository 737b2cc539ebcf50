"""Contrast as WCAG 2.2 defines it, on pairs whose ratio is known."""

import pytest

from tests.browser.contrast import WHITE, Colour, over, parse, ratio

BLACK = Colour(0, 0, 0)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (BLACK, WHITE, 21.0),
        (WHITE, WHITE, 1.0),
        (Colour(118, 118, 118), WHITE, 4.54),  # the lightest grey that passes on white
        (Colour(119, 119, 119), WHITE, 4.48),
        (Colour(255, 0, 0), WHITE, 4.0),
    ],
)
def test_ratio_is_that_of_the_standard(one: Colour, other: Colour, expected: float) -> None:
    assert (round(ratio(one, other), 2), round(ratio(other, one), 2)) == (expected, expected)


def test_half_covering_colour_is_mixed() -> None:
    assert over(Colour(0, 0, 0, 0.5), WHITE) == Colour(127.5, 127.5, 127.5)


def test_computed_styles_are_read() -> None:
    assert parse("rgb(1, 2, 3)") == Colour(1, 2, 3)
    assert parse("rgba(1, 2, 3, 0.4)") == Colour(1, 2, 3, 0.4)
    with pytest.raises(ValueError, match="not a colour: red"):
        parse("red")
