"""One line of a desk, as it is read and as every source of `waiting` selects it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, cast, null

from matcher.policy.return_dates import Mark
from models.queries.columns import NO_DAY, NO_MOMENT, NO_NUMBER, NO_TEXT, named
from models.returns import ReturnNotice

NO_MARK = cast(null(), ReturnNotice.mark.type)


@dataclass(frozen=True)
class Waiting:
    """One entry: its kind, the id of what it is about, or how many there are, a name to call it by; then what
    else its kind has."""

    kind: str
    number: int
    name: str | None
    slug: str | None
    """Of its page: the round's, the opportunity's, or the code of an agency."""
    round_slug: str | None
    who: str | None
    """The slug of the person."""
    title: str | None
    """Of the opportunity, where the name is somebody's."""
    by: str | None
    """Who sent it back."""
    why: str | None
    """Why it was sent back."""
    mark: Mark | None
    right: int | None
    """The id of the return that a notice is of."""
    year: int | None
    """The fiscal year."""
    months: int | None
    """How long after a return."""
    due: datetime | None
    """By when."""
    at: datetime | None
    """When it begins, or since when it stands so."""
    day: date | None
    """The first or last one away, the first one back, or the end of a pause: its source says which."""
    since: date | None
    """From when home is asked for a position; of a notice the day that it stands for."""
    lists_close_at: datetime | None
    rankings_close_at: datetime | None


def line(
    *,
    kind: Any,
    number: Any,
    name: Any = NO_TEXT,
    slug: Any = NO_TEXT,
    round_slug: Any = NO_TEXT,
    who: Any = NO_TEXT,
    title: Any = NO_TEXT,
    by: Any = NO_TEXT,
    why: Any = NO_TEXT,
    mark: Any = NO_MARK,
    right: Any = NO_NUMBER,
    year: Any = NO_NUMBER,
    months: Any = NO_NUMBER,
    due: Any = NO_MOMENT,
    at: Any = NO_MOMENT,
    day: Any = NO_DAY,
    since: Any = NO_DAY,
    lists_close_at: Any = NO_MOMENT,
    rankings_close_at: Any = NO_MOMENT,
) -> Select[*tuple[Any, ...]]:
    """A part of the statement of `waiting`: the columns of Waiting under their names, the kind as it is or as
    an expression, what is not given as a NULL of its type."""
    return named(**locals())
