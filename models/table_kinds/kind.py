"""What a kind of table is: its columns, the rows that one of its lines makes, and its lines taken out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.actors import Actor
from models.base import Base
from models.table_kinds.book import Book
from models.table_kinds.cells import Cells
from models.table_kinds.column import Column
from models.uploads import TableKind

Line = dict[str, str]
"""From our columns to text."""


@dataclass(frozen=True)
class Work:
    """Who stores, when, and the names that cells may use.

    `before` are the values, as JSON has them, that rows had which lines of the file changed; `seen` are the
    keys of lines above that are good.
    """

    session: Session
    actor: Actor
    now: datetime
    book: Book
    before: dict[Base, dict[str, Any]] = field(default_factory=dict)
    seen: dict[Any, int] = field(default_factory=dict)

    def must_be_first(self, cells: Cells, column: str, key: Any, what: str) -> None:
        """Raise BadRow where a line above is about the same; `what` says in words what that is."""
        cells.key = key
        if (line := self.seen.get(key)) is not None:
            cells.blame(column, f"{what} stands in line {line} of this file already: put both rows into one.")
        cells.must_be_good()


@dataclass(frozen=True)
class Kind:
    """`make` stores one line and returns the rows it made; it raises BadRow, or what the verbs raise.

    `take` gives the lines that the actor may take out. `after` says what stored rows still wait for.
    """

    code: TableKind
    title: str
    rows: str
    columns: Sequence[Column]
    make: Callable[[Work, Cells], list[Any]]
    take: Callable[[Session, Actor, datetime], Iterator[Line]]
    after: str
