"""`roundtrip backup`, `restore` and `release-mail`, as whoever operates an installation meets them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from models import migrate
from models.actors import Actor
from models.audit import AuditEvent
from models.db import open_engine, unit_of_work
from models.queries.mail import holding
from webui.cli import main

OLDER = "0023_1"


def run(*words: str) -> Result:
    return CliRunner(catch_exceptions=False).invoke(main, list(words))


@pytest.fixture(autouse=True)
def _database(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)


def held(url: str) -> int:
    engine = open_engine(url)
    with unit_of_work(engine, read_only=True) as session:
        found = len(holding(session))
    engine.dispose()
    return found


def test_backup_restore_and_release(url: str, tmp_path: Path) -> None:
    file = str(tmp_path / "yesterday.roundtrip")
    made = run("backup", file)
    assert made.exit_code == 0, made.output
    assert "which is not in it: keep the key in another place." in made.output
    refused = run("restore", file)
    assert refused.exit_code == 1
    assert "The database holds data: say --replace to lose them" in refused.output
    assert held(url) == 0
    restored = run("restore", file, "--replace")
    assert restored.exit_code == 0, restored.output
    assert "Mail is held: notices sent since the backup would go out again." in restored.output
    assert held(url) == 1
    refused = run("release-mail", "--as", "exchange")
    assert refused.exit_code == 1
    assert run("release-mail", "--as", "nobody").exit_code == 1
    assert held(url) == 1
    assert run("release-mail", "--as", "office").output == "Mail goes out again within a minute.\n"
    assert held(url) == 0
    assert who_released(url) == "office"
    assert run("release-mail", "--as", "office").output == "No mail was held.\n"


def who_released(url: str) -> str:
    engine = open_engine(url)
    query = select(Actor.slug).join(AuditEvent, AuditEvent.actor_id == Actor.id)
    with unit_of_work(engine, read_only=True) as session:
        found = session.scalars(query.where(AuditEvent.action == "restore.release")).one()
    engine.dispose()
    return found


def test_upgrade_backs_up_then_migrates_and_says_so(url: str, tmp_path: Path) -> None:
    file = tmp_path / "before.roundtrip"
    assert "nothing was done, and no backup written." in run("upgrade", str(file)).output
    assert not file.exists()
    migrate.downgrade(url, OLDER)
    done = run("upgrade", str(file))
    assert done.exit_code == 0, done.output
    assert f"tables of version {OLDER}." in done.output
    assert f"The tables are brought from version {OLDER} to " in done.output
    assert file.exists()
    assert migrate.is_current(url)


def test_upgrade_is_refused_while_mail_is_held(url: str, tmp_path: Path) -> None:
    file, later = str(tmp_path / "yesterday"), tmp_path / "today"
    run("backup", file)
    run("restore", file, "--replace")
    migrate.downgrade(url, OLDER)
    refused = run("upgrade", str(later))
    assert refused.exit_code == 1
    assert "Mail is held since a restore" in refused.output
    assert not later.exists()
    assert not migrate.is_current(url)


def test_upgrade_of_newer_tables_is_refused(url: str, tmp_path: Path) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    refused = run("upgrade", str(tmp_path / "file"))
    assert refused.exit_code == 1
    assert "of version 9999, unknown here: install the newer Roundtrip." in refused.output


def test_backup_to_a_file_that_exists_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_text("mine")
    refused = run("backup", str(file))
    assert refused.exit_code == 1
    assert "exists already: name another file, or take it away first." in refused.output
