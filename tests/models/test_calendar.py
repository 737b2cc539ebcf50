"""The days that follow from the calendar of a round."""

from datetime import date, datetime, time

import pytest

from matcher.mentoring.business import ZONE, end_of_day
from models.queries.calendar import recommended_by, releases_end_between
from tests.models.world import DAY


@pytest.mark.parametrize(
    ("closes", "ends"),
    [
        (date(2026, 12, 29), date(2027, 1, 4)),  # not on New Year's Day
        (date(2026, 12, 23), date(2026, 12, 29)),  # nor on Christmas or a weekend
        (date(2027, 1, 14), date(2027, 1, 20)),  # the Monday after is a holiday
        (date(2027, 1, 15), date(2027, 1, 21)),
        (date(2027, 1, 11), date(2027, 1, 14)),
        (date(2027, 1, 9), date(2027, 1, 13)),  # a Saturday: the hour stays
        (date(2027, 1, 10), date(2027, 1, 13)),
        (date(2027, 3, 14), date(2027, 3, 17)),  # on this Sunday the clocks change
    ],
)
def test_releases_end_three_business_days_after_the_lists(closes: date, ends: date) -> None:
    at, end = (datetime.combine(day, time(17), ZONE) for day in (closes, ends))
    assert releases_end_between(at, at + 30 * DAY) == end


def test_lists_that_close_as_friday_ends_have_three_whole_days_after_it() -> None:
    closes, ends = end_of_day(date(2027, 1, 8)), end_of_day(date(2027, 1, 13))
    assert releases_end_between(closes, closes + 30 * DAY) == ends


@pytest.mark.parametrize(
    ("decided", "recommended"),
    [
        (date(2026, 12, 8), date(2026, 12, 7)),
        (date(2026, 12, 7), date(2026, 12, 4)),  # a Monday
        (date(2026, 12, 28), date(2026, 12, 24)),  # after Christmas and a weekend
    ],
)
def test_supervisors_recommend_by_the_business_day_before_the_agencies_decide(
    decided: date, recommended: date
) -> None:
    assert recommended_by(end_of_day(decided)) == end_of_day(recommended)
    at, by = (datetime.combine(day, time(17), ZONE) for day in (decided, recommended))
    assert recommended_by(at) == by
