"""Builders and strategies of people's times, and what free means, said minute by minute in another way."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from matcher.availability.federal_holidays import federal_holidays
from matcher.availability.problem import Difference, OneOff, Span, Terms, Times, Window
from matcher.availability.slots import find_slots

NEW_YORK, PHOENIX, LONDON, GUAM = "America/New_York", "America/Phoenix", "Europe/London", "Pacific/Guam"
ZONES = (
    NEW_YORK, PHOENIX, LONDON, GUAM, "Pacific/Honolulu", "Pacific/Pago_Pago", "Australia/Lord_Howe",
    "Asia/Kathmandu", "America/Havana", "Africa/Cairo", "Africa/Casablanca", "Pacific/Chatham",
)  # fmt: skip
BEGINNING = date(2026, 1, 1)
PLAIN = Terms(length=60, step=30, notice=0, buffer=0, keeps_holidays=False)
QUARTER, FIVE = 15, timedelta(minutes=5)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def weekly(weekday: int, start: str, end: str, **more: Any) -> Window:
    """A window from "HH:MM" to "HH:MM" on a weekday, 0 for Monday."""
    usual: dict[str, Any] = {"valid_from": BEGINNING, "anchor": BEGINNING}
    return Window(weekday, clock(start), clock(end), **(usual | more))


def clock(words: str) -> int:
    hours, minutes = words.split(":")
    return int(hours) * 60 + int(minutes)


def host(*windows: object, **more: object) -> Times:
    """Somebody in New York."""
    return Times(NEW_YORK, windows, terms=PLAIN, **more)  # type: ignore[arg-type]


def walls(times: Times, now: datetime, **more: object) -> list[str]:
    """The begin of each slot on the host's clock."""
    zone = ZoneInfo(times.zone)
    found = find_slots(times, now=now, **more)  # type: ignore[arg-type]
    return [f"{slot.start.astimezone(zone):%a %d %b %H:%M}" for slot in found]


def is_free(times: Times, at: datetime) -> bool:
    """Whether the person is free at an instant: the rules, one after the other, on the person's own clock."""
    local = at.astimezone(ZoneInfo(times.zone))
    if local.fold or _is_taken(times, at, local):
        return False
    return times.any_time or _in_week(times, local) or _in_one_off(times, local, Difference.EXTRA)


def _in_week(times: Times, local: datetime) -> bool:
    day, wall = local.date(), local.hour * 60 + local.minute
    for one in times.windows:
        weeks = (_monday(day) - _monday(one.anchor)).days // 7
        in_force = one.valid_from <= day and (one.valid_until is None or day <= one.valid_until)
        this_week = day.weekday() == one.weekday and weeks % one.every_n_weeks == 0
        if in_force and this_week and one.start <= wall < one.end:
            return True
    return False


def _in_one_off(times: Times, local: datetime, kind: Difference) -> bool:
    day, wall = local.date(), local.hour * 60 + local.minute
    return any(
        one.kind is kind and one.first <= day <= one.last and one.start <= wall < one.end
        for one in times.one_offs
    )


def _is_taken(times: Times, at: datetime, local: datetime) -> bool:
    terms, buffer = times.terms, timedelta(minutes=times.terms.buffer)
    if _in_one_off(times, local, Difference.BLOCK):
        return True
    if terms.keeps_holidays and local.date() in federal_holidays(local.year):
        return True
    if any(one.start - buffer <= at < one.end + buffer for one in times.busy):
        return True
    weeks = Counter(_monday(one.start.astimezone(ZoneInfo(times.zone)).date()) for one in times.busy)
    return terms.most_per_week is not None and weeks[_monday(local.date())] >= terms.most_per_week


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def quarters(least: int = 0, most: int = 96) -> st.SearchStrategy[int]:
    return st.integers(least, most).map(lambda number: number * QUARTER)


@st.composite
def wall_times(draw: st.DrawFn) -> tuple[int, int]:
    start = draw(quarters(0, 95))
    return start, draw(quarters(start // QUARTER + 1, 96))


def days() -> st.SearchStrategy[date]:
    """Days around the changes of clocks, of the year, and of others."""
    corners = [date(2027, 3, 14), date(2027, 3, 28), date(2027, 4, 4), date(2027, 10, 31), date(2027, 11, 7)]
    near = st.tuples(st.sampled_from(corners), st.integers(-3, 3))
    return st.one_of(
        near.map(lambda one: one[0] + timedelta(days=one[1])),
        st.dates(date(2026, 12, 1), date(2028, 1, 31)),
    )


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start, end = draw(wall_times())
    return Window(
        weekday=draw(st.integers(0, 6)),
        start=start,
        end=end,
        valid_from=draw(st.sampled_from([BEGINNING, date(2027, 3, 17)])),
        valid_until=draw(st.sampled_from([None, date(2027, 11, 6)])),
        every_n_weeks=draw(st.integers(1, 3)),
        anchor=draw(days()),
    )


@st.composite
def one_offs(draw: st.DrawFn, near: date) -> OneOff:
    start, end = draw(wall_times())
    first = near + timedelta(days=draw(st.integers(-1, 9)))
    last = first + timedelta(days=draw(st.integers(0, 2)))
    return OneOff(draw(st.sampled_from(Difference)), first, last, start, end)


@st.composite
def spans(draw: st.DrawFn, near: date) -> Span:
    start = datetime.combine(near, datetime.min.time(), UTC) + draw(st.integers(-100, 2500)) * FIVE
    return Span(start, start + draw(st.integers(1, 24)) * FIVE)


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    return Terms(
        length=draw(st.sampled_from([30, 45, 60])),
        step=draw(st.sampled_from([15, 30])),
        notice=draw(st.sampled_from([0, 24])),
        horizon=draw(st.integers(1, 8)),
        buffer=draw(st.sampled_from([0, 15, 30])),
        most_per_week=draw(st.sampled_from([None, 1, 2])),
        keeps_holidays=draw(st.booleans()),
    )


@st.composite
def people(draw: st.DrawFn, near: date) -> Times:
    return Times(
        zone=draw(st.sampled_from(ZONES)),
        windows=tuple(draw(st.lists(windows(), max_size=6))),
        one_offs=tuple(draw(st.lists(one_offs(near), max_size=3))),
        busy=tuple(draw(st.lists(spans(near), max_size=3))),
        terms=draw(terms()),
        any_time=draw(st.booleans()),
    )
