"""Duties of development at their bounds: the day before, the day, the day after."""

from datetime import date, timedelta

import pytest

from matcher.policy.development import (
    Record,
    Standing,
    check_aim,
    check_plan,
    check_record,
    duties,
    last_day,
)

DAY = timedelta(days=1)
SINCE = date(2020, 3, 1)
KEPT = Record(SINCE, has_plan=True, reviewed=date(2026, 3, 1), active=date(2026, 3, 1), assessed=SINCE)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 3, 1), 12, date(2027, 2, 28)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2026, 3, 30)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
    ],
)
def test_period_ends_the_day_before_or_with_the_month(start: date, months: int, end: date) -> None:
    assert last_day(start, months) == end


def test_duties_run_from_the_last_time_or_from_the_first_day_of_service() -> None:
    never = Record(SINCE, has_plan=False, reviewed=None, active=None, assessed=None)
    assert [(duty.name, duty.due) for duty in duties(never)] == [
        ("review", date(2021, 2, 28)),
        ("activity", date(2021, 2, 28)),
        ("assessment", date(2023, 2, 28)),
    ]
    assert [duty.due for duty in duties(KEPT)] == [
        date(2027, 2, 28),
        date(2027, 2, 28),
        date(2023, 2, 28),
    ]


def test_nothing_was_due_before_its_rule_was_there() -> None:
    long_ago = Record(date(2001, 3, 1), has_plan=False, reviewed=None, active=None, assessed=None)
    assert [(duty.name, duty.due) for duty in duties(long_ago)] == [
        ("review", date(2010, 12, 9)),
        ("activity", date(2016, 12, 14)),
        ("assessment", date(2018, 12, 14)),
    ]


@pytest.mark.parametrize(
    ("name", "soon", "due"),
    [
        ("review", date(2026, 12, 1), date(2027, 2, 28)),
        ("activity", date(2026, 12, 1), date(2027, 2, 28)),
        ("assessment", date(2022, 12, 1), date(2023, 2, 28)),
    ],
)
def test_duty_is_soon_three_months_before_and_overdue_the_day_after(name: str, soon: date, due: date) -> None:
    (duty,) = [duty for duty in duties(KEPT) if duty.name == name]
    standings = [duty.standing(day) for day in (soon - DAY, soon, due, due + DAY)]
    assert standings == [Standing.CURRENT, Standing.SOON, Standing.SOON, Standing.OVERDUE]


def test_first_duty_is_unrecorded_a_period_after_its_day_and_never_once_one_is_on_record() -> None:
    first = duties(Record(date(2024, 1, 10), True, None, None, None))[2]
    again = duties(Record(date(2020, 1, 10), True, None, None, date(2024, 1, 10)))[2]
    days = [date(2027, 1, 10), *(date(2030, 1, day) for day in (8, 9))]
    assert [first.is_unrecorded(day) for day in days] == [False, False, True]
    assert [again.is_unrecorded(day) for day in days] == [False, False, False]


def test_assessment_warns_from_the_thirty_third_month_on() -> None:
    duty = duties(Record(date(2024, 1, 10), True, None, None, None))[2]
    assert [duty.standing(date(2026, 10, day)) for day in (9, 10)] == [Standing.CURRENT, Standing.SOON]
    assert [duty.standing(date(2027, 1, day)) for day in (9, 10)] == [Standing.SOON, Standing.OVERDUE]


def test_record_without_anything_says_each_thing_once() -> None:
    nothing = Record(date(2010, 5, 3), has_plan=False, reviewed=None, active=None, assessed=None)
    found = check_record(nothing, date(2026, 11, 23))
    assert [one.text for one in found] == [
        "There is no development plan on record; every senior executive has one.",
        "The board's review of the development plan was due by 2 May 2011; one comes every 12 months.",
        "A developmental activity was due by 14 December 2016; one comes every 12 months.",
        "A leadership assessment was due by 14 December 2018; one comes every 36 months.",
    ]
    assert not any(one.refuses for one in found)


def test_record_says_what_comes_soon_with_its_day() -> None:
    soon = Record(date(2024, 2, 1), True, date(2026, 2, 1), date(2026, 2, 1), None)
    assert [one.text for one in check_record(soon, date(2026, 11, 23))] == [
        "The board's review of the development plan is due by 31 January 2027; one comes every 12 months.",
        "A developmental activity is due by 31 January 2027; one comes every 12 months.",
        "A leadership assessment is due by 31 January 2027; one comes every 36 months.",
    ]


def test_record_that_is_kept_says_nothing() -> None:
    kept = Record(SINCE, True, date(2026, 11, 1), date(2026, 11, 1), date(2026, 11, 1))
    assert check_record(kept, date(2026, 11, 23)) == []


@pytest.mark.parametrize(
    ("short", "long", "broad", "codes"),
    [
        (1, 1, 1, []),
        (0, 1, 1, ["no_term"]),
        (1, 0, 1, ["no_term"]),
        (1, 1, 0, ["no_breadth"]),
        (0, 0, 0, ["no_term", "no_term", "no_breadth"]),
    ],
)
def test_plan_names_both_terms_and_what_widens_the_view(
    short: int, long: int, broad: int, codes: list[str]
) -> None:
    found = check_plan(short, long, broad)
    assert [one.code for one in found] == codes
    assert all(one.refuses for one in found)


@pytest.mark.parametrize(("day", "codes"), [(23, []), (24, ["aim_too_far"])])
def test_aim_lies_ten_years_ahead_at_most(day: int, codes: list[str]) -> None:
    assert [one.code for one in check_aim(date(2036, 11, day), date(2026, 11, 23))] == codes
