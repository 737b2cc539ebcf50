"""A process killed while it publishes leaves nothing half published, and no notice lost or doubled.

The child kills itself with SIGKILL before or after its k-th statement, or its commit: what a power
cut does to the process, at a place that can be named.
"""

import os
import signal
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from models.db import open_engine, open_session, unit_of_work
from models.errors import WrongState
from models.outbox import Notice
from models.proposals import Proposal, ProposalState
from models.rounds import RoundState
from models.services import results
from tests.models.conftest import Clone
from tests.models.digests import digest
from tests.models.stages import KEYS
from tests.models.walk import Walk
from tests.models.world import the_round

CHILD = """
import os, signal, sys
from sqlalchemy import event
import models.tables
from models.db import open_engine, unit_of_work
from models.services import results
from tests.models.walk import Walk

engine, last, when = open_engine(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
count = 0

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def step(*_):
    global count
    count += 1
    if when == "statement" and count == last:
        die()

really = engine.dialect.do_commit

def commit(connection):
    if when == "before commit":
        die()
    really(connection)
    if when == "after commit":
        die()

for name in ("before_cursor_execute", "after_cursor_execute"):
    event.listen(engine, name, step)
with unit_of_work(engine) as session:
    engine.dialect.do_commit = commit
    Walk(session).step(results.publish, by="office")
"""


@pytest.fixture
def database() -> str:
    return "postgresql"


@pytest.fixture
def engine(clone: Clone) -> Iterator[Engine]:
    """A copy of the world at an address that a child can open."""
    opened = open_engine(clone("world"), KEYS)
    yield opened
    opened.dispose()


def kill_while_publishing(engine: Engine, number: int, when: str) -> None:
    url = engine.url.render_as_string(hide_password=False)
    key = urlsafe_b64encode(b"k" * 32).decode()
    command = [sys.executable, "-c", CHILD, url, str(number), when]
    child = subprocess.run(command, env=os.environ | {"ROUNDTRIP_KEY": key}, capture_output=True, check=False)
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()


def publish(session: Session) -> None:
    Walk(session).step(results.publish, by="office")


def statements(engine: Engine) -> int:
    """How many statements a publication takes; it is rolled back."""
    found: list[str] = []

    def note(*arguments: object) -> None:
        found.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    with open_session(engine) as session:
        publish(session)
        session.rollback()
    event.remove(engine, "before_cursor_execute", note)
    return len(found)


@pytest.mark.postgres
@pytest.mark.parametrize("kills", [3, pytest.param(30, marks=pytest.mark.slow)])
def test_killed_publication_is_whole_or_absent(engine: Engine, kills: int) -> None:
    with unit_of_work(engine) as session:
        Walk(session).to_approved()
    count, before = 2 * statements(engine), digest(engine)
    assert count > kills
    places = [1 + place * (count - 1) // max(kills - 3, 1) for place in range(kills - 2)]
    for place in places:
        kill_while_publishing(engine, place, "statement")
        assert digest(engine) == before, f"half published at place {place} of {count}"
    kill_while_publishing(engine, 0, "before commit")
    assert digest(engine) == before
    kill_while_publishing(engine, 0, "after commit")
    published_once(engine)


def published_once(engine: Engine) -> None:
    """The offers are made, everybody has exactly one notice, and publishing again is refused."""
    with unit_of_work(engine) as session:
        assert the_round(session).state is RoundState.PUBLISHED
        offers = session.scalars(select(Proposal.state).where(Proposal.state != ProposalState.SUPERSEDED))
        assert set(offers) == {ProposalState.OFFERED}
        told = Counter(session.scalars(select(Notice.recipient_id).where(Notice.template == "round_result")))
        assert (len(told), set(told.values())) == (12, {1})
        with pytest.raises(WrongState):
            publish(session)
