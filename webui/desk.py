"""The desk: whatever waits for a person, most urgent first, each with its date and its one act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.actors import Actor


class Dated:
    """What stands in a list by its day: by `due`, else by `at`."""

    due: datetime | None
    at: datetime | None
    """When what the sentence tells of happens, where that is no deadline; it gives the place in the list."""

    @property
    def moment(self) -> datetime | None:
        """What it is sorted by."""
        return self.due or self.at


@dataclass(frozen=True)
class Task(Dated):
    """One sentence of the desk: what waits, by when, and the button that leads there."""

    sentence: str
    due: datetime | None
    act: str
    address: str
    at: datetime | None = None


@dataclass(frozen=True)
class News(Dated):
    """What comes next where nothing waits; `due` ends something, or is when it begins."""

    sentence: str
    due: datetime | None = None
    begins: bool = False
    address: str = ""
    """Where more is said of it."""
    at: datetime | None = None


LONG_OVERDUE = timedelta(days=365)
Provider = Callable[[Session, Actor, datetime], Iterator[Task | News]]


def collect(
    providers: Iterable[Provider], session: Session, actor: Actor, now: datetime
) -> tuple[list[Task], list[News]]:
    """Everything that waits for the actor, by date, and what comes next. What was due over a year ago stands
    behind what can still be done in time, and what has no date stands last."""
    found = [entry for provider in providers for entry in provider(session, actor, now)]
    tasks = [entry for entry in found if isinstance(entry, Task)]
    news = [entry for entry in found if isinstance(entry, News)]
    tasks.sort(key=lambda task: (_rank(task.moment, now), task.moment or now, task.sentence))
    news.sort(key=lambda entry: (*_place(entry.moment, now), entry.sentence))
    return tasks, news


def _place(moment: datetime | None, now: datetime) -> tuple[bool, datetime]:
    return moment is None, moment or now


def _rank(due: datetime | None, now: datetime) -> int:
    if due is None:
        return 2
    return int(due < now - LONG_OVERDUE)
