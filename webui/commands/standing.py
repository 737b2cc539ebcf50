"""Where the demonstration stands in time: it goes on from there, and does meanwhile what a worker would."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Engine, func, select

from models.db import unit_of_work
from models.errors import Trouble
from models.jobs import JobRun
from webui.config import utc_now
from webui.filters import day
from webui.jobs import HOUR, run
from webui.machine import Machine
from webui.shown_mail import SHOWING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_STEPS = 240


def clock_of(days: int) -> Callable[[], datetime]:
    """A clock that goes so many days ahead."""
    ahead = timedelta(days=days)
    return lambda: utc_now() + ahead


def must_go_on(engine: Engine, now: datetime) -> None:
    """Trouble where the demonstration was shown at a later instant already: time does not go back in it."""
    stands = _stands_at(engine)
    if stands is not None and stands > now + HOUR:
        days = -((utc_now() - stands) // timedelta(days=1))
        raise Trouble(
            f"This demonstration stands at {day(stands)} already, and its time does not go back: show it as "
            f"it is then (make demo LATER={days}, or roundtrip demo --later {days}), or begin with an "
            "empty database (without DATABASE_URL: delete instance/)."
        )


def live_through(machine: Machine, tell: Callable[[str, int, int], None]) -> None:
    """Run every job hour by hour (in longer steps where weeks are missing) from where the demonstration
    stands to now, so that each thing happens in its turn and on its day."""
    end = machine.clock()
    begin = _stands_at(machine.engine) or utc_now()
    steps = min(MOST_STEPS, (end - begin) // HOUR)
    for number in range(steps):
        then = begin + (end - begin) * (number + 1) / steps
        for job in SHOWING:
            run(job, replace(machine, clock=partial(_stopped, then)))
        tell("Time that passes", number + 1, steps)


def _stopped(instant: datetime) -> datetime:
    return instant


def _stands_at(engine: Engine) -> datetime | None:
    """When a job ran last; None where none has."""
    with unit_of_work(engine, read_only=True) as session:
        return session.scalar(select(func.max(JobRun.started_at)))
