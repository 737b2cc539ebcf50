"""The minutes a person is free: the week, more and less by the day, less holidays and what is booked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from matcher.availability.civil import EPOCH, day_begins, day_pairs, minute, minute_after
from matcher.availability.federal_holidays import holiday_ordinals
from matcher.availability.problem import DAY, Difference, OneOff, Times, Window
from matcher.availability.spans import Pairs, intersect, merge, subtract

WEEK = 7
Pair = tuple[int, int]


def free_pairs(times: Times, begin: int, end: int) -> Pairs:
    """The free minutes from `begin` to `end` (minutes since 1970 in UTC), sorted and disjoint."""
    if begin >= end:
        return []
    days = range(begin // DAY + EPOCH - 1, end // DAY + EPOCH + 2)  # no zone is a day and a half from UTC
    given = [pair for window in times.windows for pair in _weekly(times.zone, window, days)]
    if times.any_time:
        given += [pair for day in days for pair in day_pairs(times.zone, day, 0, DAY)]
    given += _one_off(times, Difference.EXTRA, days)
    return subtract(intersect(merge(given), [(begin, end)]), _taken(times, days))


def _weekly(zone: str, window: Window, days: range) -> Iterator[Pair]:
    first = max(days.start, window.valid_from.toordinal())
    last = days.stop if window.valid_until is None else min(days.stop, window.valid_until.toordinal() + 1)
    first += (window.weekday - _weekday(first)) % WEEK
    anchor = _week(window.anchor.toordinal())
    for day in range(first, last, WEEK):
        if (_week(day) - anchor) % window.every_n_weeks == 0:
            yield from day_pairs(zone, day, window.start, window.end)


def _weekday(day: int) -> int:
    return (day - 1) % WEEK


def _week(day: int) -> int:
    return (day - 1) // WEEK


def _one_off(times: Times, kind: Difference, days: range) -> Iterator[Pair]:
    for one in times.one_offs:
        if one.kind is kind:
            yield from _each_day(times.zone, one, days)


def _each_day(zone: str, one: OneOff, days: range) -> Iterator[Pair]:
    for day in range(max(days.start, one.first.toordinal()), min(days.stop, one.last.toordinal() + 1)):
        yield from day_pairs(zone, day, one.start, one.end)


def _taken(times: Times, days: range) -> Iterator[Pair]:
    yield from _one_off(times, Difference.BLOCK, days)
    if times.terms.keeps_holidays:
        yield from _holidays(times.zone, days)
    buffer = times.terms.buffer
    for one in times.busy:
        yield minute(one.start) - buffer, minute_after(one.end) + buffer
    if times.terms.most_per_week is not None:
        yield from _full_weeks(times, times.terms.most_per_week)


def _holidays(zone: str, days: range) -> Iterator[Pair]:
    for year in range(date.fromordinal(days.start).year, date.fromordinal(days.stop).year + 1):
        for day in holiday_ordinals(year):
            if day in days:
                yield day_begins(zone, day), day_begins(zone, day + 1)


def _full_weeks(times: Times, most: int) -> Iterator[Pair]:
    weeks = Counter(_week(_local_day(times.zone, minute(one.start))) for one in times.busy)
    for week, held in weeks.items():
        if held >= most:
            monday = week * WEEK + 1
            yield day_begins(times.zone, monday), day_begins(times.zone, monday + WEEK)


def _local_day(zone: str, at: int) -> int:
    """The civil day on which a minute lies."""
    day = at // DAY + EPOCH + 1
    while day_begins(zone, day) > at:
        day -= 1
    return day
