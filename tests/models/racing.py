"""Acts that begin together, each in a transaction of its own."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.errors import Trouble


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
