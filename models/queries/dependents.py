"""What rests on rows that an upload made: found from the foreign keys, so that a new table is noticed."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Column, func, inspect, select
from sqlalchemy.orm import Session

from models.base import Base
from models.executives import Executive
from models.tables import metadata
from models.uploads import Upload, UploadedRow

MOST_NAMED = 10
Ids = dict[str, dict[int, UploadedRow]]


def mapped_class(table_name: str) -> Any:
    """The class of a table."""
    return next(
        mapper.class_
        for mapper in Base.registry.mappers
        if mapper.local_table.name == table_name  # type: ignore[attr-defined]
    )


def find_obstacles(session: Session, upload: Upload) -> list[str]:
    """Why the rows of an upload cannot be taken back, a sentence each, by line; none where they can."""
    rows: Ids = defaultdict(dict)
    for row in session.scalars(select(UploadedRow).where(UploadedRow.upload_id == upload.id)):
        rows[row.table_name][row.row_id] = row
    found = sorted({*_changed(session, rows), *_resting(session, rows)})
    said = {line for line, _ in found[:MOST_NAMED]}
    names = _names(session, {table: of for table, made in rows.items() if (of := _of(made, said))})
    sentences = [
        f"Line {line}{f', {names[line]}' if line in names else ''}: {words}."
        for line, words in found[:MOST_NAMED]
    ]
    if len(found) > MOST_NAMED:
        sentences.append(f"And {len(found) - MOST_NAMED} more.")
    return sentences


def _of(made: dict[int, UploadedRow], lines: Collection[int]) -> dict[int, UploadedRow]:
    return {number: row for number, row in made.items() if row.line in lines}


def _names(session: Session, rows: Ids) -> dict[int, str]:
    """What the rows are called that still stand, or whose they are, by line."""
    found: dict[int, str] = {}
    for column in ("name", "title", "executive_id"):
        for table, made in rows.items():
            kind = mapped_class(table)
            if not hasattr(kind, column):
                continue
            query = select(kind.id, getattr(kind, column)).where(kind.id.in_(made))
            if column == "executive_id":
                whose = select(kind.id, Executive.name).join(Executive, Executive.id == kind.executive_id)
                query = whose.where(kind.id.in_(made))
            for number, called in session.execute(query):
                found.setdefault(made[number].line, called)
    return found


def _changed(session: Session, rows: Ids) -> Iterator[tuple[int, str]]:
    for name, made in rows.items():
        kind = mapped_class(name)
        versioned = hasattr(kind, "version")
        query = select(kind.id, kind.version if versioned else kind.id).where(kind.id.in_(made))
        now: dict[int, int] = dict(session.execute(query).all())
        for number, row in made.items():
            if number not in now:
                yield row.line, "it is not there any more"
            elif versioned and now[number] != row.row_version:
                yield row.line, "it was changed since"


def _resting(session: Session, rows: Ids) -> Iterator[tuple[int, str]]:
    for name, made in rows.items():
        for column in pointing_at(name):
            other = column.table.name
            query = select(column, func.count()).where(column.in_(made)).group_by(column)
            if other in rows:
                query = query.where(column.table.c.id.not_in(rows[other]))
            for number, count in session.execute(query):
                yield made[number].line, f"{other.replace('_', ' ')} rest on it ({count:,})"


def pointing_at(table_name: str) -> list[Column[Any]]:
    """The foreign keys to a table, but for those of its own parts, which go with it."""
    parts = _parts(table_name)
    return [
        key.parent
        for table in metadata.sorted_tables
        if table.name not in parts
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table.name == table_name
    ]


def _parts(table_name: str) -> Collection[str]:
    mapper = inspect(mapped_class(table_name))
    found = set()
    for relation in mapper.relationships:
        if relation.cascade.delete_orphan:
            found.add(relation.mapper.local_table.name)
        if relation.secondary is not None:
            found.add(relation.secondary.name)
    return found
