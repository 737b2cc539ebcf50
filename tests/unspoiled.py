"""PostgreSQL databases that a test left as it found them, and that serve the next one.

To make one and drop it takes a tenth of a second, and most tests never commit. What a rollback does not bring
back is where the sequences stand: they are set back here.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, Engine, event

from models.secrets import Keyring
from tests.postgres import Cluster
from tests.warm import warm_engine

_left: defaultdict[str, list[str]] = defaultdict(list)
_begun: dict[str, dict[str, int | None]] = {}


@contextmanager
def unspoiled_engine(cluster: Cluster, template: str, keys: Keyring) -> Iterator[Engine]:
    """An engine over a database that is like that template; after a COMMIT nobody gets the database again."""
    commits: list[Connection] = []

    def note(connection: Connection) -> None:
        commits.append(connection)

    url = _left[template].pop() if _left[template] else cluster.clone(template)
    if template not in _begun:
        _begun[template] = _stands(url)
    with warm_engine(url, keys) as engine:
        event.listen(engine, "commit", note)
        try:
            yield engine
        finally:
            event.remove(engine, "commit", note)
    if commits:
        cluster.drop(url)
    else:
        _set_back(url, _begun[template])
        _left[template].append(url)


def _stands(url: str) -> dict[str, int | None]:
    """The last value of every sequence; None where it has given none."""
    with _connect(url) as connection:
        return dict(connection.execute("SELECT sequencename, last_value FROM pg_sequences").fetchall())


def _set_back(url: str, begun: dict[str, int | None]) -> None:
    moved = {name for name, value in _stands(url).items() if value != begun[name]}
    with _connect(url) as connection:
        for name in moved:
            last = begun[name]
            connection.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
