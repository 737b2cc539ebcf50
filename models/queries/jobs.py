"""Runs of the schedule, as the page of jobs shows them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.jobs import JobRun

LONGEST = timedelta(hours=1)
"""A run without an end after this time is taken for one that was killed."""
KILLED = "It began and never ended: the worker was stopped."
OPEN = "It has not ended yet. With no end within an hour, it counts as broken off and runs again by itself."


@dataclass(frozen=True)
class Run:
    """One run; `broken` says that it failed or never ended."""

    job: str
    slot: datetime
    started_at: datetime
    finished_at: datetime | None
    result: str | None
    broken: bool


def last_runs(session: Session, now: datetime) -> dict[str, Run]:
    """The newest run of every job."""
    newest = select(func.max(JobRun.id)).group_by(JobRun.job)
    return {run.job: _run(run, now) for run in session.scalars(select(JobRun).where(JobRun.id.in_(newest)))}


def find_run(session: Session, job: str, slot: datetime, now: datetime) -> Run | None:
    """The run of one slot of a job, if anybody has begun it."""
    run = session.scalar(select(JobRun).where(JobRun.job == job, JobRun.slot == slot))
    return None if run is None else _run(run, now)


def broken_runs(session: Session, now: datetime, most: int = 20) -> list[Run]:
    """The newest runs that failed or were killed."""
    killed = JobRun.finished_at.is_(None) & (JobRun.started_at < now - LONGEST)
    query = select(JobRun).where(JobRun.failed | killed).order_by(JobRun.id.desc()).limit(most)
    return [_run(run, now) for run in session.scalars(query)]


def _run(run: JobRun, now: datetime) -> Run:
    killed = run.finished_at is None and run.started_at < now - LONGEST
    result = run.result if run.finished_at else KILLED if killed else OPEN
    return Run(run.job, run.slot, run.started_at, run.finished_at, result, run.failed or killed)
