"""Tables brought in as files: read, mapped, tried, stored in one transaction, and taken back."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, inspect, select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid
from models.lifecycles import advance, must_allow
from models.locks import fresh
from models.queries.dependents import find_obstacles, mapped_class
from models.services.storing import Result, put
from models.spreadsheets.read import read_table
from models.spreadsheets.table import Table
from models.table_kinds.column import guess, is_dropped
from models.table_kinds.known import KINDS
from models.tables import metadata
from models.uploads import LONGEST_FILE_NAME, TableKind, Upload, UploadedRow, UploadMapping

SAMPLE, MOST_LINES = 5, 40
LONGEST_WORD = 300


@dataclass(frozen=True)
class HowRead:
    """How a file is read: from our columns to its headings, or to one value for every row; and words of the
    file that stand for ours."""

    columns: Mapping[str, str]
    fixed: Mapping[str, str]
    words: Sequence[tuple[str, str]] = ()

    def stored(self) -> dict[str, Any]:
        return {
            "columns": dict(self.columns),
            "fixed": dict(self.fixed),
            "words": [list(pair) for pair in self.words],
        }


def bring(
    session: Session, *, actor: Actor, now: datetime, kind: TableKind, name: str, content: bytes
) -> Upload:
    """Read a file and keep its cells, but for columns that say who somebody is; nothing else is stored yet.

    Invalid, about the file, where it is no plain table. The mapping is the one saved last time, else a guess.
    """
    require(actor, "uploads.bring", kind, now=now)
    found = read_table(name, content)
    table, dropped = without_dropped(found)
    made = Upload(
        owner_id=actor.id,
        kind=kind,
        file_name="".join(sign for sign in name if sign.isprintable())[-LONGEST_FILE_NAME:],
        file_sha256=hashlib.sha256(content).hexdigest(),
        rows=sum(1 for row in found.rows if any(row)),
        dropped=dropped,
        notes=found.notes,
        mapping=_first_mapping(session, actor, kind, table.header),
        content={"header": table.header, "rows": table.rows},
        created_at=now,
        changed_at=now,
    )
    session.add(made)
    session.flush()
    record(
        session, made, "uploads.bring", actor=actor, now=now, kind=kind, rows=made.rows, dropped=len(dropped)
    )
    session.flush()
    return made


def without_dropped(table: Table) -> tuple[Table, list[str]]:
    """The table without the columns that are never kept, and their headings."""
    kept = [place for place, heading in enumerate(table.header) if not is_dropped(heading)]
    if not kept:
        raise Invalid("Every column of the file says who somebody is: nothing of it is kept.", about="file")
    rows = [[row[place] for place in kept] for row in table.rows]
    dropped = [heading for heading in table.header if is_dropped(heading)]
    return Table([table.header[place] for place in kept], rows, table.notes), dropped


def _first_mapping(session: Session, actor: Actor, kind: TableKind, header: Sequence[str]) -> dict[str, Any]:
    guessed = guess(KINDS[kind].columns, header)
    saved = session.get(UploadMapping, (actor.id, kind))
    if saved is None:
        return HowRead(guessed, {}).stored()
    ours = {column.name for column in KINDS[kind].columns}
    again = {name: said for name, said in saved.content["columns"].items() if said in header and name in ours}
    fixed = {name: value for name, value in saved.content["fixed"].items() if name in ours - set(again)}
    taken = {*again.values()}
    free = {
        name: said
        for name, said in guessed.items()
        if said not in taken and name not in fixed and name not in again
    }
    return {**saved.content, "columns": {**free, **again}, "fixed": fixed}


def check(
    session: Session, *, actor: Actor, now: datetime, upload: Upload, mapping: HowRead
) -> Sequence[tuple[int, str | None, str]]:
    """Try every row with this mapping, keep what was found, and let nothing else of it stand.

    The mapping is saved for the next file of the kind. What is wrong comes back: line, our column, sentence.
    """
    require(actor, "uploads.check", upload, now=now)
    must_allow(fresh(session, upload), "check")
    _check_mapping(upload, mapping)
    upload.mapping = mapping.stored()
    _save_mapping(session, actor, now, upload)
    session.flush()
    number = upload.id
    trial = session.begin_nested()
    result = put(session, by=actor, now=now, upload=upload)
    trial.rollback()
    upload = session.get_one(Upload, number)
    upload.good, upload.changed_at = len(result.good), now
    upload.report = {"sample": result.samples(SAMPLE), "faults": [list(fault) for fault in result.faults]}
    bad = upload.rows - upload.good
    advance(session, upload, "check", actor=actor, now=now, good=upload.good, bad=bad)
    session.flush()
    return result.faults


def _check_mapping(upload: Upload, mapping: HowRead) -> None:
    ours = {column.name: column for column in KINDS[upload.kind].columns}
    assert upload.content is not None  # noqa: S101 - an open upload has its cells
    header = set(upload.content["header"])
    for name, heading in mapping.columns.items():
        if name not in ours or heading not in header:
            raise Invalid("The file has no such column: choose again.", about=f"column-{name}")
    for name, column in ours.items():
        if column.required and name not in mapping.columns and name not in mapping.fixed:
            raise Invalid(
                f"{column.label}: choose the column of the file, or one value for every row.",
                about=f"column-{name}",
            )
    if any(
        len(text) > LONGEST_WORD for text in [*mapping.fixed.values(), *(w for p in mapping.words for w in p)]
    ):
        raise Invalid(f"Use at most {LONGEST_WORD} characters for one word.", about="words")


def _save_mapping(session: Session, actor: Actor, now: datetime, upload: Upload) -> None:
    saved = session.get(UploadMapping, (actor.id, upload.kind))
    if saved is None:
        saved = UploadMapping(owner_id=actor.id, kind=upload.kind, changed_at=now, content={})
        session.add(saved)
    saved.content, saved.changed_at = upload.mapping, now


def store(session: Session, *, actor: Actor, now: datetime, upload: Upload, version: int) -> int:
    """Store every row that has no error, each with its own audit record; how many there are.

    Conflict where the file was checked anew since `version`, or where a row no longer goes as it did then.
    """
    require(actor, "uploads.store", upload, now=now)
    must_allow(fresh(session, upload), "store")
    if upload.version != version:
        raise Conflict("The file was checked again since you opened the page: look at it once more.")
    if not upload.good:
        raise Conflict("No row can be stored: mend the file or the columns first.")
    result = put(session, by=actor, now=now, upload=upload)
    if len(result.good) != upload.good:
        raise Conflict("What is stored has changed since the check: check the file again.")
    _note_rows(session, upload, result)
    if left := sorted({line for line, *_ in result.faults}):
        upload.notes = [*upload.notes, f"Left out for their errors: {_lines(left)} of the file."]
    upload.content, upload.report = None, _faults(result)
    upload.changed_at = now
    advance(session, upload, "store", actor=actor, now=now, stored=len(result.good))
    session.flush()
    return len(result.good)


def _faults(result: Result) -> dict[str, Any] | None:
    """What stays of the report once the rows are stored; None where every row was."""
    faults = [list(fault) for fault in result.faults]
    return {"sample": [], "faults": faults} if faults else None


def _lines(numbers: list[int]) -> str:
    """The numbers of lines in words, the first of many."""
    shown = ", ".join(map(str, numbers[:MOST_LINES]))
    more = len(numbers) - MOST_LINES
    return f"{'line' if len(numbers) == 1 else 'lines'} {shown}{f' and {more} more' if more > 0 else ''}"


def _note_rows(session: Session, upload: Upload, result: Result) -> None:
    for line, made in result.good.items():
        for row in made:
            noted = UploadedRow(
                upload_id=upload.id,
                line=line,
                table_name=row.__tablename__,
                row_id=row.id,
                row_version=getattr(row, "version", None),
                before=result.before.get(row),
            )
            session.add(noted)


def undo(session: Session, *, actor: Actor, now: datetime, upload: Upload) -> int:
    """Take back every row that the upload made, and give every row that it changed its values of before, all
    or none; how many lines there were.

    Conflict, with every reason, where a row was changed since or something else rests on it.
    """
    require(actor, "uploads.undo", upload, now=now)
    must_allow(fresh(session, upload), "undo")
    if obstacles := find_obstacles(session, upload):
        raise Conflict("Nothing is taken back. " + " ".join(obstacles))
    query = select(UploadedRow).where(UploadedRow.upload_id == upload.id)
    rows = session.scalars(query).all()
    made: dict[str, list[int]] = {}
    for row in rows:
        if row.before is None:
            made.setdefault(row.table_name, []).append(row.row_id)
        else:
            _restore(session, row)
    for table in reversed(metadata.sorted_tables):
        for number in made.get(table.name, ()):
            session.delete(session.get_one(mapped_class(table.name), number))
        session.flush()
    for row in rows:
        session.delete(row)
    upload.report = None
    upload.changed_at = now
    lines = len({row.line for row in rows})
    advance(session, upload, "undo", actor=actor, now=now, lines=lines)
    session.flush()
    return lines


def _restore(session: Session, row: UploadedRow) -> None:
    """Give the row the values it had before, whose days were stored as text."""
    kind = mapped_class(row.table_name)
    found = session.get_one(kind, row.row_id)
    for name, value in row.before.items():
        is_day = isinstance(inspect(kind).columns[name].type, Date) and value is not None
        setattr(found, name, date.fromisoformat(value) if is_day else value)


def discard(session: Session, *, actor: Actor, now: datetime, upload: Upload) -> None:
    """Forget a file that was not stored."""
    require(actor, "uploads.discard", upload, now=now)
    must_allow(fresh(session, upload), "discard")
    forget(session, upload, by=actor, now=now)


def forget(session: Session, upload: Upload, *, by: Actor, now: datetime) -> None:
    """Erase the cells of an open upload."""
    upload.content = upload.report = None
    upload.changed_at = now
    advance(session, upload, "discard", actor=by, now=now)
    session.flush()
