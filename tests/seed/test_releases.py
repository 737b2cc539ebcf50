"""The releases of practice round A: every state that a page has to show, each decided by the home side."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import open_session
from models.outbox import NoticeState
from models.queries.mail import counts
from models.queries.readiness import readiness
from models.releases import Release, ReleaseState
from models.rounds import Round
from seed.loading.letters import load_letters
from seed.loading.releases import load_releases
from tests.seed.begun import NOW, begun

pytestmark = pytest.mark.slow  # a load of its own; the gate has the command's, in webui/test_demo.py

S = ReleaseState


@pytest.fixture(scope="module")
def engine(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = begun("practice", run_folder, tmp_path_factory.mktemp("releases"))
    assert load_releases(opened, now=NOW) > 0
    yield opened
    opened.dispose()


def states(session: Session) -> Counter[ReleaseState]:
    query = select(Release.state).join(Round, Round.id == Release.round_id).where(Round.slug == "practice-a")
    return Counter(session.scalars(query))


def test_every_state_of_a_decided_release_is_there_and_some_still_wait(engine: Engine) -> None:
    with open_session(engine) as session:
        found = states(session)
        round_ = session.scalars(select(Round).where(Round.slug == "practice-a")).one()
        assert set(found) == {S.PENDING_AGENCY, S.GRANTED, S.GRANTED_WITH_CONDITIONS, S.REFUSED}
        assert found.total() == 24
        assert readiness(session, round_).entrants == 24 - found[S.REFUSED]


def test_second_load_changes_nothing(engine: Engine) -> None:
    with open_session(engine) as session:
        before = states(session)
    assert load_releases(engine, now=NOW) == 0
    with open_session(engine) as session:
        assert states(session) == before


def test_some_letters_failed_and_one_is_dropped(engine: Engine) -> None:
    assert [load_letters(engine, now=NOW) for _ in range(2)] == [3, 0]
    with open_session(engine) as session:
        found = counts(session)
        assert (found[NoticeState.FAILED], found[NoticeState.DROPPED]) == (2, 1)
