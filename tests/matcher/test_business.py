"""Business time: weekends, holidays, the change of clocks; and how urgent a request is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.mentoring.business import (
    DAY,
    ZONE,
    add_business_time,
    business_days_until,
    business_time_between,
    end_of_day,
    is_business_day,
    local_day,
    take_business_time,
    urgency_of,
)

HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    """An instant from Washington's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 25), True),
        (date(2026, 11, 26), False),  # Thanksgiving
        (date(2026, 11, 27), True),
        (date(2026, 11, 28), False),
        (date(2026, 7, 3), False),  # the Fourth of July of a Saturday
        (date(2027, 12, 31), False),  # New Year's Day of a Saturday
        (date(2027, 6, 18), False),  # Juneteenth of a Saturday
        (date(2029, 1, 20), False),
        (date(2029, 1, 19), True),  # Inauguration Day is no holiday outside Washington
    ],
)
def test_business_day(day: date, works: bool) -> None:
    assert is_business_day(day) is works


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23T10:00", 2, "2026-11-25T10:00"),
        ("2026-11-24T10:00", 2, "2026-11-27T10:00"),
        ("2026-11-25T23:59", 1, "2026-11-27T23:59"),
        ("2026-11-26T10:00", 1, "2026-11-28T00:00"),
        ("2026-11-27T10:00", 1, "2026-11-30T10:00"),
        ("2026-11-28T10:00", 2, "2026-12-02T00:00"),
        ("2026-12-23T00:00", 2, "2026-12-25T00:00"),
        ("2026-11-28T11:00", 5, "2026-12-05T00:00"),
        ("2027-03-12T09:00", 1, "2027-03-15T09:00"),
        ("2026-10-30T09:00", 1, "2026-11-02T09:00"),
    ],
)
def test_business_days_skip_weekends_holidays_and_keep_the_wall_time(start: str, days: int, end: str) -> None:
    assert add_business_time(at(start), days * DAY) == at(end)


def test_half_of_one_business_day_passes_on_business_days_alone() -> None:
    assert add_business_time(at("2026-12-18T15:00"), 12 * HOUR) == at("2026-12-21T03:00")


@given(
    st.integers(0, 6 * 365 * 24 * 60).map(
        lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * timedelta(minutes=1)
    ),
    st.timedeltas(timedelta(), timedelta(days=20)),
)
def test_what_is_added_lies_between(start: datetime, span: timedelta) -> None:
    end = add_business_time(start, span)
    assert end >= start
    assert business_time_between(start, end) == span
    assert not span or is_business_day(local_day(end - timedelta(microseconds=1)))


@given(
    st.integers(0, 6 * 365 * 24 * 60).map(
        lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * timedelta(minutes=1)
    ),
    st.timedeltas(timedelta(), timedelta(days=20)),
)
def test_what_is_taken_lies_between(end: datetime, span: timedelta) -> None:
    start = take_business_time(end, span)
    assert start <= end
    assert business_time_between(start, end) == span
    assert is_business_day(local_day(start - timedelta(microseconds=1)))


def test_nothing_lies_between_an_end_and_its_beginning() -> None:
    assert business_time_between(at("2026-11-24T10:00"), at("2026-11-23T10:00")) == timedelta()


@pytest.mark.parametrize(
    ("day", "days"),
    [(date(2026, 11, 23), 0), (date(2026, 11, 24), 1), (date(2026, 11, 30), 4), (date(2026, 11, 1), 0)],
)
def test_business_days_until_a_day(day: date, days: int) -> None:
    assert business_days_until(date(2026, 11, 23), day) == days


def test_day_ends_at_midnight_in_washington() -> None:
    assert end_of_day(date(2026, 12, 1)) == datetime(2026, 12, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "need_by", "urgency"),
    [
        ("2026-12-01T09:00", None, 0),
        ("2026-12-04T08:59", None, 0),
        ("2026-12-04T09:00", None, 1),
        ("2026-12-01T09:00", date(2026, 12, 9), 0),
        ("2026-12-01T09:00", date(2026, 12, 8), 2),
        ("2026-12-04T09:00", date(2026, 12, 31), 1),
        ("2026-12-04T09:00", date(2026, 11, 1), 2),
    ],
)
def test_urgency_rises_with_waiting_and_with_the_date(now: str, need_by: date | None, urgency: int) -> None:
    assert urgency_of(at("2026-12-01T09:00"), need_by, at(now)) == urgency
