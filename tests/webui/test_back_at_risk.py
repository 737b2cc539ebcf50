"""A risk that is open when the return is entered, or when the right is given up: who settles it, and how."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.actors import Role
from models.db import unit_of_work
from models.returns import ReturnRight, ReturnState
from models.services import movers
from tests.models import agreements as made
from tests.models.world import DAY, actor, give
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
        office, person = actor(session, "office"), actor(session, slug)
        movers.leave(session, actor=office, now=clock.now, person=person, reason="Retired.")


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


def test_risk_beside_a_right_that_was_given_up_says_until_when_that_is_taken_back(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        page = f"/returns/{made.running(session, ends_on=THURSDAY).id}"
        made.lasting(session)
        clock.now = made.at(THURSDAY - 30 * DAY)
    send(sign_in(client, "e-05"), "/my-way-back/give-up", {})
    changed = {"kind": "unit_changed", "detail": "The office is merged."}
    send(client, "/my-way-back/something-changed", changed)
    home = sign_in(client, "coord-EN").get(page).text
    assert "Next: settle 1 risk" in home
    back = "gave the right up on 16 March 2027, and can take that back until 23 March 2027"
    assert home.count(back) == 1


def test_sponsor_of_somebody_who_is_back_is_still_named_where_the_page_says_so(
    client: FlaskClient, engine: Engine, clock: Clock, db: Session, page: str
) -> None:
    sign_in(client, "coord-EN")
    send(client, f"{page}/sponsor", {"sponsor": "supervisor-EN"})
    leaves(engine, clock, "supervisor-EN")
    with unit_of_work(engine) as session:
        give(session, "auditor", Role.SUPERVISOR, "EN")
        name = actor(session, "auditor").name
    send(client, f"{page}/back", {"returned_on": "2027-04-16"})
    said = client.get(page).text
    assert "Write how what changed at home is settled. What nobody has settled by 1 May 2027" in said
    assert "Naming another sponsor below settles it." in said
    assert '<h2 id="name-sponsor">Name the sponsor</h2>' in said
    assert send(client, f"{page}/sponsor", {"sponsor": "auditor"}).status_code == 303
    assert [one.settlement for one in db.scalars(select(ReturnRight)).one().risks] == [
        f"{name} is the sponsor now."
    ]
    assert "Next: the first review of the re-entry" in client.get(page).text
