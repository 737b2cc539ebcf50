"""The rows of an upload stored one by one, each as a whole or not at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.actors import Actor
from models.base import Base
from models.errors import Trouble
from models.table_kinds.book import Book
from models.table_kinds.cells import BadRow, Cells, Fault
from models.table_kinds.kind import Kind, Work
from models.table_kinds.known import KINDS
from models.uploads import Upload

FIRST_LINE = 2
"""The header is line 1."""


@dataclass
class Result:
    """By line: the rows made or changed, what was understood; the faults as line, our column, sentence; what
    changed rows held before."""

    good: dict[int, list[Any]] = field(default_factory=dict)
    shown: dict[int, dict[str, str]] = field(default_factory=dict)
    faults: list[tuple[int, str | None, str]] = field(default_factory=list)
    before: dict[Base, dict[str, Any]] = field(default_factory=dict)

    def samples(self, most: int) -> list[dict[str, str]]:
        """The first lines as they would be stored, with the number of each."""
        return [{"line": str(line), **self.shown[line]} for line in list(self.good)[:most]]


def put(session: Session, *, by: Actor, now: datetime, upload: Upload) -> Result:
    """Store what can be stored; a row with an error leaves nothing behind."""
    kind, result = KINDS[upload.kind], Result()
    work = Work(session, by, now, Book(session), result.before)
    first: dict[tuple[tuple[str, str], ...], int] = {}
    for line, given in list(lines(upload)):
        cells, same = Cells(given), tuple(sorted(given.items()))
        if (above := first.get(same)) is not None:
            result.faults.append((line, None, f"It is the same as line {above}."))
            continue
        made, faults = _try(work, kind, cells)
        if faults:
            result.faults += [(line, column, sentence) for column, sentence in faults]
        else:
            result.good[line], result.shown[line] = made, cells.shown
            first[same] = line
            work.seen[cells.key] = line
    return result


def lines(upload: Upload) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines that hold anything, each cell under our column and in our words."""
    content, mapping = upload.content, upload.mapping
    assert content is not None  # noqa: S101 - an open upload has its cells
    places = {heading: place for place, heading in enumerate(content["header"])}
    words = {theirs.casefold(): ours for theirs, ours in mapping["words"]}
    for line, row in enumerate(content["rows"], FIRST_LINE):
        if any(row):
            given = {name: row[places[heading]] for name, heading in mapping["columns"].items()}
            given = {**mapping["fixed"], **{name: text for name, text in given.items() if text}}
            yield line, {name: translate(text, words) for name, text in given.items()}


def translate(text: str, words: Mapping[str, str]) -> str:
    """The cell in our words: as a whole, or entry by entry.

    >>> translate("Policy; DDaT", {"ddat": "information technology"})
    'Policy; information technology'
    """
    if not words:
        return text
    whole = words.get(" ".join(text.casefold().split()))
    if whole is not None:
        return whole
    return ";".join(_entry(part, words) for part in text.split(";"))


def _entry(part: str, words: Mapping[str, str]) -> str:
    name, colon, note = part.partition(":")
    ours = words.get(" ".join(name.casefold().split()))
    return (
        part if ours is None else f" {ours}{colon}{note}" if part.startswith(" ") else f"{ours}{colon}{note}"
    )


def _try(work: Work, kind: Kind, cells: Cells) -> tuple[list[Any], list[Fault]]:
    part, known = work.session.begin_nested(), {column.name for column in kind.columns}
    try:
        made = kind.make(work, cells)
        work.session.flush()
    except BadRow as fault:
        part.rollback()
        return [], fault.faults
    except Trouble as fault:
        part.rollback()
        return [], [(one.about if one.about in known else None, str(one)) for one in (fault, *fault.more)]
    except IntegrityError:
        part.rollback()
        return [], [(None, "It contradicts what is stored already.")]
    part.commit()
    return made, []
