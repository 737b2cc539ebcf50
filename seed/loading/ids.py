"""Row ids: given by the loader for rows that refer to one another, looked up for everything else."""

from collections.abc import Iterable

from sqlalchemy import func, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.base import Base

Ids = dict[str, int]


def number_rows(session: Session, table: type[Base], keys: Iterable[str]) -> Ids:
    """Key -> the id its new row will have: the next free ones, in the order of the keys."""
    column = table.__table__.c.id
    first = (session.scalar(select(func.max(column))) or 0) + 1
    return {key: first + place for place, key in enumerate(keys)}


def release_ids(session: Session, tables: Iterable[type[Base]]) -> None:
    """Let the database go on counting after the ids that were given. SQLite does so by itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        highest = select(func.max(table.__table__.c.id)).scalar_subquery()
        sequence = func.pg_get_serial_sequence(text(f"'{table.__tablename__}'"), text("'id'"))
        session.execute(select(func.setval(sequence, highest)))


def find_ids(session: Session, key: InstrumentedAttribute[str], id_: InstrumentedAttribute[int]) -> Ids:
    """Key -> id of every row of a table."""
    return dict(session.execute(select(key, id_)).all())
