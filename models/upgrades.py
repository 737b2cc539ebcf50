"""An upgrade in one act: what stands in its way, a backup, then the migrations."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from models import migrate
from models.backups import backup, revision_of
from models.errors import Conflict, Invalid

PENDING: tuple[tuple[str, str, str], ...] = (
    (
        "restores",
        "SELECT count(*) FROM restores WHERE released_at IS NULL",
        "Mail is held since a restore: look at it, then run roundtrip release-mail, before an upgrade.",
    ),
    (
        "solves",
        "SELECT count(*) FROM solves WHERE state IN ('waiting', 'running')",
        "The solver is at work for a round: wait until it is done, or cancel its run, before an upgrade.",
    ),
)
"""What must be settled first: its table, what is counted there, and what is said. A table that an old
version does not have holds nothing."""


@dataclass(frozen=True)
class Upgraded:
    """From which version of the tables to which; the same where nothing was to be done."""

    before: str
    after: str
    taken_at: str | None


def upgrade(url: str, file: Path, now: datetime) -> Upgraded:
    """Back up to a new file, then migrate; nothing is done where the tables are current.

    Conflict where something has to be settled first, or the file exists; Invalid where the tables are of a
    newer version than this one knows. A failed migration leaves the database as it was.
    """
    before = revision_of(url)
    script = ScriptDirectory(str(migrate.FOLDER))
    if before not in {one.revision for one in script.walk_revisions()}:
        raise Invalid(f"The tables are of version {before}, unknown here: install the newer Roundtrip.")
    after = str(script.get_current_head())
    if before == after:
        return Upgraded(before, after, None)
    if faults := _pending(url):
        raise Conflict(" ".join(faults))
    manifest = backup(url, file, now)
    migrate.upgrade(url)
    return Upgraded(before, after, manifest.taken_at)


def _pending(url: str) -> list[str]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        known = set(inspect(connection).get_table_names())
        return [words for table, query, words in PENDING if table in known and _counts(connection, query)]


def _counts(connection: Connection, query: str) -> bool:
    return bool(connection.execute(text(query)).scalar())
