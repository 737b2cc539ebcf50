"""`roundtrip backup`, `restore` and `release-mail`, as whoever operates an installation meets them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from models.db import open_engine, unit_of_work
from models.queries.mail import holding
from webui.cli import main


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
    assert run("release-mail").output == "Mail goes out again within a minute.\n"
    assert held(url) == 0
    assert run("release-mail").output == "No mail was held.\n"


def test_backup_to_a_file_that_exists_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_text("mine")
    refused = run("backup", str(file))
    assert refused.exit_code == 1
    assert "exists already: name another file, or take it away first." in refused.output
