"""The slots of two people where clocks change."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from matcher.availability.civil import day_begins, instant, minute, wall_minute
from matcher.availability.problem import Slot, Times
from matcher.availability.slots import find_slots
from matcher.availability.spans import intersect
from matcher.availability.windows import free_pairs
from tests.matcher.times import GUAM, LONDON, NEW_YORK, PHOENIX, PLAIN, clock, host, utc, walls, weekly

MONDAY, TUESDAY, SUNDAY = 0, 1, 6


def person(zone: str, weekday: int, start: str, end: str) -> Times:
    return Times(zone, (weekly(weekday, start, end),), terms=PLAIN)


def shared(one: Times, other: Times, day: date) -> int:
    """How many minutes both are free within the day and a half around a day's noon in UTC."""
    noon = minute(utc(day.year, day.month, day.day, 12))
    begin, end = noon - 36 * 60, noon + 36 * 60
    both = intersect(free_pairs(one, begin, end), free_pairs(other, begin, end))
    return sum(end - start for start, end in both)


@pytest.mark.parametrize(("day", "minutes"), [(date(2027, 1, 11), 60), (date(2027, 7, 12), 0)])
def test_phoenix_keeps_its_clock_when_new_york_changes(day: date, minutes: int) -> None:
    eleven, nine = person(NEW_YORK, MONDAY, "11:00", "12:00"), person(PHOENIX, MONDAY, "09:00", "10:00")
    assert shared(eleven, nine, day) == minutes


@pytest.mark.parametrize(
    ("day", "start", "minutes"),
    [
        (date(2027, 1, 11), "14:00", 60),
        (date(2027, 7, 12), "14:00", 60),
        (date(2027, 3, 22), "14:00", 0),
        (date(2027, 3, 22), "13:00", 60),
    ],
)
def test_new_york_and_london_change_on_different_days(day: date, start: str, minutes: int) -> None:
    end = f"{clock(start) // 60 + 1}:00"
    assert (
        shared(person(NEW_YORK, MONDAY, "09:00", "10:00"), person(LONDON, MONDAY, start, end), day) == minutes
    )


def test_guam_is_a_day_ahead() -> None:
    evening, morning = person(NEW_YORK, MONDAY, "17:00", "18:00"), person(GUAM, TUESDAY, "08:00", "09:00")
    assert shared(evening, morning, date(2027, 1, 11)) == 60
    assert find_slots(evening, morning, now=utc(2027, 1, 11), most=1) == [
        Slot(utc(2027, 1, 11, 22), utc(2027, 1, 11, 23))
    ]


def test_wall_time_that_does_not_exist_is_the_first_minute_after_the_gap() -> None:
    day = date(2027, 3, 14).toordinal()
    after = utc(2027, 3, 14, 7)
    found = [instant(wall_minute(NEW_YORK, day, clock(wall))) for wall in ("02:00", "02:30", "03:00")]
    assert found == [after] * 3
    assert instant(wall_minute(NEW_YORK, day, clock("01:59"))) == after - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("02:00", "03:00", []),
        ("02:30", "03:30", []),
        ("02:00", "04:00", ["Sun 14 Mar 03:00"]),
        ("02:30", "04:00", ["Sun 14 Mar 03:00"]),
        ("01:00", "04:00", ["Sun 14 Mar 01:00", "Sun 14 Mar 01:30", "Sun 14 Mar 03:00"]),
    ],
)
def test_nothing_is_offered_in_a_gap(start: str, end: str, found: list[str]) -> None:
    night = host(weekly(SUNDAY, start, end))
    assert walls(night, utc(2027, 3, 13), until=utc(2027, 3, 15)) == found


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("01:00", "02:00", [utc(2027, 11, 7, 5)]),
        ("01:30", "02:30", []),
        ("01:30", "03:00", [utc(2027, 11, 7, 7)]),
        ("00:00", "03:00", [utc(2027, 11, 7, 4), *(utc(2027, 11, 7, 5 + n) for n in (0, 2))]),
    ],
)
def test_hour_that_happens_twice_is_offered_once(start: str, end: str, found: list[datetime]) -> None:
    night = replace(host(weekly(SUNDAY, start, end)), terms=replace(PLAIN, step=30))
    slots = find_slots(night, now=utc(2027, 11, 6), until=utc(2027, 11, 8))
    assert [slot.start for slot in slots if slot.start.minute == 0] == found


def test_half_past_one_that_happens_twice_is_the_first() -> None:
    day = date(2027, 11, 7).toordinal()
    assert instant(wall_minute(NEW_YORK, day, clock("01:30"))) == utc(2027, 11, 7, 5, 30)


def test_day_begins_after_a_gap_at_midnight() -> None:
    day = date(2027, 3, 14).toordinal()
    assert instant(day_begins("America/Havana", day)) == utc(2027, 3, 14, 5)
    early = Times("America/Havana", (weekly(SUNDAY, "00:00", "02:00"),), terms=PLAIN)
    assert walls(early, utc(2027, 3, 13, 12), until=utc(2027, 3, 15)) == ["Sun 14 Mar 01:00"]


def test_window_to_midnight_and_one_from_midnight_join() -> None:
    late = host(weekly(MONDAY, "23:00", "24:00"), weekly(TUESDAY, "00:00", "01:00"))
    assert walls(late, utc(2027, 1, 11), until=utc(2027, 1, 13)) == [
        "Mon 11 Jan 23:00",
        "Mon 11 Jan 23:30",
        "Tue 12 Jan 00:00",
    ]
