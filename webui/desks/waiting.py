"""The words for what waits in rounds and on the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from models.actors import Actor
from models.queries.waiting import Waiting, waiting
from webui.desk import News, Task

ENTRIES: dict[str, Callable[[Waiting], Task | News]] = {}
"""How each kind is said; a kind of `models.queries.waiting` without its words is an error."""


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task | News]:
    """Each entry in its words."""
    for one in waiting(session, actor, now):
        yield ENTRIES[one.kind](one)
