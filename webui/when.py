"""Times in words, on the clock of whoever reads them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.zones import zone_words


def wall_time(minute: int) -> str:
    """9:30 a.m. for minute 570 of a day; noon and midnight by name."""
    if minute % 720 == 0:
        return "noon" if minute == 720 else "midnight"
    hour, half = minute // 60 % 24, "a.m." if minute % 1440 < 720 else "p.m."
    return f"{hour % 12 or 12}:{minute % 60:02} {half}"


def civil(value: date) -> str:
    """Monday 7 December 2026."""
    return f"{value:%A} {value.day} {value:%B %Y}"


def local(value: datetime, zone: str) -> str:
    """Monday 7 December 2026, 2:00 p.m. Eastern."""
    return both(value, zone, zone)


def beside(value: datetime, own: str, other: str) -> str:
    """The own time of day; in brackets that of the other where the clocks differ, with its day if need be."""
    words = f"{time_of_day(value, own)} {zone_words(own)}"
    differing = elsewhere(value, own, other)
    return f"{words} ({differing})" if differing else words


def time_of_day(value: datetime, zone: str) -> str:
    """2:00 p.m."""
    wall = value.astimezone(ZoneInfo(zone))
    return wall_time(wall.hour * 60 + wall.minute)


def elsewhere(value: datetime, own: str, other: str) -> str:
    """The time of day on the other clock, with its day if need be; nothing where both show the same."""
    here, there = value.astimezone(ZoneInfo(own)), value.astimezone(ZoneInfo(other))
    if here.replace(tzinfo=None) == there.replace(tzinfo=None):
        return ""
    day = "" if here.date() == there.date() else f"{there:%A}, "
    return f"{day}{time_of_day(value, other)} {zone_words(other)}"


def both(value: datetime, own: str, other: str) -> str:
    """The same with the day in front: Monday 7 December 2026, 2:00 p.m. Eastern (7:00 p.m. London)."""
    return f"{civil(value.astimezone(ZoneInfo(own)))}, {beside(value, own, other)}"
