"""Opening a database, and the transaction that an entry point (request, job, command) owns."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.errors import Conflict, Invalid, Trouble
from models.secrets import Keyring, find_keys, use_keys

READ_ONLY = "roundtrip_read_only"
PRAGMAS: tuple[str, ...] = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 10000",  # milliseconds
)


def open_engine(url: str, keys: Keyring | None = None) -> Engine:
    """An engine for SQLite or PostgreSQL; raises MissingKey when the keys cannot be found."""
    ring = keys or find_keys(url)
    engine = create_engine(url, hide_parameters=True)  # an error's text must not carry a confidential list
    use_keys(engine.dialect, ring)
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    return engine


def prepare_sqlite(engine: Engine) -> None:
    """Give SQLite real transactions: the driver's own are off, writers begin IMMEDIATE, readers deferred."""
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def open_session(engine: Engine) -> Session:
    """A session whose objects stay readable after the commit."""
    return Session(engine, expire_on_commit=False)


@contextmanager
def unit_of_work(engine: Engine, *, read_only: bool = False) -> Iterator[Session]:
    """One transaction: commits at the end, rolls back on any exception.

    A stale edit, a repeated name or a row still in use comes out as Conflict, any other rule of a table as
    Invalid. With `read_only` nothing is kept, and on SQLite no writer waits.
    """
    bound = engine.execution_options(**{READ_ONLY: True}) if read_only else engine
    with open_session(bound) as session:
        try:
            yield session
            if not read_only:
                session.flush()
                _commit(session)
        except StaleDataError as error:
            raise Conflict("Somebody changed this since you opened it: look again, then repeat.") from error
        except IntegrityError as error:
            raise _explained(error) from error


def _explained(error: IntegrityError) -> Trouble:
    text = str(error.orig).splitlines()[0]
    if "unique" in text.lower():
        return Conflict(f"This exists already: {text}")
    if "foreign key" in text.lower():
        return Conflict(f"Other rows still refer to this, or what it refers to is gone: {text}")
    return Invalid(f"A rule of the database refuses this: {text}")


def _commit(session: Session) -> None:
    """A COMMIT that fails leaves the driver's transaction open, and SQLAlchemy would hand the connection to
    the next user with the changes in it (seen with 2.1.9 by failing the commit): throw it away instead."""
    try:
        session.commit()
    except BaseException:
        session.invalidate()
        raise
