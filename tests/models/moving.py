"""Moving a test's engine to another database before anything was done in the first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

_movers: dict[Engine, Callable[[str], None]] = {}


@contextmanager
def movable(engine: Engine, go: Callable[[str], None]) -> Iterator[None]:
    """Until something is committed, `move` takes that engine to a copy of a template by `go(template)`."""

    def stay(_connection: Connection) -> None:
        _movers.pop(engine, None)

    _movers[engine] = go
    event.listen(engine, "commit", stay)
    try:
        yield
    finally:
        event.remove(engine, "commit", stay)
        _movers.pop(engine, None)


def move(session: Session, template: str) -> bool:
    """Take the session's engine to a copy of that template; False, and nothing is done, where it is in use or
    anything was committed."""
    engine = session.get_bind()
    if not isinstance(engine, Engine) or engine not in _movers:
        return False
    if session.in_transaction() or (isinstance(engine.pool, QueuePool) and engine.pool.checkedout()):
        return False
    _movers[engine](template)
    return True
