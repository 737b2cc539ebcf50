"""Times in words, on the clock of whoever reads them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.zones import zone_words


def clock(minute: int) -> str:
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
    here, there = value.astimezone(ZoneInfo(own)), value.astimezone(ZoneInfo(other))
    words = f"{clock(here.hour * 60 + here.minute)} {zone_words(own)}"
    if here.replace(tzinfo=None) == there.replace(tzinfo=None):
        return words
    day = "" if here.date() == there.date() else f"{there:%A}, "
    return f"{words} ({day}{clock(there.hour * 60 + there.minute)} {zone_words(other)})"


def both(value: datetime, own: str, other: str) -> str:
    """The same with the day in front: Monday 7 December 2026, 2:00 p.m. Eastern (7:00 p.m. London)."""
    return f"{civil(value.astimezone(ZoneInfo(own)))}, {beside(value, own, other)}"
