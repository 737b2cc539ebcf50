"""Each day of the way back: whose it is, and what asks for what it stands for."""

import enum
from dataclasses import dataclass

from matcher.policy.return_dates import Mark


class Whose(enum.Enum):
    """Who is told."""

    EXECUTIVE = enum.auto()
    HOST = enum.auto()
    HOME = enum.auto()
    OFFICE = enum.auto()


class Asks(enum.Enum):
    """What asks for it: the notice itself until somebody saw to it, another line of the same desk as long as
    it holds, or nothing, since the day only counts."""

    NOTICE = enum.auto()
    LINE = enum.auto()
    NOTHING = enum.auto()


@dataclass(frozen=True)
class Told:
    """One row."""

    whose: Whose
    asks: Asks = Asks.NOTICE


MARKS = {
    Mark.MIDPOINT: Told(Whose.EXECUTIVE),
    Mark.ROTATION: Told(Whose.EXECUTIVE, Asks.NOTHING),
    Mark.RENEWAL_FIRST: Told(Whose.HOME),
    Mark.RENEWAL_SECOND: Told(Whose.HOME),
    Mark.RENEWAL_LAST: Told(Whose.HOME),
    Mark.SPONSOR: Told(Whose.HOME),
    Mark.PLAN: Told(Whose.EXECUTIVE),
    Mark.WINDOW: Told(Whose.HOME, Asks.NOTHING),
    Mark.POSITION: Told(Whose.HOME),
    Mark.LOGISTICS: Told(Whose.HOST),
    Mark.FORTNIGHT: Told(Whose.EXECUTIVE),
    Mark.LAST_DAY: Told(Whose.EXECUTIVE, Asks.NOTHING),
    Mark.LATE: Told(Whose.HOME, Asks.LINE),
    Mark.ESCALATED: Told(Whose.OFFICE, Asks.LINE),
    Mark.BREACHED: Told(Whose.HOME, Asks.LINE),
}
ASKED_FOR = tuple(mark for mark, told in MARKS.items() if told.asks is Asks.NOTICE)
"""A notice of these waits until somebody saw to it: any other is done once it is told."""
EXECUTIVES = frozenset(mark for mark, told in MARKS.items() if told.whose is Whose.EXECUTIVE)


def is_asked(mark: Mark) -> bool:
    """Whether a notice of the mark waits until somebody saw to it."""
    return mark in ASKED_FOR
