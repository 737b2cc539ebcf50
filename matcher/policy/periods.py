"""Civil time as the law counts it: calendar periods, inclusive days, spans, fiscal years.

A period of n months that starts on day d ends the day before d, n months later, and with the month where that
month has no such day.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
FISCAL_MONTH = 10


@dataclass(frozen=True, order=True)
class Span:
    """Civil days from `start` to `end`, both counted; ValueError where it ends before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.start} to {self.end} ends before it starts")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def meets(self, other: "Span") -> bool:
        """Whether both have a day in common."""
        return self.start <= other.end and other.start <= self.end


def last_day(start: date, months: int) -> date:
    """The last day of the period of `months` that starts on `start`.

    >>> last_day(date(2026, 3, 1), 12), last_day(date(2024, 2, 29), 12)
    (datetime.date(2027, 2, 28), datetime.date(2025, 2, 28))
    """
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    length = monthrange(year, month)[1]
    return date(year, month, length) if start.day > length else date(year, month, start.day) - DAY


def nth_day(start: date, days: int) -> date:
    """Day number `days` of a count that begins with `start` as day 1."""
    return start + (days - 1) * DAY


def civil_day(instant: datetime, zone: str) -> date:
    """The day on the wall calendar of `zone` at an instant; the IANA name of a zone, an aware instant."""
    return instant.astimezone(ZoneInfo(zone)).date()


def joined(spans: Iterable[Span], gap: int = 0) -> list[Span]:
    """The spans in order, those that overlap or lie at most `gap` days apart made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and (span.start - found[-1].end).days - 1 <= gap:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def fiscal_year(day: date) -> int:
    """The federal fiscal year of a day: it opens on 1 October of the year before."""
    return day.year + (day.month >= FISCAL_MONTH)


def fiscal_span(year: int) -> Span:
    """The first and the last day of a federal fiscal year."""
    return Span(date(year - 1, FISCAL_MONTH, 1), date(year, FISCAL_MONTH - 1, 30))


def days_within(span: Span, frame: Span) -> int:
    """How many days of `span` lie in `frame`."""
    return max(0, (min(span.end, frame.end) - max(span.start, frame.start)).days + 1)
