"""The words for notices of the way back: of each return one line, whatever of it waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import cast

from flask import url_for

from matcher.mentoring.business import end_of_day
from matcher.policy.return_dates import Mark, asked_until
from models.queries.desk_lines import Waiting
from webui.desk import News, Task
from webui.filters import day
from webui.return_notice import HAVE_DEADLINES
from webui.words import MARKS


def _said(one: Waiting) -> str:
    return f"{MARKS[cast(Mark, one.mark)]} ({one.name})"


def _task(one: Waiting, sentence: str) -> Task:
    """With the same day for whoever reads it."""
    mark, due = cast(Mark, one.mark), None
    if mark in HAVE_DEADLINES:
        due = end_of_day(asked_until(mark, cast(date, one.since), cast(date, one.day)))
    address = url_for("return_notices.ask_until_when", number=one.number)
    return Task(sentence, due, "See to it", address, at=one.at)


def _mine(one: Waiting) -> Task:
    return _task(one, _said(one))


def _passed_on(one: Waiting) -> Task:
    return _task(one, f"Nobody saw to this, or its message did not go out: {_said(one)}")


def _put_off(one: Waiting) -> News:
    until, address = cast(date, one.day), url_for("return_notices.ask_until_when", number=one.number)
    return News(f"{_said(one)}: put off until {day(until)}", address=address, at=end_of_day(until))


TASKS: dict[str, Callable[[Waiting], Task]] = {"return": _mine, "return_passed_on": _passed_on}
ENTRIES: dict[str, Callable[[Waiting], Task | News]] = {**TASKS, "return_put_off": _put_off}
"""How each kind of it is said."""


def by_return(found: list[Waiting]) -> Iterator[Task]:
    """Of each return the most urgent of its notices, what has a deadline first, then what was told first; and
    how many others wait."""
    of_return = attrgetter("right")
    for _right, some in groupby(sorted(found, key=of_return), of_return):
        first, *others = sorted((TASKS[one.kind](one) for one in some), key=_urgency)
        more = f", and {len(others)} more of this return" if others else ""
        yield replace(first, sentence=first.sentence + more)


def _urgency(task: Task) -> tuple[bool, datetime | None]:
    return task.due is None, task.moment
