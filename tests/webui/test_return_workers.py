"""Notices of the way back under clocks that jump, a month of downtime, two workers and one of them killed."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matcher.policy.return_dates import Mark, marks
from models.actors import Actor
from models.agencies import Agency
from models.db import open_engine, unit_of_work
from models.executives import Executive
from models.outbox import Notice
from models.returns import ReturnNotice, ReturnRight
from models.services import people
from models.services.people import NewActor
from tests.models import agreements as made
from tests.models import conftest as two_engines
from tests.models.stages import KEYS
from tests.models.world import NOW, actor, find
from tests.webui.site import KEY_TEXT

clone, database = two_engines.clone, two_engines.database
DAYS, STEP = 440, 8
JUMPS = (timedelta(minutes=-10), timedelta(hours=2), timedelta(days=1), timedelta(days=-1))
DOWN = range(200, 230)
"""The days on which no worker runs."""
WORKER = """
import sys
from datetime import datetime
from sqlalchemy import event
from models.db import open_engine
from webui.jobs import JOBS, run
from webui.machine import Machine
url, asks, *moments = sys.argv[1:]
engine = open_engine(url)
if asks == "asks":
    @event.listens_for(engine, "commit")
    def ask(_connection):
        print("commits", flush=True)
        sys.stdin.readline()
(job,) = [one for one in JOBS if one.id == "move_returns"]
for moment in moments:
    now = datetime.fromisoformat(moment)
    run(job, Machine(engine, lambda: now, lambda: None))
print("done", flush=True)
"""


@pytest.fixture
def engine(clone: two_engines.Clone) -> Iterator[Engine]:
    opened = open_engine(clone("world"), KEYS)
    yield opened
    opened.dispose()


def moments() -> list[str]:
    """Every eighth day, with a jump of the clock after each; none while nobody runs."""
    chance, found = random.Random(7), []
    for day in (day for day in range(0, DAYS, STEP) if day not in DOWN):
        now = NOW + timedelta(days=day, minutes=chance.randrange(600))
        found += [now, now + chance.choice(JUMPS), now + timedelta(minutes=1)]
    return [one.isoformat() for one in found]


def send_away(session: Session, count: int) -> None:
    """So many more executives of EN, each away for a year."""
    like, home = find(session, Executive, "E-05"), find(session, Agency, "EN")
    slugs = [f"E-{number}" for number in range(100, 100 + count)]
    for slug in slugs:
        session.add(_executive(slug, like, home))
    session.flush()
    cards = [find(session, Executive, slug) for slug in slugs]
    added = [NewActor(one.slug.lower(), one.name, executive_id=one.id) for one in cards]
    office: Actor = actor(session, "office")
    people.add_actors(session, actor=office, now=NOW, people=added)
    for slug in slugs:
        made.in_force(session, slug)
    made.lasting(session)


def _executive(slug: str, like: Executive, home: Agency) -> Executive:
    return Executive(
        slug=slug,
        name=f"Invented Person {slug}",
        invented=True,
        home_agency_id=home.id,
        appointment=like.appointment,
        career_stage=like.career_stage,
        ses_since=like.ses_since,
        current_position_since=like.current_position_since,
        clearance=like.clearance,
        relocation=like.relocation,
    )


def begin(engine: Engine, asks: str, when: list[str]) -> subprocess.Popen[str]:
    url = engine.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, url, asks, *when],
        env=os.environ | {"ROUNDTRIP_KEY": KEY_TEXT},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def allow_until_told(worker: subprocess.Popen[str], engine: Engine) -> None:
    """Let it commit, until it told something and waits in the middle of the next thing."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    assert worker.stdout.readline() == "commits\n"
    while sum(told(engine).values()) < 3:
        worker.stdin.write("go\n")
        worker.stdin.flush()
        assert worker.stdout.readline() == "commits\n"


def told(engine: Engine) -> Counter[tuple[int, str, date]]:
    with unit_of_work(engine, read_only=True) as session:
        rows = session.execute(select(ReturnNotice.right_id, ReturnNotice.mark, ReturnNotice.nominal_on))
        return Counter((right, mark.value, day) for right, mark, day in rows)


@pytest.mark.parametrize(
    "least", [100, pytest.param(1000, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])]
)
@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_no_notice_is_missing_and_none_is_doubled(engine: Engine, least: int) -> None:
    whole = marks(made.STARTS, made.ENDS, renews=True)
    each = [due for due in whole if due.on >= NOW.date() and due.mark is not Mark.SPONSOR]  # one is named
    with unit_of_work(engine) as session:
        send_away(session, -(-least // len(each)))
    when = moments()
    with begin(engine, "asks", when) as killed:
        try:
            allow_until_told(killed, engine)
            assert len(told(engine)) < least
            other = begin(engine, "alone", when)
        finally:
            killed.kill()
    assert other.communicate()[0] == "done\n"
    with unit_of_work(engine, read_only=True) as session:
        numbers = session.scalars(select(ReturnRight.id)).all()
        kept = set(session.scalars(select(ReturnNotice.outbox_id)))
        assert kept <= set(session.scalars(select(Notice.id)))
    expected = Counter((number, due.mark.value, due.nominal) for number in numbers for due in each)
    assert len(expected) >= least
    assert told(engine) == expected


def test_clock_of_this_test_jumps_every_way_and_stands_still_for_a_month() -> None:
    when = [datetime.fromisoformat(one) for one in moments()]
    jumps = {after - before for before, after in pairwise(when)}
    assert set(JUMPS) <= jumps
    assert max(jumps) > timedelta(days=len(DOWN))
