"""Acts that begin together, each in a transaction of its own."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.errors import Trouble

MOST_LOOKS = 3000


def at_once(*acts: Callable[[], str]) -> Counter[str]:
    """How the acts ended that began together."""
    gate = threading.Barrier(len(acts))

    def begin(act: Callable[[], str]) -> str:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(begin, acts))


def tried(engine: Engine, verb: Callable[[Session], Any]) -> Callable[[], str]:
    def act() -> str:
        try:
            with unit_of_work(engine) as session:
                verb(session)
        except Trouble as trouble:
            return type(trouble).__name__
        return "done"

    return act


def until_somebody_waits(engine: Engine) -> None:
    """Until another transaction stands in front of a lock; on SQLite all stand in front of one."""
    if engine.dialect.name == "sqlite":
        return
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    for _ in range(MOST_LOOKS):
        with engine.connect() as connection:
            if connection.scalar(waiting):
                return
        time.sleep(0.01)
    raise AssertionError("nobody came to wait")
