"""The migrations and the mapped classes say the same, on both engines, up and down."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from models import migrate
from models.tables import metadata
from tests.models.conftest import Clone

pytestmark = pytest.mark.both_engines


def plain(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


def rules(connection: Connection) -> dict[str, Any]:
    """Every CHECK, UNIQUE and index of every table, as the database tells them."""
    found = inspect(connection)
    names = sorted(set(found.get_table_names()) - {"alembic_version"})
    return {
        name: {
            "checks": sorted(
                (check["name"], check["sqltext"]) for check in found.get_check_constraints(name)
            ),
            "uniques": sorted(str(unique["name"]) for unique in found.get_unique_constraints(name)),
            "indexes": sorted(str(index["name"]) for index in found.get_indexes(name)),
            "keys": sorted(  # SQLite tells no name of a key that came together with its column
                (*key["constrained_columns"], key["referred_table"]) for key in found.get_foreign_keys(name)
            ),
        }
        for name in names
    }


def objects(connection: Connection) -> list[tuple[str, ...]]:
    """Tables, triggers and functions, by name."""
    query = {
        "sqlite": "SELECT type, name FROM sqlite_master ORDER BY 1, 2",
        "postgresql": (
            "SELECT 'table', tablename FROM pg_tables WHERE schemaname = 'public' "
            "UNION SELECT 'trigger', tgname FROM pg_trigger WHERE NOT tgisinternal "
            "UNION SELECT 'function', proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace "
            "WHERE nspname = 'public' ORDER BY 1, 2"
        ),
    }[connection.dialect.name]
    return [tuple(row) for row in connection.execute(text(query))]


def test_migrations_make_exactly_the_mapped_tables(clone: Clone) -> None:
    with plain(clone("empty")).connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_migrations_make_exactly_the_mapped_rules(clone: Clone) -> None:
    with plain(clone("empty")).connect() as connection:
        migrated = rules(connection)
    url = clone("empty")
    migrate.downgrade(url)
    with plain(url).begin() as connection:
        metadata.create_all(connection)
        assert rules(connection) == migrated


def test_migrations_go_up_down_and_up_again(clone: Clone) -> None:
    url = clone("empty")
    with plain(url).connect() as connection:
        before = objects(connection)
    migrate.downgrade(url)
    with plain(url).connect() as connection:
        assert [name for kind, name in objects(connection) if kind in ("trigger", "function")] == []
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrate.upgrade(url)
    with plain(url).connect() as connection:
        assert objects(connection) == before


def test_each_revision_goes_down_and_up(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alembic would read every file again for each step, which is four fifths of the time."""
    url, files = clone("empty"), ScriptDirectory(str(migrate.FOLDER))
    monkeypatch.setattr(ScriptDirectory, "from_config", lambda _config: files)
    for revision in [one.revision for one in files.walk_revisions()]:
        migrate.downgrade(url, f"{revision}-1")
        migrate.upgrade(url, revision)
        migrate.downgrade(url, f"{revision}-1")
    migrate.upgrade(url)
    assert migrate.is_current(url)


def test_there_is_one_newest_revision() -> None:
    assert len(ScriptDirectory(str(migrate.FOLDER)).get_heads()) == 1


def test_asking_for_the_revision_makes_no_file(tmp_path: Any) -> None:
    assert not migrate.is_current(f"sqlite:///{tmp_path}/none.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_failed_migration_leaves_nothing(clone: Clone) -> None:
    url = clone("empty")
    migrate.downgrade(url)
    with plain(url).begin() as connection:
        connection.execute(text("CREATE TABLE outbox (id INTEGER)"))  # stands in the way of revision 0002
    with pytest.raises(DBAPIError):
        migrate.upgrade(url)
    with plain(url).connect() as connection:
        assert sorted(inspect(connection).get_table_names()) == ["alembic_version", "outbox"]
