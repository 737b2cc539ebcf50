"""The ledger of exchange: how many people, for how many days, each agency sent and received in a fiscal year.

People are counted once, in the year of their first day away, from the moment both agencies agreed on it. Days
are counted in the year in which they are served, inclusively, and only once they have passed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from matcher.policy.periods import DAY, Span, days_within, fiscal_span, fiscal_year

Cell = tuple[str, int]
"""An agency's code and a fiscal year."""


@dataclass(frozen=True)
class Stay:
    """One executive's time away: from `home` at `host`, from `begins` to `last`, the last day served so far;
    `None` where no day has been served."""

    home: str
    host: str
    begins: date
    last: date | None


@dataclass(frozen=True)
class Account:
    """People and days that an agency sent and received."""

    sent: int = 0
    received: int = 0
    days_sent: int = 0
    days_received: int = 0

    def __add__(self, other: Account) -> Account:
        return Account(
            self.sent + other.sent,
            self.received + other.received,
            self.days_sent + other.days_sent,
            self.days_received + other.days_received,
        )

    @property
    def net(self) -> int:
        """People received minus people sent: above 0 the agency owes people, below 0 it is owed some."""
        return self.received - self.sent

    @property
    def is_empty(self) -> bool:
        return self == Account()


def last_served(
    begins: date, ends: date, today: date, *, returned: date | None = None, late: bool = False
) -> date | None:
    """The last day away that has been served by `today`; `None` where there is none.

    `ends` is the last day agreed on and `returned` the day of duty at home again, the first that is not
    served away. Somebody who is `late` is away until then, whatever was agreed on.

    >>> last_served(date(2026, 10, 1), date(2027, 1, 29), date(2026, 12, 1), returned=date(2026, 11, 2))
    datetime.date(2026, 11, 1)
    """
    away = today if late else ends
    last = min(away if returned is None else returned - DAY, today)
    return last if last >= begins else None


def book(stays: Iterable[Stay]) -> dict[Cell, Account]:
    """The account of every agency in every fiscal year in which anything was sent, received or served.

    >>> stay = Stay("EN", "TR", date(2026, 9, 30), date(2026, 10, 2))
    >>> {cell: (one.sent, one.days_sent) for cell, one in book([stay]).items() if cell[0] == "EN"}
    {('EN', 2026): (1, 1), ('EN', 2027): (0, 2)}
    """
    found: dict[Cell, Account] = defaultdict(Account)
    for stay in stays:
        first = fiscal_year(stay.begins)
        found[stay.home, first] += Account(sent=1)
        found[stay.host, first] += Account(received=1)
        if stay.last is None:
            continue
        span = Span(stay.begins, stay.last)
        for year in range(first, fiscal_year(stay.last) + 1):
            days = days_within(span, fiscal_span(year))
            found[stay.home, year] += Account(days_sent=days)
            found[stay.host, year] += Account(days_received=days)
    return dict(found)


def added(book: Mapping[Cell, Account], corrections: Iterable[tuple[Cell, Account]]) -> dict[Cell, Account]:
    """The accounts with corrections on top; the entries they correct stay as they are."""
    found = defaultdict(Account, book)
    for cell, figures in corrections:
        found[cell] += figures
    return dict(found)


def until(book: Mapping[Cell, Account], year: int | None = None) -> dict[str, Account]:
    """By agency: everything up to the end of that fiscal year, or of all years."""
    found: dict[str, Account] = defaultdict(Account)
    for (code, when), account in book.items():
        if year is None or when <= year:
            found[code] += account
    return dict(found)


def rolled_up(book: Mapping[Cell, Account], lines: Mapping[str, Iterable[str]]) -> dict[Cell, Account]:
    """The account of each unit with everything below it; `lines` names the units that an agency's account is
    part of, such as itself and every unit above it.

    Moves inside a unit are on both sides of its account, so they leave its balance as it is.
    """
    found: dict[Cell, Account] = defaultdict(Account)
    for (code, year), account in book.items():
        for unit in lines[code]:
            found[unit, year] += account
    return dict(found)


def evened(net: int) -> tuple[int, int]:
    """(least, greatest) received minus sent in the next round, so that a balance of `net` does not grow and
    may be made good. Both allow 0, so they alone never make a round impossible.

    >>> evened(3), evened(-2), evened(0)
    ((-3, 0), (0, 2), (0, 0))
    """
    return min(0, -net), max(0, -net)
