"""The totals of a published round: every small count hidden, and the sums right where they are shown."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.outcomes import Outcome
from models.queries import totals as module
from models.queries.record import life
from models.queries.totals import Shown, published_run, totals
from models.services import rounds
from tests.models.walk import Walk
from tests.models.world import NOW, the_round


def test_nothing_is_told_before_the_publication(session: Session) -> None:
    Walk(session).to_approved()
    assert published_run(session, the_round(session)) is None


def test_small_counts_of_a_published_round_are_hidden(session: Session) -> None:
    Walk(session).to_published()
    run = published_run(session, the_round(session))
    assert run is not None
    found = totals(session, run)
    assert found.people == 12
    assert found.hides
    shown = [one.count for one in (*found.choices, *found.hosts, *found.reasons)]
    assert [count for count in shown if count is not None and count < 5] == []
    assert [one.label for one in found.choices] == ["1", "2", "3", "4"]
    assert [home.name for home in found.homes] == ["Agriculture", "Energy", "Treasury"]


def test_counts_add_up_where_nothing_is_small(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    class All:
        figure = 0

    monkeypatch.setattr(module, "LEAST_SHOWN", All)
    Walk(session).to_published()
    run = session.scalars(select(Outcome)).one()
    found = totals(session, run)
    matches, unmatched = run.content["matches"], run.content["unmatched"]
    assert (found.people, found.placed, found.left) == (12, len(matches), len(unmatched))

    def total(rows: list[Shown]) -> int:
        return sum(one.count or 0 for one in rows)

    assert total(found.choices) == total(found.hosts) == len(matches)
    assert total(found.reasons) == len(unmatched)
    homes: list[Any] = [(home.people, home.placed, home.left) for home in found.homes]
    assert all(people == placed + left for people, placed, left in homes)
    assert not found.hides


def test_who_entered_the_outside_value_is_told(session: Session) -> None:
    Walk(session).to_frozen()
    assert life(session, the_round(session)).entered is None
    Walk(session).step(rounds.enter_outside, outside="4711.08")
    entered = life(session, the_round(session)).entered
    assert entered is not None
    assert (entered.name, entered.at) == ("exchange", NOW)
