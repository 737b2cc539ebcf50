"""By when figures of a year are confirmed, ready and closed, and evaluations answered."""

from datetime import date

from matcher.policy.report_dates import answer_by, close_by, confirm_by, ready_by


def test_each_deadline_of_a_fiscal_year_ends_a_month() -> None:
    found = [confirm_by(2028), ready_by(2027), close_by(2027)]
    assert found == [date(2027, 11, 30), date(2027, 12, 31), date(2028, 1, 31)]


def test_questions_are_answered_within_thirty_days_over_a_leap_day() -> None:
    assert answer_by(date(2028, 2, 1)) == date(2028, 3, 2)
