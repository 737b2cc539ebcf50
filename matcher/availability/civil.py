"""Wall clocks and instants. An instant is a count of minutes since 1970 in UTC; a day its proleptic ordinal.

Where a clock is put forward, a wall time inside the gap stands for the first minute after it; where one is
put back, a wall time that happens twice stands for the first, and the second pass is nobody's time.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from matcher.availability.problem import DAY
from matcher.availability.spans import Pairs, subtract

EPOCH = date(1970, 1, 1).toordinal()
A_MINUTE = timedelta(minutes=1)
MOST_DAYS = 50_000  # kept: some 40 zones over three years


def minute(at: datetime) -> int:
    """The minute an instant lies in."""
    return int(at.timestamp() // 60)


def minute_after(at: datetime) -> int:
    """The first whole minute that is not before an instant."""
    return int(-(-at.timestamp() // 60))


def instant(at: int) -> datetime:
    """The begin of a minute, as a UTC instant."""
    return datetime.fromtimestamp(at * 60, UTC)


def offset(zone: str, at: int) -> int:
    """How many minutes the zone's clock is ahead of UTC at a minute."""
    local = datetime.fromtimestamp(at * 60, ZoneInfo(zone))
    return (local.utcoffset() or timedelta()) // A_MINUTE


def wall_minute(zone: str, day: int, wall: int) -> int:
    """The minute at which the clock shows `wall` minutes after midnight of `day`, 1440 at most."""
    shown = datetime.fromordinal(day) + wall * A_MINUTE
    early = shown.replace(tzinfo=ZoneInfo(zone))
    found = minute(early)
    if datetime.fromtimestamp(found * 60, ZoneInfo(zone)).replace(tzinfo=None) == shown:
        return found
    return _changes(zone, minute(early.replace(fold=1)), found)


def _changes(zone: str, low: int, high: int) -> int:
    """The minute between two at which the zone's clock is changed."""
    before = offset(zone, low)
    return low + bisect_left(range(low, high + 1), True, key=lambda at: offset(zone, at) != before)


@lru_cache(MOST_DAYS)
def day_begins(zone: str, day: int) -> int:
    """The first minute of a civil day."""
    return wall_minute(zone, day, 0)


def day_pairs(zone: str, day: int, start: int, end: int) -> Pairs:
    """The minutes of one day whose wall time lies from `start` to `end`, each wall time once."""
    begin, following = day_begins(zone, day), day_begins(zone, day + 1)
    if following - begin == DAY:
        return [(begin + start, begin + end)]
    first, last = wall_minute(zone, day, start), wall_minute(zone, day, end)
    return subtract([(first, last)] if first < last else [], _second_pass(zone, begin, following))


def _second_pass(zone: str, begin: int, end: int) -> Pairs:
    """The minutes of a day during which the clock shows what it has shown before."""
    back = offset(zone, begin) - offset(zone, end)
    if back <= 0:
        return []
    changed = _changes(zone, begin, end)
    return [(changed, changed + back)]
