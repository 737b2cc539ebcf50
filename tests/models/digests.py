"""What tells whether anything at all has changed in a database."""

from contextlib import closing
from functools import cache
from hashlib import sha256

from sqlalchemy import Engine

from models.tables import metadata


def digest(engine: Engine, *left_out: str) -> str:
    """One hash over every row of every table but those left out, by a transaction that may write: one that
    somebody left open does not go unseen. The driver is asked, which takes a fifth of the time."""
    found = sha256()
    with engine.connect() as connection:
        connection.begin()
        with closing(connection.connection.cursor()) as cursor:
            for statement in _statements(engine.dialect.name, left_out):
                cursor.execute(statement)
                found.update(repr(cursor.fetchall()).encode())
    return found.hexdigest()


@cache
def _statements(dialect: str, left_out: tuple[str, ...]) -> list[str]:
    """SQLite is quickest in many statements, PostgreSQL in one."""
    names = {
        table.name: ", ".join(column.name for column in table.primary_key)
        for table in metadata.sorted_tables
        if table.name not in left_out
    }
    if dialect == "sqlite":
        return [f"SELECT '{name}', * FROM {name} ORDER BY {key}" for name, key in names.items()]  # noqa: S608
    rows = "(SELECT string_agg(one::text, ' ' ORDER BY {1}) FROM {0} AS one)"
    return ["SELECT " + ", ".join(rows.format(name, key) for name, key in names.items())]
