"""`python -m tests.bench.life [PEOPLE]`: a round from the freeze to its publication, with readers meanwhile.

8,000 people and 6,400 opportunities (or as many people as are named, and eight opportunities to ten of them)
in a database of their own: SQLite in a temporary folder, or the empty one that BENCH_DATABASE_URL names. Each
step is done by its verb and timed; the solver runs in its own niced process, as in production, while browsers
read pages from gunicorn, as they do before and after it. The targets: reading while it solves takes at the
median at most twice as long as otherwise, nothing fails, and no page of the outcome takes more than twelve
statements.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agencies import Agency
from models.db import open_engine, unit_of_work
from models.outcomes import Outcome
from models.queries.conference import seats
from models.rounds import Round
from models.services import conference, results, rounds, solves
from models.solves import Solve, SolveState
from tests.bench.life_rows import COORDINATOR, OFFICER, SECOND, SPEAKER, fill
from tests.bench.load import Browser, quantile, serving
from tests.bench.server import build
from tests.house.crawler import look, site_engine
from tests.webui.site import sign_in

PEOPLE, READERS, IDLE_SECONDS, MOST_RATIO = 8000, 4, 10.0, 2.0
PAUSE = 0.25  # seconds that somebody looks at a page: readers without it leave a niced process no time
MOST_STATEMENTS = 12  # a page
OUTCOME = "/rounds/bench/outcomes/1"
OUTCOME_PAGES = (
    *(f"{OUTCOME}{room}" for room in ("", "/placements", "/unplaced", "/exchange", "/limits")),
    "/rounds/bench/decision",
    "/record/rounds/bench",
)
PAGES = ("/", "/rounds", "/rounds/bench", "/rounds/bench/limits")


def main() -> int:
    """Measure, print the table, and say by the exit code whether the target is met."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    os.environ.setdefault("ROUNDTRIP_KEY", "YmVuY2ggYmVuY2ggYmVuY2ggYmVuY2ggYmVuY2ggMTI=")
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{Path(folder) / 'life.sqlite'}"
        os.environ["DATABASE_URL"] = url
        fill(url, people)
        engine = open_engine(url)
        try:
            return _measure(engine, people)
        finally:
            engine.dispose()


def _measure(engine: Engine, people: int) -> int:
    say(f"{people:,} people, {people * 4 // 5:,} opportunities; seconds")
    timed(engine, "freeze", lambda db: rounds.freeze(db, actor=who(db, COORDINATOR), **now_and_round(db)))
    timed(engine, "outside value", enter_outside)
    with serving() as port:
        with reading(port):  # the workers load their pages
            time.sleep(IDLE_SECONDS)
        with reading(port) as idle:
            time.sleep(IDLE_SECONDS)
        with reading(port) as busy:
            solve(engine)
        with reading(port) as after:
            time.sleep(IDLE_SECONDS)
    timed(engine, "put before the agencies", confer)
    timed(engine, "approval of every agency", agree)
    timed(engine, "approve", lambda db: results.approve(db, actor=who(db, SECOND), **now_and_round(db)))
    timed(engine, "publish", lambda db: results.publish(db, actor=who(db, OFFICER), **now_and_round(db)))
    idle.spent += after.spent
    idle.failed += after.failed
    return max(report(idle, busy), count_statements())


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def who(db: Session, slug: str) -> Actor:
    return db.scalars(select(Actor).where(Actor.slug == slug)).one()


def now_and_round(db: Session) -> dict[str, Any]:
    return {"now": datetime.now(UTC), "round_": db.scalars(select(Round)).one()}


def timed(engine: Engine, what: str, act: Callable[[Session], object]) -> None:
    """One transaction, and how long it took with its commit."""
    began = time.perf_counter()
    with unit_of_work(engine) as db:
        act(db)
    say(f"{what:28} {time.perf_counter() - began:8.2f}")


def enter_outside(db: Session) -> None:
    rounds.enter_outside(db, actor=who(db, COORDINATOR), outside="4711", **now_and_round(db))


def solve(engine: Engine) -> None:
    """Ask for a run and let the solver's own process do it, prices included."""
    began = time.perf_counter()
    with unit_of_work(engine) as db:
        number = solves.start(db, actor=who(db, COORDINATOR), **now_and_round(db)).id
    subprocess.run([sys.executable, "-m", "webui.solver", str(number)], check=True)
    say(f"{'solve, check and prices':28} {time.perf_counter() - began:8.2f}")
    with unit_of_work(engine, read_only=True) as db:
        done = db.get_one(Solve, number)
        if done.state is not SolveState.DONE:
            raise RuntimeError(f"the run is {done.state}: {done.failure}")


def confer(db: Session) -> None:
    outcome = db.scalars(select(Outcome)).one()
    say(f"placed {outcome.placed:,}; {outcome.status}")
    results.confer(db, actor=who(db, COORDINATOR), outcome=outcome, **now_and_round(db))


def agree(db: Session) -> None:
    facts = now_and_round(db)
    for seat in seats(db, facts["round_"]):
        agency = db.get_one(Agency, seat.agency.id)
        conference.agree(db, actor=who(db, SPEAKER), agency=agency, **facts)


class Readings:
    """Seconds of every answer, and what failed."""

    def __init__(self) -> None:
        self.spent: list[float] = []
        self.failed: list[str] = []


@contextmanager
def reading(port: int) -> Iterator[Readings]:
    """Browsers that go round the pages until the block ends."""
    found, over = Readings(), threading.Event()
    threads = [threading.Thread(target=_read, args=(port, over, found)) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _read(port: int, over: threading.Event, found: Readings) -> None:
    try:
        browser = Browser(port, COORDINATOR)
        while not over.is_set():
            for page in PAGES:
                began = time.perf_counter()
                status, _ = browser.ask(page)
                found.spent.append(time.perf_counter() - began)
                if status != 200:
                    found.failed.append(f"{page}: {status}")
                over.wait(PAUSE)
    except Exception as fault:
        found.failed.append(repr(fault))


def report(idle: Readings, busy: Readings) -> int:
    """Print both medians; 1 where the target is missed."""
    before, during = (quantile(one.spent, 0.5) for one in (idle, busy))
    ratio, failed = during / before, [*idle.failed, *busy.failed]
    say(f"reads before and after: {len(idle.spent):,}, p50 {before:.1f} ms")
    share = f"{ratio:.2f} x (at most {MOST_RATIO})"
    say(f"reads while it solves: {len(busy.spent):,}, p50 {during:.1f} ms: {share}")
    say(f"failures: {len(failed)} {failed[:5]}")
    return 1 if failed or ratio > MOST_RATIO else 0


def count_statements() -> int:
    """Print what each page of the published outcome costs; 1 where one takes too many statements."""
    app = build()
    client, most = sign_in(app.test_client(), COORDINATOR), 0
    for address in OUTCOME_PAGES:
        began = time.perf_counter()
        visit = look(client, address)
        spent, count = time.perf_counter() - began, len(visit.pages_own)
        if visit.status != 200:
            raise RuntimeError(f"{address}: {visit.status}")
        say(f"{address:36} {count:3} statements, {1000 * spent:6.0f} ms")
        most = max(most, count)
    site_engine(app).dispose()
    return 1 if most > MOST_STATEMENTS else 0


if __name__ == "__main__":
    sys.exit(main())
