"""A walk begins with a copy of where it leads, unless something would be lost by that."""

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.executives import Executive
from models.rounds import RoundState
from tests.models.walk import Walk
from tests.models.world import find, the_round

pytestmark = pytest.mark.both_engines


def test_walk_in_an_untouched_world_is_copied(engine: Engine, session: Session) -> None:
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_more: said.append(statement))
    Walk(session).to_frozen()
    assert said == []
    assert the_round(session).state is RoundState.FROZEN


def test_what_was_committed_before_the_walk_is_kept(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        find(session, Executive, "E-01").name = "Renamed"
    with unit_of_work(engine) as session:
        Walk(session).to_posted()
        assert session.scalar(select(Executive.name).where(Executive.slug == "E-01")) == "Renamed"


def test_what_was_done_before_the_walk_is_kept(session: Session) -> None:
    find(session, Executive, "E-01").name = "Renamed"
    Walk(session).to_posted()
    assert session.scalar(select(Executive.name).where(Executive.slug == "E-01")) == "Renamed"
