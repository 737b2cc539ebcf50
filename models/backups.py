"""A backup is one file: a manifest and the database as its own engine writes it. The keys are not in it.

SQLite is copied by its backup interface, PostgreSQL by pg_dump: both give one moment, while others write.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, create_engine, inspect, make_url, text
from sqlalchemy.pool import NullPool

from models.db import open_engine, unit_of_work
from models.errors import Conflict, Invalid, MissingKey
from models.migrate import FOLDER, upgrade
from models.restores import Restore
from models.secrets import find_keys

FORMAT = 1
MANIFEST, CONTENT = "manifest.json", "database"
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; `key` names the key that sealed last, and is not the key."""

    format: int
    engine: str
    revision: str
    taken_at: str
    key: str
    sha256: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.taken_at)


def backup(url: str, file: Path, now: datetime) -> Manifest:
    """Write a backup to a new file that its owner alone can read; Conflict where the file exists."""
    if file.exists():
        raise Conflict(f"{file} exists already: name another file, or take it away first.")
    key = find_keys(url).sealing
    with tempfile.TemporaryDirectory(dir=file.resolve().parent) as folder:
        content, parts = Path(folder) / CONTENT, make_url(url)
        if parts.get_backend_name() == "sqlite":
            _copy_sqlite(_existing(parts), content)
            revision = revision_of(f"sqlite:///{content}")
        else:
            revision = revision_of(url)
            _postgres(
                "pg_dump", parts, "--format=custom", "--no-owner", "--no-privileges", f"--file={content}"
            )
        manifest = Manifest(
            FORMAT, parts.get_backend_name(), revision, now.isoformat(), key, _digest(content)
        )
        packed = Path(folder) / "packed"
        packed.touch(mode=0o600)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))
            pack.write(content, CONTENT)
        os.link(packed, file)  # refuses a file that has come meanwhile
    return manifest


def restore(url: str, file: Path, now: datetime, *, replace: bool = False) -> Manifest:
    """Bring a database back to a backup and to the current tables; from then on mail is held.

    Conflict where the database holds data and `replace` was not said; Invalid for a file that is damaged, of
    another engine or of a newer Roundtrip; MissingKey where the key of its confidential columns is not here.
    """
    with tempfile.TemporaryDirectory(dir=file.resolve().parent) as folder:
        manifest = _unpack(file, Path(folder))
        content, parts = Path(folder) / CONTENT, make_url(url)
        _check(manifest, parts, url, content)
        if not replace and has_data(url):
            raise Conflict("The database holds data: say --replace to lose them for those of the backup.")
        if manifest.engine == "sqlite":
            _put_sqlite(content, _path(parts), manifest, now, url)
        else:
            _put_postgres(content, parts)
            upgrade(url)
            _hold(url, url, manifest, now)
    return manifest


def has_data(url: str) -> bool:
    """Whether any table but the mark of the migrations holds a row; looking never makes a file."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite" and not _path(parts).exists():
        return False
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        return any(_has_row(connection, name) for name in tables)


def _has_row(connection: Connection, table: str) -> bool:
    name = connection.dialect.identifier_preparer.quote(table)
    return connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first() is not None  # noqa: S608


def _unpack(file: Path, folder: Path) -> Manifest:
    try:
        with zipfile.ZipFile(file) as pack:
            manifest = Manifest(**json.loads(pack.read(MANIFEST)))
            with pack.open(CONTENT) as source, (folder / CONTENT).open("wb") as target:
                os.chmod(folder / CONTENT, 0o600)
                shutil.copyfileobj(source, target)
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as fault:
        raise Invalid(f"{file} is not a backup of Roundtrip that can be read: {fault}") from fault
    return manifest


def _check(manifest: Manifest, parts: URL, url: str, content: Path) -> None:
    if manifest.format != FORMAT:
        raise Invalid(f"The backup has format {manifest.format}; this Roundtrip reads format {FORMAT}.")
    if manifest.engine != parts.get_backend_name():
        raise Invalid(f"The backup is of {manifest.engine}, the database is {parts.get_backend_name()}.")
    if _digest(content) != manifest.sha256:
        raise Invalid("The backup is damaged: its content does not have the SHA-256 that it names.")
    known = {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}
    if manifest.revision not in known:
        raise Invalid(f"The backup has tables of version {manifest.revision}, unknown here: upgrade first.")
    if manifest.key not in find_keys(url).names:
        raise MissingKey(f"The backup was sealed with key {manifest.key}, which is not among the keys here.")


def _copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")


def _put_sqlite(content: Path, path: Path, manifest: Manifest, now: datetime, url: str) -> None:
    """The file is made whole beside the old one, mail held in it, and then takes its place at once."""
    made = path.with_name(f"{path.name}.restoring")
    shutil.copy(content, made)
    try:
        upgrade(f"sqlite:///{made}")
        _hold(f"sqlite:///{made}", url, manifest, now)
        with closing(sqlite3.connect(made)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        for tail in ("-wal", "-shm"):
            Path(f"{path}{tail}").unlink(missing_ok=True)
        os.replace(made, path)
    finally:
        made.unlink(missing_ok=True)


def _put_postgres(content: Path, parts: URL) -> None:
    engine = create_engine(parts, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "--schema=public")
    _postgres("pg_restore", parts, *options, str(content), naming=f"--dbname={parts.database}")


def _hold(url: str, keyed: str, manifest: Manifest, now: datetime) -> None:
    engine = open_engine(url, find_keys(keyed))
    with unit_of_work(engine) as session:
        session.add(Restore(taken_at=manifest.moment, restored_at=max(now, manifest.moment)))
    engine.dispose()


def _postgres(program: str, parts: URL, *options: str, naming: str | None = None) -> None:
    """Run a program of PostgreSQL; the password travels in its environment, which others cannot read."""
    query = {name: str(value) for name, value in parts.query.items()}
    known = {
        "PGHOST": parts.host or query.get("host"),
        "PGPORT": str(parts.port or query.get("port") or ""),
        "PGUSER": parts.username or query.get("user"),
        "PGPASSWORD": parts.password,
        "PGDATABASE": parts.database,
        "PGSSLMODE": query.get("sslmode"),
    }
    environment = os.environ | {name: str(value) for name, value in known.items() if value}
    command = [_find(program), "--no-password", *([naming] if naming else []), *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Invalid(f"{program} failed: {done.stderr.strip()}")


def _find(program: str) -> str:
    """The program on PATH, else Debian's newest."""
    folders = sorted(
        (path for path in DEBIAN.glob("*/bin") if path.parent.name.isdigit()),
        key=lambda path: int(path.parent.name),
        reverse=True,
    )
    found = shutil.which(program) or shutil.which(program, path=os.pathsep.join(map(str, folders)))
    if found is None:
        raise Invalid(f"{program} is not installed: install the PostgreSQL client of the server's version.")
    return found


def revision_of(url: str) -> str:
    """The version of the tables; Invalid where the database is not migrated."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        _existing(parts)
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
    if len(heads) != 1:
        raise Invalid("The database is not migrated, so there is nothing to back up.")
    return heads[0]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _path(parts: URL) -> Path:
    if not parts.database or parts.database == ":memory:":
        raise Invalid("A database in memory has no file.")
    return Path(parts.database)


def _existing(parts: URL) -> Path:
    if not _path(parts).exists():
        raise Invalid(f"{_path(parts)} does not exist, so there is nothing to back up.")
    return _path(parts)
