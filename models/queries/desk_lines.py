"""One line of a desk, as it is read and as every source of `waiting` selects it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select

from models.queries.columns import NO_DAY, NO_MOMENT, NO_TEXT, named

NEXT = "\n"


@dataclass(frozen=True)
class Waiting:
    """One entry: its kind, the id of what it is about, or how many there are, a name to call it by, the slug
    of its page."""

    kind: str
    number: int
    name: str | None
    slug: str | None
    due: datetime | None
    """By when; where nothing has to be done by then, since when it stands so or when it begins."""
    day: date | None
    """The one that its sentence or its due day goes by: as its source says, a first, a last or another."""
    since: date | None
    """Since when `day` is agreed on."""
    by: str | None
    """Who sent it back."""

    @property
    def lines(self) -> tuple[str, str]:
        """The two texts that `in_lines` put into the name; the second may be empty."""
        first, _, second = (self.name or "").partition(NEXT)
        return first, " ".join(second.split(NEXT))


def line(
    *,
    kind: Any,
    number: Any,
    name: Any = NO_TEXT,
    slug: Any = NO_TEXT,
    due: Any = NO_MOMENT,
    day: Any = NO_DAY,
    since: Any = NO_DAY,
    by: Any = NO_TEXT,
) -> Select[*tuple[Any, ...]]:
    """A part of the statement of `waiting`: the columns of Waiting under their names, the kind as it is or as
    an expression, what is not given as NULL of its type."""
    return named(kind=kind, number=number, name=name, slug=slug, due=due, day=day, since=since, by=by)


def in_lines(first: Any, second: Any) -> Any:
    """One text below the other, as `Waiting.lines` takes them apart; the second may have several lines."""
    return first + NEXT + second
