"""Flags that turn on time, on the day before, the day, and the day after."""

from datetime import date

import pytest

from matcher.policy.rotation import Offer
from matcher.policy.timing import Career, check_timing, probation_ends, transition_during


def offer(begins: date, until: date, days: int = 120) -> Offer:
    return Offer("O-1", "EN", days, until, "none", None, True, begins)


@pytest.mark.parametrize(
    ("since", "ends"),
    [
        (date(2026, 3, 1), date(2027, 3, 1)),
        (date(2024, 2, 29), date(2025, 3, 1)),
        (date(2027, 2, 28), date(2028, 2, 28)),
    ],
)
def test_probation_lasts_one_year(since: date, ends: date) -> None:
    assert probation_ends(since) == ends


@pytest.mark.parametrize(
    ("begins", "flagged"), [(date(2027, 2, 28), True), (date(2027, 3, 1), False), (date(2027, 3, 2), False)]
)
def test_start_in_probation_is_flagged_for_a_career_appointment_alone(begins: date, flagged: bool) -> None:
    place = offer(begins, begins)
    found = [
        one.text
        for kind in ("career", "noncareer")
        for one in check_timing(Career(kind, date(2026, 3, 1), 0), place)
    ]
    sentence = "O-1 can begin on 28 February 2027, before the year of probation ends on 1 March 2027."
    assert found == ([sentence] if flagged else [])


@pytest.mark.parametrize(("moves", "flagged"), [(2, False), (3, True), (4, True)])
def test_three_moves_are_enough(moves: int, flagged: bool) -> None:
    place = offer(date(2027, 3, 1), date(2027, 3, 1))
    codes = [one.code for one in check_timing(Career("career", date(2020, 1, 1), moves), place)]
    assert codes == (["moves_enough"] if flagged else [])


@pytest.mark.parametrize(
    ("begins", "days", "day"),
    [
        (date(2028, 9, 23), 119, None),  # ends on 19 January 2029
        (date(2028, 9, 23), 120, date(2029, 1, 20)),
        (date(2029, 1, 20), 1, date(2029, 1, 20)),
        (date(2029, 1, 21), 365, None),
        (date(2029, 1, 21), 1461, date(2033, 1, 20)),
        (date(2027, 3, 1), 180, None),
    ],
)
def test_change_of_leadership_while_away_is_found_to_the_day(
    begins: date, days: int, day: date | None
) -> None:
    assert transition_during(offer(begins, begins, days)) == day


def test_flags_stop_nothing() -> None:
    found = check_timing(
        Career("career", date(2028, 6, 1), 5), offer(date(2028, 11, 1), date(2028, 12, 1), 180)
    )
    assert [(one.code, one.refuses) for one in found] == [
        ("in_probation", False),
        ("moves_enough", False),
        ("transition_away", False),
    ]
