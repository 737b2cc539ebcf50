"""The whole schedule as one table, and the running of one slot of a job by whichever worker comes first."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session

import models.tables  # noqa: F401 - a worker writes rows that refer to tables of which it reads none
from models.actors import Actor
from models.db import unit_of_work
from models.errors import Conflict, Trouble, WrongState
from models.jobs import JobRun
from models.proposals import Proposal
from models.queries import mentoring_due
from models.queries.answers import late_offers
from models.queries.calendar import Step, due_steps
from models.queries.development import to_remind
from models.queries.jobs import Run, find_run
from models.queries.movers import offers_of_leavers
from models.queries.releases import undecided_rounds
from models.rounds import Round
from models.services import (
    development,
    headcounts,
    mentoring_clock,
    proposals,
    release_clock,
    round_clock,
    solves,
    upkeep,
)
from webui.incomplete import Incomplete
from webui.machine import Machine
from webui.mailer import Unreachable, find_system, send_due
from webui.meeting_jobs import hold_meetings, remind_meetings
from webui.offer_jobs import remind_answers
from webui.return_jobs import move_returns
from webui.seeking_jobs import count_demand, tell_searchers

log = logging.getLogger(__name__)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
AGAIN = timedelta(minutes=5)
"""How long after its beginning a run that failed is tried once more, where its next slot is not sooner."""


@dataclass(frozen=True)
class Job:
    """One line of the schedule: due `offset` after midnight UTC of 1 January 2000, and every `every` since.

    The verb asks what is due and not recorded as done, and does that, each item in its own transaction: a
    slot that nobody ran is made good by the next one, and a slot run twice would change nothing. It returns
    a sentence that says what it did.
    """

    id: str
    what: str
    every: timedelta
    verb: Callable[[Machine], str]
    offset: timedelta = timedelta()

    def slot(self, now: datetime) -> datetime:
        """The newest instant, now or before, at which the job is due."""
        begin = EPOCH + self.offset
        return begin + (now - begin) // self.every * self.every

    def second_try(self, last: Run, now: datetime) -> datetime | None:
        """When a run that broke is tried once more: only where it was the first of the newest slot."""
        return last.started_at + AGAIN if last.broken and last.slot == self.slot(now) else None

    def next_run(self, last: Run | None, now: datetime) -> datetime:
        """When it runs next, after its last run: at its next slot, or sooner where it is tried once more."""
        again = self.second_try(last, now) if last else None
        usual = self.slot(now) + self.every
        return min(usual, max(again, now)) if again else usual


def send_mail(machine: Machine) -> str:
    return send_due(machine.engine, machine.clock, machine.mail(), machine.told)


def move_rounds(machine: Machine) -> str:
    """Take every step whose day has come; one that is refused holds up no other round, and its coordinator
    has been told. Only what the database refuses is a fault of ours."""
    with unit_of_work(machine.engine, read_only=True) as session:
        steps = due_steps(session, machine.clock())
    said, failed = [], []
    for step in machine.each(steps):
        try:
            _take(machine, step)
            said.append(f"{step.name}: {step.words}.")
        except Trouble as fault:
            if isinstance(fault.__cause__, IntegrityError):
                failed.append(f"{step.name}: {fault}")
            else:
                said.append(f"{step.name} waits: {fault}")
    if failed:
        raise Incomplete(" ".join([*failed, *said]))
    return " ".join(said) or "No round was due."


def _take(machine: Machine, step: Step) -> None:
    """Take the step in a transaction of its own; where it is refused, tell its coordinator in another."""
    try:
        with unit_of_work(machine.engine) as session:
            system, round_ = find_system(session), session.get_one(Round, step.round_id)
            round_clock.move(session, actor=system, now=machine.clock(), round_=round_, action=step.action)
    except Trouble as fault:
        with unit_of_work(machine.engine) as session:
            round_clock.tell_refused(
                session,
                actor=find_system(session),
                now=machine.clock(),
                round_=session.get_one(Round, step.round_id),
                action=step.action,
                reason=str(fault),
            )
        raise


def move_mentoring(machine: Machine) -> str:
    """Do what time has made due in mentoring, each thing in its own transaction."""
    with unit_of_work(machine.engine, read_only=True) as session:
        items = mentoring_due.due(session, machine.clock())
    done: Counter[str] = Counter()
    failed = []
    for item in machine.each(items):
        try:
            with unit_of_work(machine.engine) as session:
                by = find_system(session)
                acted = mentoring_clock.act(session, actor=by, now=machine.clock(), item=item)
            done[item.what] += acted
        except Trouble as fault:
            failed.append(f"{item.what} {item.id}: {fault}")
    counts = ", ".join(f"{what.replace('_', ' ')} {count:,}" for what, count in sorted(done.items()) if count)
    said = f"Done: {counts}." if counts else "Nothing was due."
    if failed:
        raise Incomplete(" ".join([*failed, said]))
    return said


def chase_releases(machine: Machine) -> str:
    """Each round in its own transaction."""
    with unit_of_work(machine.engine, read_only=True) as session:
        numbers = undecided_rounds(session)
    done: Counter[str] = Counter()
    for number in machine.each(numbers):
        with unit_of_work(machine.engine) as session:
            round_, by = session.get_one(Round, number), find_system(session)
            done.update(release_clock.chase(session, actor=by, now=machine.clock(), round_=round_))
    counts = ", ".join(f"{what} {count:,}" for what, count in sorted(done.items()) if count)
    return f"Releases: {counts}." if counts else "No release was due."


def reap_solves(machine: Machine) -> str:
    with unit_of_work(machine.engine) as session:
        count = solves.reap(session, actor=find_system(session), now=machine.clock())
    return f"Runs of the solver found dead: {count}."


def lapse_offers(machine: Machine) -> str:
    with unit_of_work(machine.engine) as session:
        offers = offers_of_leavers(session)
        upkeep.lapse_offers(session, actor=find_system(session), now=machine.clock(), proposals=offers)
    late = 0
    with unit_of_work(machine.engine, read_only=True) as session:
        numbers = late_offers(session, machine.clock())
    for number in machine.each(numbers):
        with suppress(WrongState, Conflict), unit_of_work(machine.engine) as session:
            _lapse(session, number, machine.clock())
            late += 1
    return f"Offers of people who left: {len(offers)}; answers that were late: {late}."


def _lapse(session: Session, number: int, now: datetime) -> None:
    """End one offer whose answer is late; WrongState or Conflict where it was answered meanwhile."""
    offer = session.get_one(Proposal, number, with_for_update=True)
    proposals.lapse(session, actor=find_system(session), now=now, proposals=[offer])


def purge(machine: Machine) -> str:
    with unit_of_work(machine.engine) as session:
        removed = upkeep.purge(session, actor=find_system(session), now=machine.clock())
    return f"Removed {', '.join(f'{count:,} {what}' for what, count in removed.items())}."


def count_heads(machine: Machine) -> str:
    with unit_of_work(machine.engine) as session:
        done = headcounts.count(session, actor=find_system(session), now=machine.clock())
    return f"Agencies counted: {done:,}."


def remind_development(machine: Machine) -> str:
    """Write to everybody whose review, activity or assessment is due, each in an own transaction; whom
    another worker has told meanwhile is left alone."""
    with unit_of_work(machine.engine, read_only=True) as session:
        people = to_remind(session, machine.clock())
    done = 0
    for number in machine.each(people):
        with suppress(Conflict), unit_of_work(machine.engine) as session:
            person = session.get_one(Actor, number)
            development.remind(session, actor=find_system(session), now=machine.clock(), person=person)
            done += 1
    return f"People reminded of their development: {done:,}."


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
JOBS: tuple[Job, ...] = (
    Job("send_mail", "Send the mail that is due", MINUTE, send_mail),
    Job("move_rounds", "Take the steps of rounds whose day has come", MINUTE, move_rounds),
    Job("move_mentoring", "Remind, hand on and end what is due in mentoring", MINUTE, move_mentoring),
    Job("chase_releases", "Remind of releases and pass them on", HOUR, chase_releases, 11 * MINUTE),
    Job("move_returns", "Tell what is due on the way back", MINUTE, move_returns),
    Job("reap_solves", "Write down runs of the solver whose process is gone", MINUTE, reap_solves),
    Job(
        "remind_meetings",
        "Call meetings to mind a day and an hour before",
        MINUTE,
        remind_meetings,
    ),
    Job("hold_meetings", "Take meetings that are over for held", 5 * MINUTE, hold_meetings),
    Job("remind_development", "Call dates of development to mind", DAY, remind_development, 13 * HOUR),
    Job(
        "lapse_offers",
        "End offers of people who left, and those whose answer is late",
        HOUR,
        lapse_offers,
        7 * MINUTE,
    ),
    Job("remind_answers", "Call to mind answers that are soon late", HOUR, remind_answers, 9 * MINUTE),
    Job("count_heads", "Count the executives of 1 October", DAY, count_heads, 9 * HOUR),
    Job("count_demand", "Count demand in bands", DAY, count_demand, 10 * HOUR),
    Job("tell_searchers", "Tell what is new to saved searches", DAY, tell_searchers, 11 * HOUR),
    Job("purge", "Remove ended sessions, old sign-in tries and old runs", DAY, purge, 8 * HOUR),
)


def run(job: Job, machine: Machine) -> bool:
    """Run the job's newest slot unless somebody has, once more where that broke; whether it was run here."""
    now = machine.clock()
    slot = _due(machine.engine, job, now)
    number = claim(machine.engine, job.id, slot, now) if slot else None
    if number is None:
        return False
    try:
        result, failed = job.verb(machine), False
    except (Trouble, Incomplete, Unreachable) as fault:
        result, failed = str(fault), True
    except Exception as fault:
        log.exception("job %s failed", job.id)
        result, failed = f"{_why(fault)}; the worker's log says more.", True
    _finish(machine, number, result, failed=failed)
    return True


def _due(engine: Engine, job: Job, now: datetime) -> datetime | None:
    """The newest slot where nobody has run it, its second try where the time for that has come, else None."""
    with unit_of_work(engine, read_only=True) as session:
        done = find_run(session, job.id, job.slot(now), now)
    if done is None:
        return job.slot(now)
    again = job.second_try(done, now)
    return again if again and again <= now else None


def _why(fault: Exception) -> str:
    """Why a job failed, in words where its cause has some."""
    if isinstance(fault, OperationalError | NoConnection):
        return "The database was busy or could not be reached"
    return f"It failed ({type(fault).__name__})"


def claim(engine: Engine, job: str, slot: datetime, now: datetime) -> int | None:
    """The id of the run where this call is the first for the slot, else None."""
    dialect = sqlite if engine.dialect.name == "sqlite" else postgresql
    row = dialect.insert(JobRun).values(job=job, slot=slot, started_at=now, failed=False)
    with unit_of_work(engine) as session:
        statement = row.on_conflict_do_nothing(index_elements=["job", "slot"]).returning(JobRun.id)
        return session.execute(statement).scalar_one_or_none()


def _finish(machine: Machine, number: int, result: str, *, failed: bool) -> None:
    with unit_of_work(machine.engine) as session:
        row = session.get_one(JobRun, number)
        row.finished_at, row.result, row.failed = machine.clock(), result, failed
