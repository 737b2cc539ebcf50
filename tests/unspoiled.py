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
from tests.warm import redirect, warm_engine

_left: defaultdict[str, list[str]] = defaultdict(list)
_begun: dict[str, dict[str, int | None]] = {}


class Lent:
    """An engine over a database that is like a template; after a COMMIT nobody gets the database again."""

    def __init__(self, cluster: Cluster, template: str, engine: Engine, url: str) -> None:
        self.cluster, self.template, self.engine, self.url = cluster, template, engine, url
        self.is_spoiled = False
        event.listen(engine, "commit", self._note)

    def go(self, template: str) -> None:
        """Exchange the database for one that is like another template."""
        self._give_back()
        self.template, self.url = template, _take(self.cluster, template)
        redirect(self.engine, self.url)

    def end(self) -> None:
        event.remove(self.engine, "commit", self._note)
        self.engine.dispose()
        self._give_back()

    def _note(self, _connection: Connection) -> None:
        self.is_spoiled = True

    def _give_back(self) -> None:
        if self.is_spoiled:
            self.cluster.drop(self.url)
        else:
            _set_back(self.url, _begun[self.template])
            _left[self.template].append(self.url)


@contextmanager
def unspoiled_engine(cluster: Cluster, template: str, keys: Keyring) -> Iterator[Lent]:
    """An engine of a test's own."""
    url = _take(cluster, template)
    with warm_engine(url, keys) as engine:
        lent = Lent(cluster, template, engine, url)
        try:
            yield lent
        finally:
            lent.end()


def _take(cluster: Cluster, template: str) -> str:
    url = _left[template].pop() if _left[template] else cluster.clone(template)
    if template not in _begun:
        with _connect(url) as connection:
            _begun[template] = _stands(connection)
    return url


def _stands(connection: psycopg.Connection) -> dict[str, int | None]:
    """The last value of every sequence; None where it has given none."""
    return dict(connection.execute("SELECT sequencename, last_value FROM pg_sequences").fetchall())


def _set_back(url: str, begun: dict[str, int | None]) -> None:
    with _connect(url) as connection:
        for name, value in _stands(connection).items():
            if value != (last := begun[name]):
                connection.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
