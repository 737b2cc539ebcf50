"""What a way back says once its executive, alone, has changed agency."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from models.db import unit_of_work
from models.lifecycles import advance
from models.returns import ReturnRight
from tests.models import agreements as made
from tests.models.world import NOW, actor
from tests.webui.site import sign_in

AT_RISK = "The right to return is marked at risk: nobody has said to which post of the new agency."
STAYS = (
    "The right to return counts as broken and stays so: the return is still entered by the home agency that "
    "its agreement names."
)


@pytest.fixture
def _away(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        made.running(session)


def words(client: FlaskClient, path: str) -> str:
    return " ".join(client.get(path).text.split())


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
