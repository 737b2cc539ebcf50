"""Demand in bands: what is counted, how rarely, and that one person's sheet does not show."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matcher.policy.demand import Band, band, is_due, meaning
from models.db import unit_of_work
from models.dreamsheets import DreamSheet
from models.executives import Executive
from models.opportunities import Opportunity
from models.queries.board import board
from models.queries.facts import Demand, facts
from models.queries.our_offers import rounds_of
from models.services import demand, dreamsheets
from tests.models.racing import at_once, tried, until_somebody_waits
from tests.models.walk import SHEETS, Walk, file
from tests.models.world import DAY, NOW, actor, find, the_round


def count(session: Session, days: int = 0) -> bool:
    return demand.count(
        session, actor=actor(session, "system"), now=NOW + days * DAY, round_=the_round(session)
    )


def bands(session: Session) -> dict[str, Demand | None]:
    return {fact.slug: fact.demand for fact in facts(session, the_round(session))}


def test_band_depends_on_seats_from_the_third_sheet_on() -> None:
    assert [band(count, 1) for count in (0, 2, 3, 5, 6)] == [Band.FEW] * 2 + [Band.SOME] * 2 + [Band.MANY]
    assert [band(count, 2) for count in (2, 10, 11)] == [Band.FEW, Band.SOME, Band.MANY]
    assert [meaning(one) for one in Band] == [
        "few, at most 2 certified sheets name it",
        "some, more than 2 certified sheets name it, at most 5 for each seat",
        "many, more than 5 certified sheets for each seat",
    ]


@pytest.mark.parametrize(
    ("hours", "changed", "due"),
    [(None, 5, True), (None, 4, False), (8, 5, False), (9, 5, True), (9, 4, False)],
)
def test_count_is_due_on_another_day_and_after_five_people(
    hours: int | None, changed: int, due: bool
) -> None:
    last = None if hours is None else NOW
    now = NOW if hours is None else NOW + timedelta(hours=hours)
    assert is_due(last, now, [*range(changed), 0]) is due


def test_bands_are_those_of_certified_sheets(session: Session) -> None:
    Walk(session).to_lists()
    for slug in list(SHEETS)[:4]:
        file(session, slug, SHEETS[slug])
    assert not count(session)
    assert set(bands(session).values()) == {None}
    for slug in list(SHEETS)[4:]:
        file(session, slug, ["O-6"])
    assert count(session)
    few, some, many = (Demand(one, NOW) for one in Band)
    assert bands(session) == {
        "O-1": few, "O-2": few, "O-3": some, "O-4": few, "O-5": few, "O-6": many,
    }  # fmt: skip
    shown = board(session, the_round(session))
    assert (shown.orphans, shown.crowded) == (2, 1)
    lines = rounds_of(session, find(session, Opportunity, "O-6"))
    assert [line.demand for line in lines] == [many]


def test_nothing_shows_of_fewer_than_five_people(session: Session) -> None:
    """The same people certify again and again, one withdraws, and a day passes: the bands stay."""
    Walk(session).to_lists()
    for slug in SHEETS:
        file(session, slug, ["O-1"])
    assert count(session)
    before = bands(session)
    for choice in ("O-3", "O-2"):
        for slug in list(SHEETS)[:3]:
            file(session, slug, [choice], NOW + DAY)
    leaver = find(session, Executive, "E-12")
    query = select(DreamSheet).where(DreamSheet.executive_id == leaver.id)
    sheet = session.scalars(query).one()
    dreamsheets.withdraw(session, actor=actor(session, "e-12"), now=NOW + DAY, sheet=sheet)
    assert not count(session, days=2)
    assert bands(session) == before
    file(session, "E-05", ["O-2"], NOW + DAY)
    assert not count(session)
    assert count(session, days=2)
    assert bands(session)["O-2"] == Demand(Band.SOME, NOW + 2 * DAY)
    assert not count(session, days=3)


def test_of_two_first_counts_at_once_one_counts(engine: Engine) -> None:
    with unit_of_work(engine) as prepared:
        Walk(prepared).to_lists()
        for slug in SHEETS:
            file(prepared, slug, ["O-1"])
    begun = threading.Event()

    def first(session: Session) -> None:
        assert count(session)
        begun.set()
        until_somebody_waits(engine)

    def second(session: Session) -> None:
        begun.wait()
        assert not count(session)

    assert at_once(tried(engine, first), tried(engine, second)) == {"done": 2}


def test_nothing_is_counted_after_the_releases(session: Session) -> None:
    Walk(session).to_ranking()
    assert not count(session)
    assert bands(session)["O-1"] is None
