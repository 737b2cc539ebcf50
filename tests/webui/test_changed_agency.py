"""What a way back says once its executive, alone, has changed agency."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.db import unit_of_work
from models.lifecycles import advance
from models.returns import ReturnRight
from models.services import movers
from tests.models import agreements as made
from tests.models.world import NOW, actor, find
from tests.webui.site import sign_in

AT_RISK = "The right to return is marked at risk until home settles to which post it leads."
STAYS = (
    "The right to return counts as broken and stays so: the return is still entered by the home agency that "
    "its agreement names."
)
NOW_AT = "; home as it was agreed on: Invented Person 5 is at Treasury now</dd>"


@pytest.fixture
def _away(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        made.running(session)


def words(client: FlaskClient, path: str) -> str:
    return " ".join(client.get(path).text.split())


def move(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        facts: dict[str, Any] = {"actor": actor(session, "office"), "now": NOW, "reason": "as decided"}
        movers.move(session, person=actor(session, "e-05"), agency=find(session, Agency, "TR"), **facts)


@pytest.mark.usefixtures("_away")
def test_return_says_who_changed_agency_and_which_home_is_meant(
    client: FlaskClient, engine: Engine, db: Session
) -> None:
    number = db.scalars(select(ReturnRight.id)).one()
    db.rollback()
    sign_in(client, "coord-EN")
    before = words(client, f"/returns/{number}")
    assert ("<dd>Energy to Treasury, " in before, NOW_AT in before) == (True, False)
    move(engine)
    page = words(client, f"/returns/{number}")
    said = (
        "The home unit changed, 23 November 2026: Invented Person 5 changed agency, from Energy to Treasury."
    )
    assert ("<dd>Energy to Treasury, " in page, NOW_AT in page, said in page) == (True, True, True)


@pytest.mark.usefixtures("_away")
def test_move_says_of_a_broken_right_that_it_stays(client: FlaskClient, engine: Engine) -> None:
    sign_in(client, "office")
    page = words(client, "/people/e-05/move/TR")
    assert (AT_RISK in page, STAYS in page) == (True, False)
    with unit_of_work(engine) as session:
        right, clock = session.scalars(select(ReturnRight)).one(), actor(session, "system")
        for action in ("miss", "breach"):
            advance(session, right, action, actor=clock, now=NOW)
            session.flush()
    page = words(client, "/people/e-05/move/TR")
    assert (AT_RISK in page, STAYS in page) == (False, True)
