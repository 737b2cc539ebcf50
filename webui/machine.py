"""What every job of the schedule works with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import TypeVar

from sqlalchemy import Engine

from webui.config import utc_now
from webui.mailer import MailSettings, mail_settings

Item = TypeVar("Item")
BREATH = 0.01
"""Seconds between two transactions of a job that runs beside the pages: SQLite has one writer at a time, and
whoever waits for its turn looks every tenth of a second only."""


@dataclass(frozen=True)
class Machine:
    """A database, a clock and a way out for mail; once `told` is set, whoever runs a job is to end.

    `breath` is how many seconds pass between two items.
    """

    engine: Engine
    clock: Callable[[], datetime] = utc_now
    mail: Callable[[], MailSettings | None] = field(default=mail_settings)
    told: Event = field(default_factory=Event)
    breath: float = 0.0

    def each(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items until told to end: what is left is made good by a later slot."""
        for item in items:
            if self.told.wait(self.breath):
                return
            yield item
