"""Sealed columns: nothing confidential can be read in the database; keys are found, rotated and lost."""

import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm.attributes import flag_modified

from models import migrate
from models.db import open_engine, open_session, unit_of_work
from models.dreamsheets import DreamSheet, DreamSheetVersion
from models.errors import MissingKey
from models.outcomes import Snapshot
from models.secrets import Keyring, find_keys, key_file, make_key_file, new_key, parse_keys
from models.tables import metadata
from tests.models.conftest import Clone
from tests.models.stages import KEYS
from tests.models.walk import SHEETS, Walk

pytestmark = pytest.mark.both_engines

LABEL = "dream_sheets.draft"
MARKS = (b'"O-1"', b'[["O-', b'"E-0', b"no time in the spring", b"an invented secret")


def stored_bytes(engine: Engine) -> bytes:
    """Every value of every row as the database holds it."""
    found = bytearray()
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(text(f"SELECT * FROM {table.name}")):  # noqa: S608
                for value in row:
                    found += bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    found += b"\n"
    return bytes(found)


def test_database_holds_no_readable_list_ranking_or_secret(engine: Engine, tmp_path: Path) -> None:
    with unit_of_work(engine) as session:
        Walk(session).to_published()
        snapshot = session.scalars(select(Snapshot)).one()
        assert len(snapshot.content["executives"]) == len(SHEETS)
    dump = stored_bytes(engine)
    assert b"E-01" in dump, "names of people are not secret, so the dump is not empty"
    assert [mark for mark in MARKS if mark in dump] == []
    if engine.dialect.name == "sqlite":
        files = b"".join(path.read_bytes() for path in tmp_path.glob("world-*"))
        assert [mark for mark in MARKS if mark in files] == []


def test_error_of_a_statement_carries_no_list(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        Walk(session).to_lists()
    with open_session(engine) as session:
        sheet = DreamSheet(round_id=1, executive_id=10**6, draft=[["O-1", "O-2"]])
        session.add(sheet)
        with pytest.raises(IntegrityError) as unknown_person:
            session.flush()
        session.rollback()
        session.add(DreamSheet(round_id=1, executive_id=1, draft={"O-1", "O-2"}))  # a set is no JSON
        with pytest.raises(StatementError) as unreadable:
            session.flush()
    texts = str(unknown_person.value) + str(unreadable.value)
    assert "O-1" not in texts
    assert "parameters hidden" in texts


def test_value_is_bound_to_its_column() -> None:
    sealed = KEYS.seal("[]", LABEL)
    assert KEYS.open(sealed, LABEL) == "[]"
    with pytest.raises(MissingKey) as refused:
        KEYS.open(sealed, "host_rankings.draft")
    assert str(refused.value) == "host_rankings.draft does not open: the stored value was changed."


def test_same_value_is_sealed_differently_each_time() -> None:
    assert KEYS.seal("[]", LABEL) != KEYS.seal("[]", LABEL)


@pytest.mark.parametrize("place", [4, 20, -1])
def test_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(KEYS.seal("[]", LABEL))
    sealed[place] ^= 1
    with pytest.raises(MissingKey, match=r"does not open: the stored value was changed\.$"):
        KEYS.open(bytes(sealed), LABEL)


def test_new_key_seals_and_old_key_still_opens(clone: Clone) -> None:
    url = clone("world")
    old = open_engine(url, KEYS)
    with unit_of_work(old) as session:
        Walk(session).to_filed()
    old.dispose()
    both = open_engine(url, Keyring([b"n" * 32, b"k" * 32]))
    with unit_of_work(both) as session:
        for version in session.scalars(select(DreamSheetVersion)):
            flag_modified(version, "choices")
    both.dispose()
    new = open_engine(url, Keyring([b"n" * 32]))
    with unit_of_work(new, read_only=True) as session:
        lists = session.scalars(select(DreamSheetVersion.choices)).all()
        assert len(lists) == len(SHEETS)
    new.dispose()


def test_lost_key_is_named_when_a_list_is_read(clone: Clone) -> None:
    url = clone("world")
    with_key, without = open_engine(url, KEYS), open_engine(url, Keyring([b"x" * 32]))
    with unit_of_work(with_key) as session:
        Walk(session).to_filed()
    with (
        pytest.raises(
            MissingKey, match=r"was sealed with key [0-9a-f]{8}, which ROUNDTRIP_KEY does not hold"
        ),
        unit_of_work(without) as session,
    ):
        session.scalars(select(DreamSheetVersion)).all()
    with_key.dispose()
    without.dispose()


def test_new_sqlite_file_gets_a_key_file_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ROUNDTRIP_KEY", raising=False)
    url = f"sqlite:///{tmp_path}/new.sqlite"
    migrate.upgrade(url)
    path = tmp_path / "new.sqlite.key"
    assert key_file(url) == path
    assert path.stat().st_mode & 0o777 == 0o600
    open_engine(url).dispose()
    before = path.read_text()
    migrate.upgrade(url)
    assert path.read_text() == before


def test_lost_key_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROUNDTRIP_KEY", raising=False)
    url, path = f"sqlite:///{tmp_path}/old.sqlite", tmp_path / "old.sqlite.key"
    migrate.upgrade(url)
    path.unlink()
    migrate.upgrade(url)
    with pytest.raises(MissingKey) as missing:
        open_engine(url)
    expected = f"The key file {path} is missing: put it back beside the database, or set ROUNDTRIP_KEY."
    assert str(missing.value) == expected


def test_key_file_open_to_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite.key"
    make_key_file(path)
    path.chmod(0o640)
    with pytest.raises(MissingKey) as refused:
        find_keys(f"sqlite:///{tmp_path}/x.sqlite", environment={})
    assert str(refused.value) == f"The key file {path} can be read by others: run chmod 600 {path}."


def test_server_database_needs_the_variable() -> None:
    with pytest.raises(MissingKey) as missing:
        find_keys("postgresql+psycopg://somewhere/roundtrip", environment={})
    assert str(missing.value) == "Set ROUNDTRIP_KEY to the key of the confidential columns of this database."


def test_variable_comes_before_the_file() -> None:
    ring = find_keys("sqlite:///nowhere.sqlite", environment={"ROUNDTRIP_KEY": new_key()})
    assert ring.open(ring.seal("[1]", LABEL), LABEL) == "[1]"


@pytest.mark.parametrize("text", ["", "short", "A" * 40, "§" * 43])
def test_malformed_key_is_refused(text: str) -> None:
    with pytest.raises(MissingKey):
        parse_keys(text)


def test_existing_key_file_is_never_overwritten(tmp_path: Path) -> None:
    make_key_file(tmp_path / "key")
    with pytest.raises(FileExistsError):
        make_key_file(tmp_path / "key")


def test_copied_database_needs_its_key_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROUNDTRIP_KEY", raising=False)
    migrate.upgrade(f"sqlite:///{tmp_path}/a.sqlite")
    shutil.copy(tmp_path / "a.sqlite", tmp_path / "b.sqlite")
    with pytest.raises(MissingKey):
        open_engine(f"sqlite:///{tmp_path}/b.sqlite")
    assert sorted(os.listdir(tmp_path)) == ["a.sqlite", "a.sqlite.key", "b.sqlite"]
