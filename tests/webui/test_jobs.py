"""The schedule: a slot is run once however many workers there are; a tick that was missed loses nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.accounts import SignInAttempt, WebSession
from models.db import open_engine, unit_of_work
from models.errors import Invalid
from models.jobs import JobRun
from models.outbox import Notice
from models.proposals import Proposal, ProposalState
from models.queries.board import last_events, refusal
from models.queries.calendar import releases_end_at
from models.rounds import Round, RoundState
from models.services import movers, results
from tests.models import conftest as two_engines
from tests.models.stages import KEYS
from tests.models.world import DAY, NOW, actor, the_round
from tests.webui.site import KEY_TEXT, Clock
from webui.jobs import EPOCH, JOBS, Job, claim, run
from webui.jobs import move_rounds as move
from webui.machine import Machine
from webui.scheduler import start

HOUR = timedelta(hours=1)
clone, database = two_engines.clone, two_engines.database


@pytest.fixture
def both(clone: two_engines.Clone) -> Iterator[Engine]:
    """The small world on each engine in turn."""
    opened = open_engine(clone("world"), KEYS)
    yield opened
    opened.dispose()


def job(verb: Any = lambda _: "Done.", every: timedelta = HOUR, offset: timedelta = timedelta()) -> Job:
    return Job("a_job", "Do it", every, verb, offset)


def runs(engine: Engine) -> list[JobRun]:
    with unit_of_work(engine, read_only=True) as session:
        return list(session.scalars(select(JobRun).order_by(JobRun.id)))


def machine(engine: Engine, clock: Clock) -> Machine:
    return Machine(engine, clock, lambda: None)


def test_jobs_have_names_of_their_own() -> None:
    assert len({one.id for one in JOBS}) == len(JOBS)
    assert all(timedelta() <= one.offset < one.every for one in JOBS)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (datetime(2026, 11, 23, 7, 59, 59, tzinfo=UTC), datetime(2026, 11, 22, 8, tzinfo=UTC)),
        (datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC)),
        (datetime(2026, 11, 24, 7, 59, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC)),
    ],
)
def test_slot_is_the_newest_instant_that_is_due(now: datetime, slot: datetime) -> None:
    assert job(every=DAY, offset=8 * HOUR).slot(now) == slot
    assert (slot - EPOCH - 8 * HOUR) % DAY == timedelta()


def test_slot_is_claimed_once(both: Engine) -> None:
    first = claim(both, "a_job", NOW, NOW)
    assert first is not None
    assert claim(both, "a_job", NOW, NOW) is None
    assert claim(both, "another", NOW, NOW) is not None
    assert claim(both, "a_job", NOW + HOUR, NOW) is not None


RACER = """
import sys
from datetime import datetime, timedelta
from models.db import open_engine
from webui.jobs import claim
engine = open_engine(sys.argv[1])
begin = datetime.fromisoformat(sys.argv[2])
sys.stdin.readline()
won = [number for number in range(40)
       if claim(engine, "race", begin + timedelta(minutes=number), begin) is not None]
print(len(won))
"""


def test_two_processes_run_each_slot_once(both: Engine) -> None:
    command = [sys.executable, "-c", RACER, both.url.render_as_string(hide_password=False), NOW.isoformat()]
    environment = os.environ | {"ROUNDTRIP_KEY": KEY_TEXT}
    racers = [
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    won = [int(racer.communicate()[0]) for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0]
    assert sum(won) == 40
    slots = [one.slot for one in runs(both)]
    assert len(slots) == len(set(slots)) == 40


def test_run_writes_down_what_it_did(engine: Engine, clock: Clock) -> None:
    assert run(job(), machine(engine, clock))
    assert not run(job(), machine(engine, clock))
    (row,) = runs(engine)
    assert (row.job, row.slot, row.finished_at, row.result, row.failed) == ("a_job", NOW, NOW, "Done.", False)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Invalid("The catalogue is empty."), "The catalogue is empty."),
        (
            ZeroDivisionError("a confidential list"),
            "It failed (ZeroDivisionError); the worker's log says more.",
        ),
        (
            OperationalError("SELECT secret", {}, Exception("database is locked")),
            "The database was busy or could not be reached; the worker's log says more.",
        ),
    ],
)
def test_failure_is_written_down_and_the_next_slot_runs(
    engine: Engine, clock: Clock, fault: Exception, sentence: str
) -> None:
    faults = [fault]

    def verb(_: Machine) -> str:
        if faults:
            raise faults.pop()
        return "Done."

    for _ in range(2):
        run(job(verb), machine(engine, clock))
        clock.move(hours=1)
    assert [(one.result, one.failed) for one in runs(engine)] == [(sentence, True), ("Done.", False)]


def test_ticker_makes_good_at_its_start_what_was_missed(engine: Engine, clock: Clock) -> None:
    ran = Event()

    def verb(_: Machine) -> str:
        ran.set()
        return "Done."

    ticker = start(machine(engine, clock), (job(verb, every=365 * DAY),))
    try:
        assert ran.wait(20)
    finally:
        ticker.shutdown(wait=True)
    assert [one.result for one in runs(engine)] == ["Done."]


def test_worker_begins_and_ends_when_told(url: str) -> None:
    environment = os.environ | {"DATABASE_URL": url, "ROUNDTRIP_SMTP": ""}
    command = [sys.executable, "-c", "from webui.cli import main; main()", "worker"]
    worker = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == f"Working on {len(JOBS)} jobs; Ctrl-C ends it.\n"
    assert worker.stdout.readline().startswith("No mail server is set (ROUNDTRIP_SMTP)")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0
    worker.stdout.close()


def state(db: Session) -> RoundState:
    db.rollback()
    return the_round(db).state


@pytest.mark.parametrize("stage", ["filed"])
def test_calendar_moves_a_round_step_by_step(engine: Engine, db: Session, clock: Clock) -> None:
    round_ = the_round(db)
    assert move(machine(engine, clock)) == "No round was due."
    clock.now = round_.lists_close_at - timedelta(seconds=1)
    assert move(machine(engine, clock)) == "No round was due."
    clock.move(seconds=1)
    assert move(machine(engine, clock)) == "First invented round: closed for dream sheets."
    assert state(db) is RoundState.RELEASE_REVIEW
    assert releases_end_at(round_) == round_.lists_close_at + 5 * DAY  # from a Thursday
    clock.now = releases_end_at(round_)
    assert move(machine(engine, clock)) == "First invented round: opened for host rankings."
    assert state(db) is RoundState.RANKING
    clock.now = round_.rankings_close_at
    assert move(machine(engine, clock)) == "No round was due."
    clock.move(minutes=1)
    assert move(machine(engine, clock)) == "First invented round: frozen."
    assert state(db) is RoundState.FROZEN
    clock.move(days=100)
    assert move(machine(engine, clock)) == "No round was due."


@pytest.mark.parametrize("stage", ["filed"])
def test_calendar_catches_up_step_by_step_after_downtime(engine: Engine, db: Session, clock: Clock) -> None:
    clock.move(days=100)
    said = [move(machine(engine, clock)) for _ in range(4)]
    assert [one.removeprefix("First invented round: ") for one in said] == [
        "closed for dream sheets.",
        "opened for host rankings.",
        "frozen.",
        "No round was due.",
    ]
    assert state(db) is RoundState.FROZEN


def test_rankings_never_open_later_than_halfway() -> None:
    round_ = Round(lists_close_at=NOW, rankings_close_at=NOW + 4 * DAY)
    assert releases_end_at(round_) == NOW + 2 * DAY


@pytest.mark.parametrize("stage", ["posting"])
def test_round_that_cannot_go_on_is_told_with_the_reason(engine: Engine, db: Session, clock: Clock) -> None:
    for _ in range(2):
        said = move(machine(engine, clock))
        assert said == "First invented round waits: The round offers no opportunity yet."
    assert state(db) is RoundState.POSTING
    (told,) = db.scalars(select(Notice)).all()
    assert (told.template, told.recipient.slug) == ("round_refused", "exchange")
    found = refusal(the_round(db), last_events(db, the_round(db)))
    assert found is not None
    assert found.reason == "The round offers no opportunity yet."


@pytest.mark.parametrize("stage", ["begun"])
def test_calendar_does_not_freeze_past_a_pin_that_waits(engine: Engine, db: Session, clock: Clock) -> None:
    clock.move(days=100)
    for _ in range(2):
        move(machine(engine, clock))
    waits = (
        "A pin or forbidden pair waits for a second person: approve or drop what waits, or freeze by hand."
    )
    assert move(machine(engine, clock)) == f"First invented round waits: {waits}"
    assert state(db) is RoundState.RANKING


@pytest.mark.parametrize("stage", ["approved"])
def test_offer_of_somebody_who_left_lapses_after_the_publication(
    engine: Engine, db: Session, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        office, proposal = actor(session, "office"), session.scalars(select(Proposal)).first()
        assert proposal is not None
        person = actor(session, proposal.executive.slug.lower())
        movers.leave(session, actor=office, now=NOW, person=person, reason="retired")
        results.publish(session, actor=office, now=NOW, round_=the_round(session))
    (lapse,) = [one for one in JOBS if one.id == "lapse_offers"]
    assert lapse.verb(machine(engine, clock)) == "Offers of people who left: 1; answers that were late: 0."
    assert lapse.verb(machine(engine, clock)) == "Offers of people who left: 0; answers that were late: 0."
    db.rollback()
    lapsed = db.scalars(select(Proposal).where(Proposal.state == ProposalState.LAPSED)).all()
    assert [one.id for one in lapsed] == [proposal.id]


@pytest.mark.parametrize("stage", ["published"])
def test_offer_nobody_answered_in_time_lapses(engine: Engine, db: Session, clock: Clock) -> None:
    (lapse,) = [one for one in JOBS if one.id == "lapse_offers"]
    assert lapse.verb(machine(engine, clock)) == "Offers of people who left: 0; answers that were late: 0."
    clock.move(days=60)
    assert lapse.verb(machine(engine, clock)) == "Offers of people who left: 0; answers that were late: 7."
    db.rollback()
    assert {one.state for one in db.scalars(select(Proposal))} == {ProposalState.LAPSED}
    assert lapse.verb(machine(engine, clock)) == "Offers of people who left: 0; answers that were late: 0."


def test_purge_removes_what_is_old_and_nothing_else(engine: Engine, db: Session, clock: Clock) -> None:
    with unit_of_work(engine) as session:
        for number, age in enumerate((0, 29, 31)):
            at = NOW - age * DAY
            session.add(
                WebSession(
                    token_digest=f"{number:064}",
                    content={},
                    created_at=at - DAY,
                    seen_at=at,
                    expires_at=at,
                )
            )
            session.add(JobRun(job="a_job", slot=at, started_at=at))
            session.add(SignInAttempt(at=at, name_digest="a" * 64, address_digest="b" * 64, succeeded=True))
    (purge,) = [one for one in JOBS if one.id == "purge"]
    said = "Removed 1 sessions, 2 sign-in tries, 1 job runs, 0 invitations, 0 uploads, 0 places of meetings."
    assert purge.verb(machine(engine, clock)) == said
    assert len(runs(engine)) == 2
