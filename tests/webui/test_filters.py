"""A deadline is read as it counts: nobody takes the midnight that begins a day for the one that ends it."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask, g

from webui.filters import away, deadline, last_day, moment

MIDNIGHT = datetime(2026, 12, 14, 5, tzinfo=UTC)
AFTERNOON = datetime(2026, 12, 14, 22, tzinfo=UTC)
SUMMER = datetime(2027, 7, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (MIDNIGHT, "14 December 2026, midnight as the day begins, Eastern"),
        (AFTERNOON, "14 December 2026, 5:00 p.m. Eastern"),
        (SUMMER, "1 July 2027, midnight as the day begins, Eastern"),
    ],
)
def test_moment_says_of_which_end_of_the_day_a_midnight_is(instant: datetime, said: str) -> None:
    assert moment(instant) == said


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (MIDNIGHT, "13 December 2026, end of the day, Eastern"),
        (AFTERNOON, "14 December 2026, 5:00 p.m. Eastern"),
        (SUMMER, "30 June 2027, end of the day, Eastern"),
    ],
)
def test_deadline_at_midnight_is_the_end_of_the_day_before(instant: datetime, said: str) -> None:
    assert deadline(instant) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 12, 14), "today"),
        (date(2024, 12, 16), "728 days ago"),
        (date(2024, 12, 14), "2 years ago"),
        (date(2009, 7, 11), "17 years ago"),
    ],
)
def test_what_is_long_ago_is_said_in_years(app: Flask, day: date, said: str) -> None:
    with app.app_context():
        g.now = AFTERNOON
        assert away(day) == said


@pytest.mark.parametrize(
    ("deadline", "day"),
    [
        (MIDNIGHT, date(2026, 12, 13)),
        (AFTERNOON, date(2026, 12, 14)),
        (SUMMER, date(2027, 6, 30)),
        (date(2026, 12, 14), date(2026, 12, 14)),
    ],
)
def test_last_day_of_a_deadline_at_midnight_is_the_day_before(deadline: datetime | date, day: date) -> None:
    assert last_day(deadline) == day
