"""The figures of the annual report against a walk over the days; and a version read back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.files import canonical, decode
from matcher.policy.annual_report import Annual, Heads, annual, law_of, read, total
from matcher.policy.periods import Span
from matcher.policy.programme import check_agency, check_programme, check_recurrence
from matcher.policy.rotation_report import Stay

DAY = timedelta(days=1)
FIRST = date(2025, 4, 1)
FRAME = {date(2025, 10, 1) + n * DAY for n in range(365)}
AGENCY = ("EN", "Energy")
HEADS = Heads(40, 5, 5, "the payroll", True)


@st.composite
def stays(draw: st.DrawFn) -> list[Stay]:
    """Up to six stays of one person at one host, between April 2025 and the end of 2026."""
    found = []
    for _ in range(draw(st.integers(0, 6))):
        start = FIRST + draw(st.integers(0, 500)) * DAY
        end = start + draw(st.integers(0, 140)) * DAY
        found.append(Stay("E-1", "ES", "detail", "other_agency", Span(start, end)))
    return found


def day_by_day(known: list[Stay], until: date) -> tuple[bool, bool]:
    """Whether a run has 120 days within fiscal year 2026, and whether one has its day 120 there: walked."""
    away = {one.span.start + n * DAY for one in known for n in range(one.span.days)}
    served = reached = False
    length = within = 0
    day = FIRST
    while day <= until:
        length = length + 1 if day in away else 0
        within = (within + (day in FRAME)) if day in away else 0
        served |= within >= 120
        reached |= length == 120 and day in FRAME
        day += DAY
    return served, reached


@given(stays(), st.integers(0, 640))
def test_runs_are_counted_as_a_walk_over_the_days_counts_them(known: list[Stay], offset: int) -> None:
    until = FIRST + offset * DAY
    found = annual(AGENCY, 2026, until, known, None, None)
    assert (found.served["ES"] == 1, found.reached["ES"] == 1) == day_by_day(known, until)


@given(stays(), st.integers(0, 400))
def test_year_that_is_over_does_not_change(known: list[Stay], later: int) -> None:
    end = date(2026, 9, 30)
    now, then = (annual(AGENCY, 2026, day, known, None, None) for day in (end, end + later * DAY))
    assert now == then


def one(people: int = 3, before: tuple[int, int] | None = (4, 50)) -> Annual:
    span = Span(date(2025, 10, 1), date(2026, 3, 31))
    known = [Stay(f"E-{n}", "ES", "ipa", "other_sector_nonfederal", span) for n in range(people)]
    return annual(AGENCY, 2026, date(2026, 11, 1), known, HEADS, before)


def test_report_is_read_back_as_it_was_written() -> None:
    found = one()
    assert read(decode(canonical(found.content()))) == found


@pytest.mark.parametrize(
    ("people", "before", "asked"),
    [(3, (4, 50), True), (4, (4, 50), False), (5, (9, 100), True), (3, None, False), (1, (149, 5000), False)],
)
def test_reason_is_asked_at_a_point_either_way(
    people: int, before: tuple[int, int] | None, asked: bool
) -> None:
    assert one(people, before).asks_reason is asked  # of 50; 1 of 50 against 2.98 % is 0.98 points


def test_sum_of_the_agencies_is_that_of_government() -> None:
    found = total([one(), one(2, None)], 2026, date(2026, 11, 1))
    assert (found.people, found.total, found.before, found.places["outside"]) == (5, 100, (4, 50), 5)
    assert found.service_share == 100 * 5 / 80


def test_goal_speaks_of_the_service_alone() -> None:
    assert one(4).service_share == 10
    assert one(4).share == 8


@pytest.mark.parametrize(("positions", "code"), [(19, "order_asks_nothing"), (20, "order_asks_a_plan")])
def test_agency_of_twenty_positions_is_asked_for_a_plan(positions: int, code: str) -> None:
    law = law_of(2026)
    assert [reason.code for reason in check_agency("EN", "Energy", positions, law)] == [code]
    assert [reason.code for reason in check_agency("DN", "Energy", positions, law)] == [
        code,
        "in_first_phase",
    ]
    assert [reason.code for reason in check_programme(law)] == ["government_goal", "no_enforceable_right"]
    assert [reason.text for reason in check_recurrence(9, 2, law)] == [
        "Executives whose last rotation ended over 5 years ago: 2 of 9 who had one."
    ]
