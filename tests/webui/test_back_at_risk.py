"""A risk that is open when the return is entered: who settles it then, and how."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from models.db import unit_of_work
from models.returns import ReturnRight, ReturnState
from models.services import movers
from tests.models import agreements as made
from tests.models.world import DAY, actor
from tests.webui.site import Clock, send, sign_in

THURSDAY = date(2027, 4, 15)


@pytest.fixture
def page(engine: Engine, clock: Clock) -> str:
    """The return, on the first day back."""
    with unit_of_work(engine) as session:
        right = made.running(session, ends_on=THURSDAY)
        made.lasting(session)
        clock.now = made.at(THURSDAY + DAY)
        return f"/returns/{right.id}"


def leaves(engine: Engine, clock: Clock, slug: str) -> None:
    with unit_of_work(engine) as session:
        facts = {"actor": actor(session, "office"), "now": clock.now, "reason": "Retired."}
        movers.leave(session, person=actor(session, slug), **facts)


def test_risk_of_somebody_who_left_after_the_return_is_nobodys(
    client: FlaskClient, engine: Engine, clock: Clock, page: str
) -> None:
    changed = {"kind": "unit_changed", "detail": "The office is merged."}
    send(sign_in(client, "e-05"), "/my-way-back/something-changed", changed)
    send(sign_in(client, "coord-EN"), f"{page}/back", {"returned_on": "2027-04-16"})
    clock.now += 2 * DAY
    leaves(engine, clock, "e-05")
    clock.now += 40 * DAY
    with unit_of_work(engine) as session:
        right = session.scalars(select(ReturnRight)).one()
        made.tick(session, right, clock.now)
        assert (right.state, right.escalated_at) == (ReturnState.RETURNED, None)
    assert "Nobody settled what puts" not in sign_in(client, "office").get("/").text
    assert "has left the service" in sign_in(client, "coord-EN").get(page).text
