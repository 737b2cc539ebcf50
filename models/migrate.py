"""Bringing a database to the current tables: Alembic, run from Python."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from models.secrets import VARIABLE, key_file, make_key_file

FOLDER = Path(__file__).parent / "migrations"


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate up. A new SQLite file gets its key file beside it, unless `ROUNDTRIP_KEY` is set."""
    _make_key_for_new_file(url)
    with _connection(url) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Migrate down; what the removed tables held is gone."""
    with _connection(url) as connection:
        command.downgrade(_config(connection), revision)


def is_current(url: str) -> bool:
    """Whether the database stands at the newest revision; looking never makes a file."""
    path = _database_file(url)
    if path is not None and not path.exists():
        return False
    with _connection(url) as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
    return set(heads) == set(ScriptDirectory(str(FOLDER)).get_heads())


def _make_key_for_new_file(url: str) -> None:
    path, database = key_file(url), _database_file(url)
    if path is None or database is None or path.exists() or os.environ.get(VARIABLE):
        return
    # An old database without its key gets none: opening it says what to do.
    if not database.exists() or database.stat().st_size == 0:
        make_key_file(path)


def _database_file(url: str) -> Path | None:
    path = key_file(url)
    return None if path is None else path.with_suffix("")


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER))
    return config


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    """One transaction for all revisions: a failed migration leaves nothing behind on either engine."""
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _without_driver_transactions)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        yield connection


def _without_driver_transactions(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
