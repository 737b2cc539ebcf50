"""A backup brings everything back, on both engines, and no notice goes out before somebody released it."""

import json
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from models.actors import Actor, Role, RoleGrant
from models.backups import backup, has_data, restore
from models.db import open_engine, unit_of_work
from models.errors import Conflict, Invalid, MissingKey
from models.migrate import is_current
from models.outbox import Notice, post
from models.queries.directory import find_person
from models.queries.mail import due, holding
from models.secrets import VARIABLE, find_keys, new_key
from models.services import mail
from models.tables import metadata

pytestmark = pytest.mark.both_engines

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = new_key()
Clone = Callable[[str], str]


@pytest.fixture
def url(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(VARIABLE, KEY)
    return clone("empty")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "yesterday.roundtrip"


def fill(url: str, key: str) -> None:
    engine = open_engine(url)
    with unit_of_work(engine) as session:
        post(session, key=key, recipient_id=someone(session).id, template="home_changed", now=NOW)
    engine.dispose()


def someone(session: Session) -> Actor:
    """Somebody of the programme office, made where there is none."""
    found = find_person(session, "office")
    if found is None:
        found = Actor(slug="office", name="Olive Office")
        grant = RoleGrant(
            role=Role.PROGRAMME_OFFICE, starts_at=NOW, ends_at=NOW + 300 * DAY, reason="the mail"
        )
        found.grants = [grant]
        session.add(found)
        session.flush()
    return found


def keys(url: str) -> list[str]:
    engine = open_engine(url)
    with unit_of_work(engine, read_only=True) as session:
        found = list(session.scalars(select(Notice.key).order_by(Notice.key)))
    engine.dispose()
    return found


def rows(url: str) -> dict[str, int]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
            if table.name != "restores"
        }


def test_backup_brings_back_every_row_and_loses_what_came_later(url: str, file: Path) -> None:
    fill(url, "before")
    before = rows(url)
    made = backup(url, file, NOW)
    fill(url, "after")
    assert keys(url) == ["after", "before"]
    restored = restore(url, file, NOW + DAY, replace=True)
    assert restored == made
    assert rows(url) == before
    assert keys(url) == ["before"]
    assert is_current(url)


def test_backup_is_read_by_its_owner_only_and_holds_no_key(url: str, file: Path) -> None:
    backup(url, file, NOW)
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as pack:
        told = json.loads(pack.read("manifest.json"))
        assert KEY.encode() not in b"".join(pack.read(name) for name in pack.namelist())
    assert told["key"] == find_keys(url).sealing


def test_no_notice_goes_out_after_a_restore_until_mail_is_released(url: str, file: Path) -> None:
    fill(url, "before")
    backup(url, file, NOW)
    restore(url, file, NOW + DAY, replace=True)
    fill(url, "caught-up")
    engine = open_engine(url)
    with unit_of_work(engine) as session:
        assert due(session, NOW + DAY) == []
        [held] = holding(session)
        assert (held.taken_at, held.restored_at) == (NOW, NOW + DAY)
        mail.release(session, actor=someone(session), now=NOW + DAY, restores=[held])
        assert len(due(session, NOW + DAY)) == 1, "one at a time to one person"
    engine.dispose()


def test_backup_never_overwrites_a_file(url: str, file: Path) -> None:
    file.write_text("mine")
    with pytest.raises(Conflict, match="exists already: name another file"):
        backup(url, file, NOW)
    assert file.read_text() == "mine"


def test_restore_refuses_a_database_with_data_unless_told(url: str, file: Path) -> None:
    fill(url, "before")
    backup(url, file, NOW)
    assert has_data(url)
    with pytest.raises(Conflict, match="The database holds data: say --replace"):
        restore(url, file, NOW)
    assert keys(url) == ["before"]


def test_restore_refuses_the_wrong_key(url: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup(url, file, NOW)
    monkeypatch.setenv(VARIABLE, new_key())
    with pytest.raises(MissingKey, match="which is not among the keys here"):
        restore(url, file, NOW, replace=True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sha256": "0" * 64}, "The backup is damaged"),
        ({"revision": "9999"}, "tables of version 9999, unknown here: upgrade first"),
        ({"format": 2}, "format 2; this Roundtrip reads format 1"),
        ({"engine": "oracle"}, "The backup is of oracle"),
    ],
)
def test_restore_refuses_what_it_cannot_read(
    url: str, file: Path, tmp_path: Path, change: dict[str, object], sentence: str
) -> None:
    fill(url, "before")
    backup(url, file, NOW)
    other = tmp_path / "changed.roundtrip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        new.writestr("manifest.json", json.dumps(json.loads(old.read("manifest.json")) | change))
        new.writestr("database", old.read("database"))
    with pytest.raises(Invalid, match=sentence):
        restore(url, other, NOW, replace=True)
    assert keys(url) == ["before"]


def test_restore_refuses_a_file_that_is_no_backup(url: str, file: Path) -> None:
    file.write_bytes(os.urandom(100))
    with pytest.raises(Invalid, match="is not a backup of Roundtrip that can be read"):
        restore(url, file, NOW, replace=True)


def test_backup_is_of_one_moment_while_others_write(url: str, file: Path) -> None:
    fill(url, "before")
    engine = open_engine(url)
    with engine.begin() as other:
        other.execute(Notice.__table__.delete())  # type: ignore[attr-defined]
        backup(url, file, NOW)
    engine.dispose()
    restore(url, file, NOW, replace=True)
    assert keys(url) == ["before"]
