"""Two workers on one database, one of them killed in the middle of its work: each notice is written once."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from models.db import open_engine, unit_of_work
from models.executives import Executive
from models.jobs import JobRun
from models.mentors import MentorKind
from models.outbox import Notice
from models.requests import MentoringRequest
from models.services import requests
from models.services.drafts import Question
from tests.models import conftest as two_engines
from tests.models.stages import KEYS
from tests.models.world import NOW, actor, find
from tests.webui.site import KEY_TEXT

clone, database = two_engines.clone, two_engines.database
TOUCHED = NOW - timedelta(days=20)
"""When the drafts were written: they are called to mind after 14 days and deleted after 30."""
JOB = "move_mentoring"
WORKER = """
import sys
from datetime import datetime, timedelta
from sqlalchemy import event
from models.db import open_engine
from webui.jobs import JOBS, run
from webui.machine import Machine
url, begin, asks = sys.argv[1], datetime.fromisoformat(sys.argv[2]), sys.argv[3] == "asks"
engine = open_engine(url)
if asks:
    @event.listens_for(engine, "commit")
    def ask(_connection):
        print("commits", flush=True)
        sys.stdin.readline()
(job,) = [one for one in JOBS if one.id == "move_mentoring"]
for minute in range(4):
    now = begin + timedelta(minutes=minute)
    run(job, Machine(engine, lambda: now, lambda: None))
print("done", flush=True)
"""


@pytest.fixture
def engine(clone: two_engines.Clone) -> Iterator[Engine]:
    """The world of mentoring on each engine in turn."""
    opened = open_engine(clone("mentoring"), KEYS)
    yield opened
    opened.dispose()


def begin(engine: Engine, asks: str) -> subprocess.Popen[str]:
    """A worker that runs four slots of the job; one that "asks" waits before each commit."""
    url = engine.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, url, NOW.isoformat(), asks],
        env=os.environ | {"ROUNDTRIP_KEY": KEY_TEXT},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def allow(worker: subprocess.Popen[str], commits: int) -> None:
    """Let it commit so many times, and stop before the next."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    for _ in range(commits):
        assert worker.stdout.readline() == "commits\n"
        worker.stdin.write("go\n")
        worker.stdin.flush()
    assert worker.stdout.readline() == "commits\n"


def write_drafts(engine: Engine, count: int) -> None:
    with unit_of_work(engine) as session:
        executive, owner = find(session, Executive, "E-01"), actor(session, "e-01")
        for _ in range(count):
            requests.save(
                session,
                actor=owner,
                now=TOUCHED,
                executive=executive,
                part=Question([]),
                kind=MentorKind.MENTOR,
            )


def notices(engine: Engine) -> Counter[str]:
    with unit_of_work(engine, read_only=True) as session:
        return Counter(session.scalars(select(Notice.key).where(Notice.template == "mentoring_draft")))


@pytest.mark.parametrize("drafts", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_each_notice_is_written_once_though_one_worker_is_killed(engine: Engine, drafts: int) -> None:
    write_drafts(engine, drafts)
    with begin(engine, "asks") as killed:
        try:
            allow(killed, drafts // 4)
            assert 0 < len(notices(engine)) < drafts
            other = begin(engine, "alone")
        finally:
            killed.kill()
    assert other.communicate()[0] == "done\n"
    assert other.returncode == 0
    found = notices(engine)
    with unit_of_work(engine, read_only=True) as session:
        numbers = session.scalars(select(MentoringRequest.id)).all()
        runs = session.scalars(select(JobRun).where(JobRun.job == JOB).order_by(JobRun.slot)).all()
        assert [one.finished_at is None for one in runs] == [True, False, False, False]
    assert found == Counter(f"mentoring/request/{number}/draft" for number in numbers)
    assert len(numbers) == drafts
