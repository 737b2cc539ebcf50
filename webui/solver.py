"""`python -m webui.solver ID`: one run of the solver, in a process of its own.

It solves between short transactions. Every two seconds it shows that it lives and how far it is, and hears
whether it is still wanted; past its time limit it gives up. Whatever ends it is written down in a sentence.
Once the answer is stored, what its limits and pins cost is worked out in the time that is left.
"""

from __future__ import annotations

import logging
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from matcher import Defect, Refused, parse, parse_rotation, solve
from matcher.errors import OutOfTime
from matcher.files import canonical
from models.db import open_engine, unit_of_work
from models.errors import Trouble
from models.outcomes import Outcome
from models.pricing import price
from models.services import results, solves
from models.solves import Solve
from webui.config import database_url
from webui.filters import plural
from webui.outcome_words import STAGES

BEAT = 2.0  # seconds
GRACE = 5.0  # seconds to end by itself, at the next stage, before the process is ended
NICE = 10
MEMORY = 4 << 30  # bytes of data; 2.5 GB served half a million people
SEARCHING = 0.9  # of the time limit
DONE, FAILED, UNKNOWN = 0, 1, 2


class Stopped(Exception):
    """The run is wanted no longer, or its time is up; that is written down already."""


class Follower:
    """Follows one run: told of each stage, it beats from a thread of its own until the block ends."""

    def __init__(self, engine: Engine, run: Solve, clock: Callable[[], datetime]) -> None:
        self._engine, self._run, self._clock = engine, run, clock
        self._ends_at = clock() + timedelta(seconds=run.time_limit)
        self._stages: list[str] = []
        self._stopped, self._ended, self._news = threading.Event(), threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._follow, name="follower", daemon=True)

    def __enter__(self) -> Follower:
        self._thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._ended.set()
        self._news.set()
        self._thread.join()

    def __call__(self, stage: str) -> None:
        """The engine begins a stage; Stopped ends it."""
        self._stages.append(stage)
        self._news.set()
        if self._stopped.is_set():
            raise Stopped

    def _follow(self) -> None:
        while not self._ended.is_set():
            try:
                wanted = self._beat()
            except SQLAlchemyError:  # a busy database: the next beat will do
                logging.warning("run %s could not show that it lives", self._run.id, exc_info=True)
                wanted = True
            if not wanted:
                self._stop()
                return
            self._news.wait(BEAT)
            self._news.clear()

    def _beat(self) -> bool:
        now, begun = self._clock(), list(self._stages)
        with unit_of_work(self._engine) as db:
            if now >= self._ends_at:
                solves.fail(db, now=now, solve=self._run, why=_out_of_time(self._run.time_limit, begun))
                return False
            stage, done = (begun[-1], len(begun) - 1) if begun else (None, 0)
            return solves.beat(db, now=now, solve=self._run, stage=stage, done=done)

    def _stop(self) -> None:
        self._stopped.set()
        if not self._ended.wait(GRACE):  # deep inside one stage: nothing is half-written, so just end
            os._exit(FAILED)


def run(engine: Engine, number: int) -> int:
    """Solve and store; the exit code. Its clock goes on from the moment the run was asked for."""
    with unit_of_work(engine, read_only=True) as db:
        asked = db.get(Solve, number)
    if asked is None:
        return UNKNOWN
    started = time.monotonic()

    def clock() -> datetime:
        return asked.asked_at + timedelta(seconds=time.monotonic() - started)

    try:
        with unit_of_work(engine) as db:
            file = solves.begin(db, now=clock(), solve=asked)
        answer = _answer(engine, asked, clock, file)
        with unit_of_work(engine) as db:
            outcome = solves.finish(db, now=clock(), solve=asked, answer=answer)
    except Stopped:
        return FAILED
    except Exception as fault:
        with unit_of_work(engine) as db:
            solves.fail(db, now=clock(), solve=asked, why=_explain(fault))
        return FAILED
    if answer["status"] == "optimal":
        _price(engine, asked, clock, file, outcome)
    return DONE


def _price(
    engine: Engine, asked: Solve, clock: Callable[[], datetime], file: dict[str, Any], outcome: Outcome
) -> None:
    """Work out and keep what limits and pins cost; the run stands without that too."""
    ends_at = asked.asked_at + timedelta(seconds=asked.time_limit)

    def progress(_stage: str) -> None:
        if clock() >= ends_at:
            raise Stopped

    try:
        prices = price(parse_rotation(canonical(file)), outcome.content, progress)
        with unit_of_work(engine) as db:
            results.keep_prices(db, now=clock(), outcome=outcome, prices=prices)
    except Stopped:
        logging.info("run %s: no time was left to work out what its limits cost", asked.id)
    except Exception:
        logging.exception("run %s: what its limits cost could not be worked out", asked.id)


def _answer(
    engine: Engine, asked: Solve, clock: Callable[[], datetime], file: dict[str, Any]
) -> dict[str, Any]:
    """The engine's answer; a round that is no network gets most of the time, the rest is for checking it."""
    with Follower(engine, asked, clock) as follower:
        rotation = parse(canonical(file))
        return solve(rotation, progress=follower, time_limit=SEARCHING * asked.time_limit)


def _out_of_time(limit: int, begun: list[str]) -> str:
    where = f" while it worked out: {STAGES[begun[-1]].lower()}" if begun else ""
    lasted = plural(limit, "second") if limit % 60 else plural(limit // 60, "minute")
    return f"Its time limit of {lasted} passed{where}. Give it a longer one."


def _explain(fault: Exception) -> str:
    """Why a run ended without an answer, in a sentence."""
    match fault:
        case Refused():
            return f"The engine does not take this round: {fault}."
        case Defect():
            return f"The answer failed the engine's own check, so it was not given out: {fault}."
        case Trouble():
            return str(fault)
        case OutOfTime():
            return "Nothing was found within the time limit. Give it a longer one."
        case MemoryError():
            return "There was not enough memory on the machine that solves."
    logging.error("run failed", exc_info=fault)
    return f"Something failed in the solver ({type(fault).__name__}); the server's log says more."


def main(arguments: list[str]) -> int:
    """The process: lower in priority than the pages, and of limited memory."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    return run(open_engine(database_url()), int(arguments[0]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
