"""Engines that are moved from one test's database to the next.

SQLAlchemy compiles a statement once for each engine, and a test has one of its own: what was compiled for one
test serves the next.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event, make_url

from models.db import open_engine
from models.secrets import Keyring

HEARD = ("before_execute", "before_cursor_execute", "after_cursor_execute", "commit", "rollback")
"""An engine to which a test listens is not handed on."""


class _Moving:
    """An engine and the database it opens now."""

    def __init__(self, url: str, keys: Keyring) -> None:
        self.url = url
        self.engine = open_engine(url, keys)
        event.listen(self.engine, "do_connect", self._connect)

    def _connect(self, dialect: Any, *_usual: Any) -> Any:
        args, named = dialect.create_connect_args(make_url(self.url))
        return dialect.connect(*args, **named)

    @property
    def is_heard(self) -> bool:
        return any(getattr(self.engine.dispatch, name) for name in HEARD)


_idle: dict[str, list[_Moving]] = {}
_used: dict[Engine, _Moving] = {}


@contextmanager
def warm_engine(url: str, keys: Keyring) -> Iterator[Engine]:
    """An engine over that database. Every test of a run is to use the same keys."""
    idle = _idle.setdefault(make_url(url).get_backend_name(), [])
    moving = idle.pop() if idle else _Moving(url, keys)
    moving.engine.dispose()  # whatever a thread of an earlier test may have opened since
    moving.url = url
    _used[moving.engine] = moving
    try:
        yield moving.engine
    finally:
        del _used[moving.engine]
        moving.engine.dispose()
        if not moving.is_heard:
            idle.append(moving)


def redirect(engine: Engine, url: str) -> None:
    """Let that engine open another database from now on."""
    engine.dispose()
    _used[engine].url = url
