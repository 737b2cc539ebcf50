"""The slots in which two people can meet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from matcher.availability.civil import instant, minute, minute_after, offset
from matcher.availability.problem import Slot, Times
from matcher.availability.spans import Pairs, intersect
from matcher.availability.windows import free_pairs


def find_slots(
    host: Times,
    guest: Times | None = None,
    *,
    now: datetime,
    until: datetime | None = None,
    most: int | None = None,
) -> list[Slot]:
    """The slots of the host's length that suit both, soonest first, at most `most` of them.

    Without a guest, what the host offers to anybody. Length, grid, notice and horizon are the host's; each
    keeps the own buffer, holidays and weekly limit. A slot ends by `until` where that is given.

    >>> from datetime import UTC, date
    >>> from matcher.availability.problem import Terms, Times, Window
    >>> monday = Window(0, 11 * 60, 12 * 60, valid_from=date(2027, 1, 1), anchor=date(2027, 1, 1))
    >>> host = Times("America/New_York", (monday,), terms=Terms(length=60))
    >>> found = find_slots(host, now=datetime(2027, 1, 8, tzinfo=UTC), most=1)
    >>> found[0].start.isoformat()
    '2027-01-11T16:00:00+00:00'
    """
    begin, end = reach(host, now, until)
    theirs = None if guest is None else free_pairs(guest, begin, end)
    return slots_within(host, theirs, now=now, until=until, most=most)


def slots_within(
    host: Times,
    theirs: Pairs | None,
    *,
    now: datetime,
    until: datetime | None = None,
    most: int | None = None,
) -> list[Slot]:
    """The same for a guest whose free minutes are known: merged, and all there are in the host's reach.

    Many hosts can be tried so with one guest, whose free minutes are found once.
    """
    begin, end = reach(host, now, until)
    both = free_pairs(host, begin, end)
    if theirs is not None and both:
        both = intersect(both, theirs)
    starts = _starts(host, both)
    length = host.terms.length
    return [Slot(instant(at), instant(at + length)) for at in islice(starts, most)]


def reach(host: Times, now: datetime, until: datetime | None = None) -> tuple[int, int]:
    """The minute from which slots of a host may begin, and the one by which they end."""
    begin = minute_after(now + timedelta(hours=host.terms.notice))
    end = minute(now + timedelta(days=host.terms.horizon)) + host.terms.length
    return begin, end if until is None else min(minute(until), end)


def _starts(host: Times, pairs: Pairs) -> Iterator[int]:
    """Each minute on the grid of the host's clock from which the length fits into a pair.

    A clock changes by a multiple of the grid, so one offset serves for a whole pair.
    """
    step, length = host.terms.step, host.terms.length
    for start, end in pairs:
        if end - start < length:
            continue
        ahead = (start + offset(host.zone, start)) % step
        yield from range(start + (step - ahead) % step, end - length + 1, step)
