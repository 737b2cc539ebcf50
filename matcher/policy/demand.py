"""Demand on an opportunity in bands: how crowded it is, and never how many named it."""

import enum
from collections.abc import Collection
from datetime import datetime

from matcher.policy.demand_clauses import DEMAND_BATCH, DEMAND_DAYS, DEMAND_FEW, DEMAND_MANY


class Band(enum.StrEnum):
    FEW = "few"
    SOME = "some"
    MANY = "many"


def band(sheets: int, seats: int) -> Band:
    """The band of an opportunity that `sheets` certified sheets name and that has `seats` (at least one).

    >>> [band(count, 1).value for count in (0, 2, 3, 5, 6)]
    ['few', 'few', 'some', 'some', 'many']
    """
    if sheets <= DEMAND_FEW.figure:
        return Band.FEW
    return Band.MANY if sheets > DEMAND_MANY.figure * seats else Band.SOME


def meaning(of: Band) -> str:
    """What a band says, in words.

    >>> meaning(Band.FEW)
    'few, at most 2 certified sheets name it'
    """
    few, many = DEMAND_FEW.figure, DEMAND_MANY.figure
    return {
        Band.FEW: f"few, at most {few} certified sheets name it",
        Band.SOME: f"some, more than {few} certified sheets name it, at most {many} for each seat",
        Band.MANY: f"many, more than {many} certified sheets for each seat",
    }[of]


def is_due(last: datetime | None, now: datetime, changed: Collection[int]) -> bool:
    """Whether demand is counted now: the `last` count was not on this day (all in UTC), and the certified
    sheets of enough people have `changed` since (all of them before the first count)."""
    rested = last is None or (now.date() - last.date()).days >= DEMAND_DAYS.figure
    return rested and len(set(changed)) >= DEMAND_BATCH.figure
