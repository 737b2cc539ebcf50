"""What time does to a way back is told by letter, once: to the executive, and to home that acts or knows."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.outbox import Notice
from models.returns import ReturnState
from models.services import returns
from tests.models import agreements as made
from tests.models.test_return_standing import do
from tests.models.world import DAY, actor

THURSDAY = date(2027, 4, 15)
AWAY = made.at(THURSDAY - 30 * DAY)
Letter = tuple[str, str, str | None]
OWN: Letter = ("e-05", "return_news", "my-way-back")
HOME: Letter = ("coord-EN", "return_home", "returns/1")


def letters(session: Session, now: datetime) -> set[Letter]:
    """Whom the clock told what at that moment, and the page that the letter leads to."""
    query = select(Actor.slug, Notice.template, Notice.payload).join(Actor, Actor.id == Notice.recipient_id)
    news = Notice.template.in_(("return_news", "return_home"))
    rows = session.execute(query.where(Notice.created_at == now, news)).all()
    found = [(slug, template, payload.get("page")) for slug, template, payload in rows]
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize(
    ("acts", "now", "state", "told"),
    [
        (("waive",), AWAY + 7 * DAY, ReturnState.WAIVED, {OWN, HOME}),
        ((), made.at(THURSDAY + 2 * DAY), ReturnState.OVERDUE, {OWN, HOME}),
        (("risk",), AWAY + 15 * DAY, ReturnState.AT_RISK, {OWN}),
    ],
)
def test_what_time_does_to_a_way_back_is_told_once(
    session: Session, acts: tuple[str, ...], now: datetime, state: ReturnState, told: set[Letter]
) -> None:
    made.lasting(session)
    right = made.running(session, ends_on=THURSDAY)
    do(session, right, AWAY, *acts)
    made.tick(session, right, now - DAY)
    assert letters(session, now - DAY) == set()
    made.tick(session, right, now)
    assert (right.state, letters(session, now)) == (state, told)
    made.tick(session, right, now + DAY)
    assert letters(session, now + DAY) == set()


def test_right_that_breaks_is_told_to_the_executive_once(session: Session) -> None:
    made.lasting(session)
    right, broken = made.running(session, ends_on=THURSDAY), made.at(date(2027, 5, 17))
    for now in (made.at(THURSDAY + 2 * DAY), broken, broken + DAY):
        made.tick(session, right, now)
    assert right.state is ReturnState.BREACHED
    assert letters(session, broken) == {OWN}
    assert letters(session, broken + DAY) == set()


def test_whoever_said_to_be_back_is_not_written_to_that_the_return_is_late(session: Session) -> None:
    made.lasting(session)
    right, late, broken = made.running(session, ends_on=THURSDAY), THURSDAY + 2 * DAY, date(2027, 5, 17)
    said, own = made.at(THURSDAY + DAY), actor(session, "e-05")
    returns.say_back(session, actor=own, now=said, right=right, back_on=said.date())
    seen = []
    for now in (made.at(late), made.at(broken)):
        made.tick(session, right, now)
        seen.append((right.state, letters(session, now)))
    assert seen == [(ReturnState.OVERDUE, {HOME}), (ReturnState.BREACHED, set())]


def test_return_that_home_enters_is_told_to_the_executive_once(session: Session) -> None:
    made.lasting(session)
    right, now = made.running(session, ends_on=THURSDAY), made.at(THURSDAY - 7 * DAY)
    home, back = actor(session, "coord-EN"), now.date()
    made.tick(session, right, now - DAY)
    returns.enter_return(session, actor=home, now=now, right=right, returned_on=back)
    assert letters(session, now) == {OWN}
    made.tick(session, right, now + DAY)
    assert letters(session, now + DAY) == set()
