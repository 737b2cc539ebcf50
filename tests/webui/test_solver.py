"""The process that solves: it answers, it is stopped, it is killed; nothing is left half-written."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from matcher import Defect, Refused
from matcher.errors import OutOfTime
from models.db import unit_of_work
from models.errors import Conflict
from models.outcomes import Outcome
from models.proposals import Proposal
from models.queries.solves import SILENCE
from models.services import solves
from models.solves import Solve, SolveState
from tests.models.world import NOW, actor, the_round
from webui import solver
from webui.solving import begin, ending

PATIENCE = 60.0  # seconds
ASLEEP = """
import sys, time
from webui import solver
from webui.config import database_url
from models.db import open_engine
solver.solve = lambda rotation, progress, time_limit: (progress("matched"), time.sleep(600))
sys.exit(solver.run(open_engine(database_url()), int(sys.argv[1])))
"""


@pytest.fixture
def stage() -> str:
    return "drawn"


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """No thread outlives its test."""
    yield
    for thread in threading.enumerate():
        if thread.name == "solver":
            thread.join()


def ask(engine: Engine, **more: Any) -> Solve:
    with unit_of_work(engine) as db:
        return solves.start(db, actor=actor(db, "exchange"), now=NOW, round_=the_round(db), **more)


def seen(engine: Engine, asked: Solve) -> Solve:
    with unit_of_work(engine, read_only=True) as db:
        return db.get_one(Solve, asked.id)


def wait_until(engine: Engine, asked: Solve, holds: Callable[[Solve], bool]) -> Solve:
    """The run, once it is so; AssertionError after a minute."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        found = seen(engine, asked)
        if holds(found):
            return found
        time.sleep(0.05)
    raise AssertionError(f"run {asked.id} is {found.state}, stage {found.stage}, {found.failure}")


def ended(run: Solve) -> bool:
    return run.state not in (SolveState.WAITING, SolveState.RUNNING)


def stored(engine: Engine) -> tuple[int, int]:
    """How many outcomes and proposals there are."""
    with unit_of_work(engine, read_only=True) as db:
        counts = [db.scalar(select(func.count()).select_from(table)) for table in (Outcome, Proposal)]
    return counts[0] or 0, counts[1] or 0


def test_process_solves_stores_and_ends(app: Flask, engine: Engine) -> None:
    asked = ask(engine)
    begin(app.extensions["roundtrip"], asked)
    found = wait_until(engine, asked, ended)
    assert (found.state, found.failure, found.done, found.total) == (SolveState.DONE, None, 6, 6)
    assert stored(engine) == (1, 7)


def test_process_killed_before_it_began_is_written_down(
    app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    asked = ask(engine)
    begin(app.extensions["roundtrip"], asked)
    found = wait_until(engine, asked, ended)
    assert (found.state, found.failure) == (
        SolveState.FAILED,
        "Its process ended with code 1 and left no answer; the server's log says more.",
    )


@pytest.mark.usefixtures("app")
def test_process_killed_while_it_solves_leaves_nothing_and_makes_room(engine: Engine, url: str) -> None:
    asked = ask(engine)
    process = subprocess.Popen(
        [sys.executable, "-c", ASLEEP, str(asked.id)], env=os.environ | {"DATABASE_URL": url}
    )
    wait_until(engine, asked, lambda run: run.stage == "matched")
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    with unit_of_work(engine) as db:
        when, by = NOW + SILENCE + timedelta(minutes=2), actor(db, "exchange")
        second = solves.start(db, actor=by, now=when, round_=the_round(db))
    first = seen(engine, asked)
    assert (first.state, first.failure, stored(engine)) == (SolveState.FAILED, solves.GONE, (0, 0))
    assert solver.run(engine, second.id) == solver.DONE
    assert stored(engine) == (1, 7)


def test_answer_of_a_second_run_is_the_same(engine: Engine) -> None:
    for _ in range(2):
        assert solver.run(engine, ask(engine).id) == solver.DONE
    with unit_of_work(engine, read_only=True) as db:
        first, second = db.scalars(select(Outcome).order_by(Outcome.number))
        assert first.content["matches"] == second.content["matches"]
        assert first.input_sha256 == second.input_sha256


Blocked = Callable[[Callable[[str], None]], None]


def engine_that(monkeypatch: pytest.MonkeyPatch, does: Blocked) -> None:
    """Let the engine do this, told how to say its stage, instead of solving."""
    monkeypatch.setattr(solver, "BEAT", 0.05)
    monkeypatch.setattr(solver, "solve", lambda _rotation, progress, time_limit: does(progress))


def stages_for_ever(progress: Callable[[str], None]) -> None:
    while True:
        progress("matched")
        time.sleep(0.02)


def test_cancelled_run_stops_at_the_next_stage(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(engine)

    def cancelled_meanwhile(progress: Callable[[str], None]) -> None:
        with unit_of_work(engine) as db:
            solves.cancel(db, actor=actor(db, "exchange"), now=NOW, solve=asked)
        stages_for_ever(progress)

    engine_that(monkeypatch, cancelled_meanwhile)
    assert solver.run(engine, asked.id) == solver.FAILED
    assert (seen(engine, asked).state, stored(engine)) == (SolveState.CANCELLED, (0, 0))


def test_run_past_its_time_limit_stops_and_says_so(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    engine_that(monkeypatch, stages_for_ever)
    asked = ask(engine, time_limit=1)
    assert solver.run(engine, asked.id) == solver.FAILED
    found = seen(engine, asked)
    assert (found.state, found.failure) == (
        SolveState.FAILED,
        "Its time limit of 1 second passed while it worked out: people placed. Give it a longer one.",
    )


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Refused("units[0]", "is odd"), "The engine does not take this round: units[0]: is odd."),
        (
            Defect(["one", "two"]),
            "The answer failed the engine's own check, so it was not given out: one; two.",
        ),
        (OutOfTime(), "Nothing was found within the time limit. Give it a longer one."),
        (Conflict("The round is gone."), "The round is gone."),
        (MemoryError(), "There was not enough memory on the machine that solves."),
        (
            ZeroDivisionError(),
            "Something failed in the solver (ZeroDivisionError); the server's log says more.",
        ),
    ],
)
def test_failure_is_told_in_a_sentence(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, fault: Exception, sentence: str
) -> None:
    def fail(_progress: object) -> None:
        raise fault

    engine_that(monkeypatch, fail)
    asked = ask(engine)
    assert solver.run(engine, asked.id) == solver.FAILED
    found = seen(engine, asked)
    assert (found.state, found.failure) == (SolveState.FAILED, sentence)


def test_run_that_was_cancelled_before_it_began_stays_cancelled(engine: Engine) -> None:
    asked = ask(engine)
    with unit_of_work(engine) as db:
        solves.cancel(db, actor=actor(db, "exchange"), now=NOW, solve=asked)
    assert solver.run(engine, asked.id) == solver.FAILED
    assert seen(engine, asked).state is SolveState.CANCELLED


def test_unknown_run_is_nobodys(engine: Engine) -> None:
    assert solver.run(engine, 4711) == solver.UNKNOWN


def test_ending_names_the_signal() -> None:
    assert ending(-signal.SIGKILL) == "Its process was ended from outside (SIGKILL)."
