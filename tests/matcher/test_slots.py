"""The slots of two people: the changes of clocks, the week, what differs from it, and the host's terms."""

import doctest
from dataclasses import replace
from datetime import date, datetime
from importlib import import_module

import pytest

from matcher.availability.federal_holidays import federal_holidays
from matcher.availability.problem import Difference, OneOff, Slot, Span, Times
from matcher.availability.slots import find_slots
from tests.matcher.times import LONDON, PHOENIX, PLAIN, clock, host, utc, walls, weekly

MONDAY, SATURDAY = 0, 5


@pytest.mark.parametrize("module", ["slots", "spans", "federal_holidays"])
def test_example_of_the_docstring_runs(module: str) -> None:
    assert doctest.testmod(import_module(f"matcher.availability.{module}")).failed == 0


def test_every_second_week_counts_from_the_week_of_the_anchor() -> None:
    windows = [
        weekly(MONDAY, "09:00", "10:00", every_n_weeks=2, anchor=day)
        for day in (date(2027, 1, 17), date(2027, 1, 18))
    ]
    assert [walls(host(one), utc(2027, 1, 10)) for one in windows] == [
        ["Mon 11 Jan 09:00", "Mon 25 Jan 09:00"],
        ["Mon 18 Jan 09:00", "Mon 01 Feb 09:00"],
    ]


def test_window_counts_on_its_first_day_and_on_its_last() -> None:
    between = weekly(MONDAY, "09:00", "10:00", valid_from=date(2027, 1, 18), valid_until=date(2027, 1, 25))
    assert walls(host(between), utc(2027, 1, 10)) == ["Mon 18 Jan 09:00", "Mon 25 Jan 09:00"]


def test_block_takes_away_and_extra_gives() -> None:
    differing = (
        OneOff(Difference.BLOCK, date(2027, 1, 11), date(2027, 1, 17)),
        OneOff(Difference.BLOCK, date(2027, 1, 18), date(2027, 1, 18), clock("09:30"), clock("10:00")),
        OneOff(Difference.EXTRA, date(2027, 1, 16), date(2027, 1, 20), clock("15:00"), clock("16:00")),
    )
    times = host(weekly(MONDAY, "09:00", "11:00"), one_offs=differing)
    assert walls(times, utc(2027, 1, 10), until=utc(2027, 1, 22)) == [
        "Mon 18 Jan 10:00",
        "Mon 18 Jan 15:00",
        "Tue 19 Jan 15:00",
        "Wed 20 Jan 15:00",
    ]


@pytest.mark.parametrize(("keeps", "found"), [(True, []), (False, ["Mon 18 Jan 09:00"])])
def test_federal_holiday_is_free_for_who_keeps_it(keeps: bool, found: list[str]) -> None:
    times = replace(host(weekly(MONDAY, "09:00", "10:00")), terms=replace(PLAIN, keeps_holidays=keeps))
    assert walls(times, utc(2027, 1, 16), until=utc(2027, 1, 20)) == found


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 7, 3), "Independence Day (observed)"),
        (date(2026, 7, 4), "Independence Day"),
        (date(2027, 6, 18), "Juneteenth National Independence Day (observed)"),
        (date(2027, 12, 31), "New Year's Day (observed)"),
        (date(2027, 12, 30), None),
        (date(2025, 1, 20), "Birthday of Martin Luther King, Jr."),
    ],
)
def test_holiday_is_known_on_its_day_and_on_the_day_it_is_observed(day: date, name: str | None) -> None:
    assert federal_holidays(day.year).get(day) == name


def test_holiday_of_one_does_not_bind_the_other() -> None:
    keeps = Times(PHOENIX, any_time=True, terms=replace(PLAIN, keeps_holidays=True))
    assert walls(host(weekly(MONDAY, "09:00", "10:00")), utc(2027, 1, 16), most=1) == ["Mon 18 Jan 09:00"]
    slots = find_slots(host(weekly(MONDAY, "09:00", "10:00")), keeps, now=utc(2027, 1, 16), most=1)
    assert [slot.start for slot in slots] == [utc(2027, 1, 25, 14)]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (utc(2027, 1, 10, 14), "Mon 11 Jan 09:00"),
        (utc(2027, 1, 10, 14, 0, 1), "Mon 18 Jan 09:00"),
    ],
)
def test_notice_is_kept_to_the_second(now: datetime, first: str) -> None:
    times = replace(host(weekly(MONDAY, "09:00", "10:00")), terms=replace(PLAIN, notice=24))
    assert walls(times, now, most=1) == [first]


@pytest.mark.parametrize(
    ("now", "last"),
    [(utc(2027, 1, 4, 14), "Mon 11 Jan 09:00"), (utc(2027, 1, 4, 13, 59), "Mon 04 Jan 09:00")],
)
def test_slot_begins_at_the_horizon_at_the_latest(now: datetime, last: str) -> None:
    times = replace(host(weekly(MONDAY, "09:00", "10:00")), terms=replace(PLAIN, horizon=7))
    assert walls(times, now)[-1] == last


@pytest.mark.parametrize(("until", "count"), [(utc(2027, 1, 11, 15), 1), (utc(2027, 1, 11, 14, 59), 0)])
def test_slot_ends_by_the_date_it_is_needed(until: datetime, count: int) -> None:
    times = host(weekly(MONDAY, "09:00", "10:00"))
    assert len(find_slots(times, now=utc(2027, 1, 10), until=until)) == count


def test_buffer_stays_free_before_and_after_what_is_booked() -> None:
    busy = (Span(utc(2027, 1, 11, 16), utc(2027, 1, 11, 17)),)
    times = replace(
        host(weekly(MONDAY, "09:00", "15:00"), busy=busy), terms=replace(PLAIN, buffer=30, step=15)
    )
    found = [words[-5:] for words in walls(times, utc(2027, 1, 11), until=utc(2027, 1, 12))]
    assert found == ["09:00", "09:15", "09:30", "12:30", "12:45", "13:00", "13:15", "13:30", "13:45", "14:00"]


@pytest.mark.parametrize(
    ("held", "found"),
    [
        (1, ["Mon 11 Jan 09:00", "Sat 16 Jan 09:00", "Mon 18 Jan 09:00", "Sat 23 Jan 09:00"]),
        (2, ["Mon 18 Jan 09:00", "Sat 23 Jan 09:00"]),
    ],
)
def test_full_week_offers_nothing(held: int, found: list[str]) -> None:
    booked = [Span(utc(2027, 1, day, 20), utc(2027, 1, day, 21)) for day in (12, 17)]  # Tuesday, Sunday
    times = replace(
        host(weekly(MONDAY, "09:00", "10:00"), weekly(SATURDAY, "09:00", "10:00")),
        busy=tuple(booked[:held]),
        terms=replace(PLAIN, most_per_week=2, horizon=13),
    )
    assert walls(times, utc(2027, 1, 11)) == found


def test_starts_lie_on_the_grid_of_the_hosts_clock() -> None:
    nepal = Times("Asia/Kathmandu", (weekly(MONDAY, "09:10", "11:00"),), terms=PLAIN)
    assert walls(nepal, utc(2027, 1, 10), most=2) == ["Mon 11 Jan 09:30", "Mon 11 Jan 10:00"]


def test_at_most_as_many_as_asked_for() -> None:
    assert len(find_slots(host(weekly(MONDAY, "09:00", "17:00")), now=utc(2027, 1, 10), most=3)) == 3


def test_guest_who_named_no_times_is_free_but_for_what_is_booked() -> None:
    guest = Times(
        LONDON, any_time=True, busy=(Span(utc(2027, 1, 11, 14), utc(2027, 1, 11, 15)),), terms=PLAIN
    )
    times = host(weekly(MONDAY, "09:00", "11:00"))
    found = find_slots(times, guest, now=utc(2027, 1, 10), until=utc(2027, 1, 12))
    assert found == [Slot(utc(2027, 1, 11, 15), utc(2027, 1, 11, 16))]
