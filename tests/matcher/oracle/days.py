"""A slow second opinion on periods of law: a calendar of its own that is walked one civil day at a time.

Nothing of `matcher.policy` is used here, and no arithmetic of dates: a day is a row number in one long list.
"""

from bisect import bisect_right
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
HALF_HOUR = timedelta(minutes=30)
Day = int


def _calendar(first: int, last: int) -> list[tuple[int, int, int]]:
    found = []
    for year in range(first, last + 1):
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        for month, length in enumerate(LENGTHS, 1):
            days = length + (leap and month == 2)
            found += [(year, month, day) for day in range(1, days + 1)]
    return found


CALENDAR = _calendar(1995, 2060)
ROWS = {day: row for row, day in enumerate(CALENDAR)}
FIRSTS = [row for row, (_, _, number) in enumerate(CALENDAR) if number == 1]
"""The rows on which a month begins: the long periods are walked month by month."""


def row_of(day: date) -> Day:
    return ROWS[day.year, day.month, day.day]


def day_at(row: Day) -> date:
    return date(*CALENDAR[row])


def wall_day(instant: datetime, zone: str) -> Day:
    """Walks half hours from two days before and counts the midnights that the wall clock passes."""
    clock = ZoneInfo(zone)
    at = instant - timedelta(days=2)
    local = at.astimezone(clock)
    row, hour = ROWS[local.year, local.month, local.day], local.hour
    while at < instant:
        at = min(at + HALF_HOUR, instant)
        new = at.astimezone(clock).hour
        row, hour = row + (new < hour and hour == 23), new
    return row


def after_months(start: Day, months: int) -> Day:
    """The first day after a period of months: walked until its month has come and its number is reached."""
    number = CALENDAR[start][2]
    row = FIRSTS[bisect_right(FIRSTS, start) + months - 1]
    while CALENDAR[row][2] < number:
        row += 1
        if CALENDAR[row][2] == 1:  # the month had no such day
            return row
    return row


def is_covered(day: Day, spans: list[tuple[Day, Day]]) -> bool:
    for start, end in spans:  # noqa: SIM110 - asked millions of times
        if start <= day <= end:
            return True
    return False


def marked(spans: list[tuple[Day, Day]]) -> bytearray:
    """A mark on every day that the spans cover."""
    marks = bytearray(len(CALENDAR))
    for start, end in spans:
        marks[start : end + 1] = b"\x01" * (end + 1 - start)
    return marks


def count(start: Day, end: Day) -> int:
    """Both ends counted, one by one."""
    total, row = 0, start
    while row <= end:
        total, row = total + 1, row + 1
    return total


def first_free(appointed: Day, away: list[tuple[Day, Day]]) -> Day:
    """120 days from the day after, of which up to 60 away are not counted; then the next day."""
    row, counted, not_counted = appointed, 0, 0
    while counted < 120:
        row += 1
        if not_counted < 60 and is_covered(row, away):
            not_counted += 1
        else:
            counted += 1
    return row + 1


def first_served(since: Day, years: int, away: list[tuple[Day, Day]]) -> Day:
    """As many days of service as the years from the first day have, days away left out; then the next."""
    row, missing, marks = since, count(since, after_months(since, 12 * years) - 1), marked(away)
    while missing:
        missing -= not marks[row]
        row += 1
    return row


def chain_start(start: Day, prior: list[tuple[Day, Day]], gap: int) -> Day:
    """Walks back; ends where more days than the gap lie between."""
    row, free, first, marks = start - 1, 0, start, marked(prior)
    while free <= gap and row >= 0:
        if marks[row]:
            first, free = row, 0
        else:
            free += 1
        row -= 1
    return first


def longest_within(spans: list[tuple[Day, Day]], year: int) -> int:
    """The longest unbroken row of days of the fiscal year that the spans cover."""
    row, best, now, marks = ROWS[year - 1, 10, 1], 0, 0, marked(spans)
    while CALENDAR[row][:2] != (year, 10):
        now = now + 1 if marks[row] else 0
        best, row = max(best, now), row + 1
    return best
