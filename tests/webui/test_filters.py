"""A deadline is read as it counts: nobody takes the midnight that begins a day for the one that ends it."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask, g

from tests.models.world import NOW
from webui.filters import at_the_latest, away, deadline, last_day, lower_first, moment

MIDNIGHT = datetime(2026, 12, 14, 5, tzinfo=UTC)
AFTERNOON = datetime(2026, 12, 14, 22, tzinfo=UTC)
SUMMER = datetime(2027, 7, 1, 4, tzinfo=UTC)


def test_proper_name_keeps_its_capital_inside_a_sentence() -> None:
    assert lower_first("Congress, partners and the public") == "Congress, partners and the public"
    assert lower_first("New to the SES") == "new to the SES"


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
        (MIDNIGHT.replace(second=25), "13 December 2026, end of the day, Eastern"),
        (SUMMER, "30 June 2027, end of the day, Eastern"),
    ],
)
def test_deadline_at_midnight_is_the_end_of_the_day_before(instant: datetime, said: str) -> None:
    assert deadline(instant) == said


@pytest.mark.parametrize(
    ("instant", "last"),
    [
        (MIDNIGHT, date(2026, 12, 13)),
        (AFTERNOON, date(2026, 12, 14)),
        (SUMMER, date(2027, 6, 30)),
        (date(2026, 12, 14), date(2026, 12, 14)),
    ],
)
def test_last_day_of_a_deadline_at_midnight_is_the_day_before(instant: datetime | date, last: date) -> None:
    assert last_day(instant) == last


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 22), "yesterday"),
        (date(2028, 11, 22), "in 730 days"),
        (date(2028, 11, 23), "in more than 2 years"),
        (date(2006, 5, 3), "more than 20 years ago"),
        (datetime(2026, 11, 25, 5, tzinfo=UTC), "in 2 days"),
    ],
)
def test_days_far_away_are_told_in_years(app: Flask, value: date | datetime, said: str) -> None:
    with app.test_request_context():
        g.now = NOW
        assert away(value) == said


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (datetime(2026, 12, 19, 19, 3, tzinfo=UTC), "19 December 2026, 2:03 p.m. Eastern"),
        (datetime(2026, 12, 20, 5, 0, tzinfo=UTC), "19 December 2026"),
    ],
)
def test_desk_gives_the_hour_of_what_does_not_last_to_the_end_of_its_day(
    instant: datetime, said: str
) -> None:
    assert at_the_latest(instant) == said
