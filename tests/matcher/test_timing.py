"""Flags that turn on time, on the day before, the day, and the day after."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matcher.policy import release_clauses
from matcher.policy.away import checklist
from matcher.policy.book import CLAUSES
from matcher.policy.clauses import BEGINNING, LONGEST_AIM
from matcher.policy.law import Law
from matcher.policy.periods import Span
from matcher.policy.rotation import Offer
from matcher.policy.timing import Career, change_before, changes_within, check_timing, probation_ends


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


@pytest.mark.parametrize(("moves", "enough", "flagged"), [(4, 5, False), (5, 5, True), (99, 0, False)])
def test_round_may_say_another_number_of_moves_or_none(moves: int, enough: int, flagged: bool) -> None:
    place = offer(date(2027, 3, 1), date(2027, 3, 1))
    found = check_timing(Career("career", date(2020, 1, 1), moves), place, enough_moves=enough)
    sentence = "The card counts 5 moves; 5 are enough for a broad view."
    assert [one.text for one in found] == ([sentence] if flagged else [])


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
    found = check_timing(Career("noncareer", begins, 0), offer(begins, begins, days))
    sentence = "O-1 can run over {} January {}, when political leadership and its promises can change."
    assert [one.text for one in found] == ([] if day is None else [sentence.format(day.day, day.year)])


def test_flags_stop_nothing() -> None:
    found = check_timing(
        Career("career", date(2028, 6, 1), 5), offer(date(2028, 11, 1), date(2028, 12, 1), 180)
    )
    assert [(one.code, one.refuses) for one in found] == [
        ("in_probation", False),
        ("moves_enough", False),
        ("transition_away", False),
    ]


def test_changed_day_of_a_change_changes_no_code() -> None:
    old = release_clauses.LEADERSHIP_CHANGE
    earlier = replace(old, effective_to=date(2027, 12, 31))
    moved = tuple(date(2029, 1, 6) if day.year == 2029 else day for day in old.days)
    later = replace(old, effective_from=date(2028, 1, 1), days=moved, citation="an invented amendment")
    book = (*(one for one in CLAUSES if one is not old), earlier, later)
    place = offer(date(2028, 10, 1), date(2028, 10, 1), 100)  # ends on 8 January 2029
    assert check_timing(Career("career", date(2020, 1, 1), 0), place) == []
    [found] = check_timing(Career("career", date(2020, 1, 1), 0), place, book)
    assert (found.text, found.clause) == (
        "O-1 can run over 6 January 2029, when political leadership and its promises can change.",
        later,
    )
    assert change_before(date(2029, 1, 6), book) == date(2029, 1, 6)
    assert change_before(date(2029, 1, 6)) == date(2025, 1, 20)
    span = Span(date(2027, 12, 31), date(2029, 6, 1))
    assert changes_within(span, book) == [date(2029, 1, 20)]  # as it was known on the first day
    assert changes_within(Span(date(2028, 1, 1), span.end), book) == [date(2029, 1, 6)]
    assert "administration" in [line.code for line in checklist("detail", span, Law(span.start, book))]


def test_table_of_changes_is_in_order_and_reaches_far_enough() -> None:
    days = release_clauses.LEADERSHIP_CHANGE.days
    assert list(days) == sorted(set(days))
    assert days[-1].year >= BEGINNING.year + 2 * LONGEST_AIM.figure
    assert change_before(days[0] - timedelta(days=1)) is None
