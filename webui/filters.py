"""How the pages write figures, dates and states."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Flask, g

from matcher.mentoring import business
from matcher.policy.rotation import written
from models.engagements import Engagement
from models.machines import MACHINES

ZONE = business.ZONE
LONG = 731
"""From two years and a day on, days are no help to a reader."""
PROPER_NAMES = ("Congress",)
"""With which the name of a situation begins."""


def install(app: Flask) -> None:
    """Make the filters known to the templates."""
    words = day, month, moment, last_day, at_the_latest, deadline, away, number, plural, ordinal, state
    for filter_ in (*words, ended, kind, left, lower_first, comes, are_due):
        app.jinja_env.filters[filter_.__name__] = filter_


def lower_first(text: str) -> str:
    """The same inside a sentence, where a proper name keeps its capital."""
    return text if text.startswith(PROPER_NAMES) else text[:1].lower() + text[1:]


def day(value: date | datetime) -> str:
    """7 December 2026; instants as the day in Washington."""
    civil = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
    return written(civil)


def month(value: date) -> str:
    """December 2026."""
    return f"{value:%B %Y}"


def moment(value: datetime) -> str:
    """7 December 2026, 5:00 p.m. Eastern; midnight says of which end of the day."""
    local = value.astimezone(ZONE)
    if local.time() == time():
        return f"{day(local)}, midnight as the day begins, Eastern"
    return _on_the_clock(local)


def _on_the_clock(local: datetime) -> str:
    hour, half = local.hour % 12 or 12, "a.m." if local.hour < 12 else "p.m."
    return f"{day(local)}, {hour}:{local:%M} {half} Eastern"


def deadline(value: datetime) -> str:
    """By when: as a moment; a midnight is said as 6 December 2026, end of the day, Eastern."""
    local = _to_the_minute(value).astimezone(ZONE)
    if local.time() == time():
        return f"{day(last_day(local))}, end of the day, Eastern"
    return _on_the_clock(local)


def at_the_latest(value: datetime) -> str:
    """The last day on which it can be met, with its hour only where that day does not count to its end."""
    local = _to_the_minute(value).astimezone(ZONE)
    return day(last_day(value)) if local.time() == time() else _on_the_clock(local)


def last_day(value: date | datetime) -> date:
    """The last day on which a deadline can be met: midnight ends the day before."""
    if not isinstance(value, datetime):
        return value
    return (_to_the_minute(value) - timedelta(microseconds=1)).astimezone(ZONE).date()


def _to_the_minute(value: datetime) -> datetime:
    """What a page says of a moment: some seconds after midnight are midnight still."""
    return value.replace(second=0, microsecond=0)


def away(value: date | datetime) -> str:
    """How far off a day is: today, tomorrow, in 12 days, 3 days ago; whole years from two on."""
    civil = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
    days = (civil - g.now.astimezone(ZONE).date()) // timedelta(days=1)
    words = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if abs(days) >= LONG:
        years = abs(days) * 100 // 36525
        return f"in more than {years} years" if days > 0 else f"more than {years} years ago"
    return words.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


def left(value: datetime) -> str:
    """How long a deadline is off, or that it is over."""
    return "overdue" if value <= g.now else away(last_day(value))


def comes(value: datetime) -> str:
    """When one result comes, or since when it is late: comes on 7 December 2026 (in 12 days)."""
    return _coming(value, "comes on", "was due on {}; it is late")


def are_due(value: datetime) -> str:
    """The same of results: are due on 7 December 2026 (in 12 days)."""
    return _coming(value, "are due on", "were due on {}; they are late")


def _coming(value: datetime, ahead: str, late: str) -> str:
    last = last_day(value)
    return late.format(day(last)) if value < g.now else f"{ahead} {day(last)} ({away(last)})"


def number(value: int) -> str:
    """1,234."""
    return f"{value:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 person, 2 people; the plural is the singular with an s where none is given."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


ORDINALS = (
    *("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def ordinal(value: int) -> str:
    """first, tenth, twenty-first: always in words; a list has at most a hundred choices.

    >>> ordinal(4), ordinal(20), ordinal(42), ordinal(100)
    ('fourth', 'twentieth', 'forty-second', 'hundredth')
    """
    if value < len(ORDINALS):
        return ORDINALS[value]
    tens, units = divmod(value, 10)
    if tens >= len(TENS) or tens < 2:
        return "hundredth" if value == 100 else f"{value}th"
    return f"{TENS[tens]}-{ORDINALS[units]}" if units else f"{TENS[tens][:-1]}ieth"


def state(obj: Any) -> str:
    """The state of an object in words."""
    return MACHINES[type(obj)].labels[obj.state]


RAN_OUT = "ended: their time was over, without a meeting"


def ended(talk: Engagement) -> str:
    """The state of conversations in words: what ran out of time did not end early."""
    return RAN_OUT if talk.ran_out else state(talk)


def kind(value: str) -> str:
    """An enumeration's value as words: "acting_detail" as "acting detail"."""
    return str(value).replace("_", " ")
