"""Who is counted in the annual rotation report, and in which year."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from matcher.policy.book import CLAUSES
from matcher.policy.law import Law
from matcher.policy.periods import Span, nth_day
from matcher.policy.rotation_report import Row, Stay, goal, needs_reason, row, runs, share

LAW = Law(date(2026, 10, 1), CLAUSES)


def stay(start: date, days: int, who: str = "E-1", kind: str = "detail", scope: str = "other_agency") -> Stay:
    return Stay(who, "ES", kind, scope, Span(start, nth_day(start, days)))


def test_extension_without_a_gap_is_one_run_and_a_day_breaks_it() -> None:
    first = stay(date(2026, 10, 1), 60)
    assert [run.span.days for run in runs([first, stay(date(2026, 11, 30), 60)])] == [120]
    assert [run.span.days for run in runs([first, stay(date(2026, 12, 1), 60)])] == [60, 60]


@pytest.mark.parametrize(("days", "counted"), [(119, {}), (120, {"ES": 1}), (121, {"ES": 1})])
def test_days_within_the_year_count_from_120(days: int, counted: dict[str, int]) -> None:
    assert row([stay(date(2026, 10, 1), days)], 2027, LAW).served == counted


def test_day_120_on_either_side_of_the_edge_of_the_year() -> None:
    ends, begins = stay(date(2026, 6, 3), 120), stay(date(2026, 6, 4), 120, "E-2")
    assert row([ends, begins], 2026, LAW) == Row(2026, {"ES": 1}, {"ES": 1}, {"detail": 1}, {"agency": 1})
    assert row([ends, begins], 2027, LAW) == Row(2027, {}, {"ES": 1}, {}, {})


def test_a_long_run_serves_both_years_and_reaches_day_120_once() -> None:
    long = [stay(date(2026, 4, 1), 400)]
    years = [row(long, year, LAW) for year in (2026, 2027)]
    assert [one.served for one in years] == [{"ES": 1}, {"ES": 1}]
    assert [one.reached for one in years] == [{"ES": 1}, {}]


def test_internal_other_agency_and_outside_are_told_apart_and_a_person_counts_once() -> None:
    start = date(2026, 10, 1)
    stays = [
        stay(start, 130, "E-1", scope="other_component"),
        stay(date(2027, 3, 1), 130, "E-1", scope="same_component"),
        stay(start, 130, "E-2", "ipa", "other_sector_nonfederal"),
        replace(stay(start, 130, "E-3"), group="SL"),
    ]
    found = row(stays, 2027, LAW)
    assert found.served == {"ES": 2, "SL": 1}
    assert found.kinds == {"detail": 2, "ipa": 1}
    assert found.places == {"agency": 1, "internal": 1, "outside": 1}


@pytest.mark.parametrize(("now", "asked"), [(999, False), (1000, True), (800, True), (801, False)])
def test_reason_is_asked_at_one_percentage_point(now: int, asked: bool) -> None:
    assert needs_reason(share(now, 10_000), Fraction(9), LAW) is asked


def test_reason_is_not_asked_without_a_year_before() -> None:
    assert share(5, 0) is None
    assert not needs_reason(share(5, 100), None, LAW)


def test_goal_is_that_of_the_order_from_its_guidance_on() -> None:
    assert [goal(Law(day, CLAUSES)) for day in (date(2016, 1, 28), date(2016, 1, 29))] == [None, 15]


def test_year_before_the_guidance_has_no_report() -> None:
    with pytest.raises(ValueError, match="no length of a rotation is in force on 2015-10-01"):
        row([], 2016, Law(date(2015, 10, 1), CLAUSES))
