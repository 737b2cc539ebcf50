"""A throw-away PostgreSQL cluster for one test run.

`python -m tests.postgres` makes sure that a server is installed (`make test` calls it first). The fixture
`postgres_cluster` of `tests/conftest.py` hands out a `Cluster`. All workers of a run share one cluster: the
process that began the run owns its folder, and whoever needs the server first starts it. It listens on a
socket inside that folder and nowhere else.
"""

import atexit
import fcntl
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import chain
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.postgres_server import PostgresError, find_or_install, give_to_account, is_running, run

PREFIX = "roundtrip-postgres-"
MEMORY = Path("/dev/shm")  # noqa: S108 - only claim_home makes folders there, under names of its own
ROOM = 8 * 2**30
"""Bytes free in memory from which on clusters live there: a database is a thousand files, dear on a disk."""
SUPERUSER = "roundtrip"
STRATEGIES = 150_000
"""The version of the server from which on it can be told how to copy a database."""
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{home}'
fsync = off
full_page_writes = off
synchronous_commit = off
max_connections = 100
timezone = 'UTC'
"""


class Cluster:
    """One running server with templates and databases cloned from them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._known: set[str] = set()

    def create_template(self, name: str, build: Callable[[str], None], base: str | None = None) -> None:
        """Build the template `name` by `build(url)`, once in a run whichever worker asks first, from nothing
        or from the template `base`.

        `build` must close its connections. If it fails, nothing is left behind and its error goes on.
        """
        if name in self._known:
            return
        with locked(self.home / "templates.lock"):
            if self._exists(name):
                self._known.add(name)
                return
            unfinished = f"{name}_unfinished"
            self._copy(base or "template1", unfinished)
            try:
                build(self.url(unfinished))
                self._execute("ALTER DATABASE {} RENAME TO {}", unfinished, name)
            except BaseException:
                self._execute("DROP DATABASE {} WITH (FORCE)", unfinished)
                raise
            self._execute("ALTER DATABASE {} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false", name)

    def clone(self, template: str) -> str:
        """Make a new database from `template` and return its URL."""
        name = f"{template}_{uuid4().hex[:12]}"
        self._copy(template, name)
        return self.url(name)

    def _copy(self, template: str, name: str) -> None:
        """As files where the server leaves the choice (from 15 on): that takes half the processor's time."""
        how = " STRATEGY file_copy" if self._connection.info.server_version >= STRATEGIES else ""
        self._execute(f"CREATE DATABASE {{}} TEMPLATE {{}}{how}", name, template)

    def drop(self, url: str) -> None:
        """Drop the database that `clone` returned, ending whatever is still connected to it."""
        self._execute("DROP DATABASE {} WITH (FORCE)", url.partition("@/")[2].partition("?")[0])

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of `database`."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self.home}"

    def close(self) -> None:
        """End the handle's own connection; the server runs on."""
        if "_connection" in vars(self):  # nobody may have asked for anything
            self._connection.close()

    def _exists(self, database: str) -> bool:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        return self._connection.execute(query, [database]).fetchone() is not None

    def _execute(self, statement: str, *names: str) -> None:
        self._connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    @cached_property
    def _connection(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.home), user=SUPERUSER, dbname="postgres", autocommit=True)


def claim_home() -> Path:
    """Make the folder of this run's cluster, to be stopped and removed when this process ends."""
    sweep()
    home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=MEMORY if room_in_memory() >= ROOM else None))
    claim = os.open(home / "claim", os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(claim, fcntl.LOCK_EX)
    os.rename(
        home / "claim", home / "owner"
    )  # under this name it is never seen unlocked while its owner lives
    atexit.register(remove_home, home)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended politely, the run still tidies up
    return home


def room_in_memory() -> int:
    """How many bytes of files memory has room for, by what is free there and what this process may use."""
    if not os.access(MEMORY, os.W_OK):
        return 0
    bounds = [shutil.disk_usage(MEMORY).free]
    if (limit := Path("/sys/fs/cgroup/memory.max")).exists() and (most := limit.read_text().strip()) != "max":
        bounds.append(int(most))
    free = re.search(r"MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text())
    return min(bounds + ([int(free.group(1)) * 1024] if free else []))


def sweep() -> None:
    """Stop and remove clusters whose owner was killed before it could do so."""
    folders = Path(tempfile.gettempdir()), MEMORY
    for owner in chain.from_iterable(folder.glob(f"{PREFIX}*/owner") for folder in folders):
        try:
            with owner.open() as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove_home(owner.parent)
        except (BlockingIOError, FileNotFoundError, PermissionError):
            continue  # alive, swept by another run meanwhile, or another account's
        except PostgresError as error:
            print(f"{owner.parent} is left where it is: {error}", file=sys.stderr)


def remove_home(home: Path) -> None:
    """Stop the server if it runs and delete its folder."""
    if is_running(home):
        run("pg_ctl", "stop", "--mode=immediate", "-D", str(home / "data"), home=home)
    shutil.rmtree(home)


def ensure_running(home: Path) -> Cluster:
    """Start the server in `home` unless another worker has done so, and return its handle."""
    with locked(home / "start.lock"):
        if not (home / "data" / "postmaster.pid").exists():
            start(home)
    return Cluster(home)


def start(home: Path) -> None:
    give_to_account(home)
    data = str(home / "data")
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", f"--username={SUPERUSER}"]
    run("initdb", *options, "-D", data, home=home)
    with (home / "data" / "postgresql.conf").open("a") as file:
        file.write(SETTINGS.format(home=home))
    run("pg_ctl", "start", "--wait", "-D", data, "-l", str(home / "log"), home=home)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main() -> int:
    if os.environ.get("SKIP_POSTGRES") == "1":
        print("postgresql: tests left out (SKIP_POSTGRES=1)")
        return 0
    try:
        print(f"postgresql: {find_or_install()}")
    except PostgresError as error:
        print(f"postgresql: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
