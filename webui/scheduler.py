"""The ticker: APScheduler in memory and in UTC, which only calls; what is due and done stands in our tables.

Any number of workers may tick at the same time: a slot belongs to whoever claims its row first.
"""

from __future__ import annotations

import logging
import signal
import threading
from datetime import UTC

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from webui.config import utc_now
from webui.jobs import EPOCH, JOBS, Job, run
from webui.machine import Machine


def start(machine: Machine, jobs: tuple[Job, ...] = JOBS) -> BackgroundScheduler:
    """Begin to tick: every job now, which makes good what was missed, and then each minute, which finds what
    is due and what failed and is tried once more."""
    logging.getLogger("apscheduler.scheduler").addFilter(_is_news)
    ticker = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(len(jobs))})
    for job in jobs:
        ticker.add_job(
            run,
            IntervalTrigger(minutes=1, start_date=EPOCH, timezone=UTC),
            args=(job, machine),
            id=job.id,
            name=job.what,
            next_run_time=utc_now(),  # whatever the clock of the jobs says
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    ticker.start()
    return ticker


def _is_news(told: logging.LogRecord) -> bool:
    """Every message but one that a tick was left out: a job may outlast it, and the next one comes in a
    minute."""
    return "maximum number of running instances reached" not in str(told.msg)


def listen() -> threading.Event:
    """What SIGINT and SIGTERM set from now on."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    return told


def run_until_told(machine: Machine) -> None:
    """Tick until the machine is told to end; each job that runs finishes what it has in hand."""
    ticker = start(machine)
    machine.told.wait()
    ticker.shutdown(wait=True)
