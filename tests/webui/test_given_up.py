"""What stands of a return right once it is given up for good: no first day back, and nothing promised."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.db import unit_of_work
from models.returns import ReturnState
from models.services import movers, people
from tests.models import agreements as made
from tests.models.test_return_standing import do
from tests.models.world import DAY, actor
from tests.webui.site import Clock, send, sign_in

THURSDAY = date(2027, 4, 15)
WAIVED, OVER = THURSDAY - 20 * DAY, THURSDAY + DAY


def given_up(engine: Engine, clock: Clock, today: date, signed: date = THURSDAY - 30 * DAY) -> str:
    """The address of the return; its agreement has the number 1."""
    clock.now = made.at(today)
    with unit_of_work(engine) as session:
        made.lasting(session)
        right = made.running(session, ends_on=THURSDAY)
        do(session, right, made.at(signed), "waive")
        made.tick(session, right, clock.now)
        assert right.state is (ReturnState.CLOSED if today == OVER else ReturnState.WAIVED)
        return f"/returns/{right.id}"


@pytest.mark.parametrize(("today", "verb"), [(WAIVED, "ends"), (OVER, "ended")])
def test_right_given_up_says_so_and_names_no_first_day_back(
    client: FlaskClient, engine: Engine, clock: Clock, today: date, verb: str
) -> None:
    here = given_up(engine, clock, today)
    said = f"The right was given up on 16 March 2027; the assignment {verb} on 15 April 2027"
    page = sign_in(client, "e-05").get("/my-way-back").text
    assert f"<h2>Nothing more is to come</h2><p>{said}.</p>" in page
    assert "Treasury, until 15 April 2027</p>" in page
    assert "to the last day away, 15 April 2027; today stands" in page
    assert "puts your return at risk on this page" not in page
    home = sign_in(client, "coord-EN").get(here).text
    assert f" · {said}</p>" in home
    for read in (page, home):
        assert "first day back" not in read.partition("Days and notices")[0].lower()
    listed = client.get(f"/returns?state={'closed' if today == OVER else 'waived'}").text
    assert "none: the right was given up" in listed


@pytest.mark.parametrize("today", [WAIVED, OVER])
def test_host_appraises_whoever_gave_the_right_up_and_home_is_asked_for_nothing_once_it_is_over(
    client: FlaskClient, engine: Engine, clock: Clock, today: date
) -> None:
    given_up(engine, clock, today)
    over = today == OVER
    own = sign_in(client, "e-05").get("/my-way-back").text
    given = "The return right was given up: only what the host has in hand is still asked for"
    assert (f"{given}." in own) is over
    assert "The host has appraised in writing." in own
    assert ("The position of record is kept and pays." in own) is not over
    task = "Appraise Invented Person 5 in writing for the time with you"
    assert task in sign_in(client, "supervisor-TR").get("/").text
    page = client.get("/agreements/1/no-penalty").text
    assert f"0 of {2 if over else 6} lines done" in page
    assert (given in page) is over
    assert send(client, "/agreements/1/no-penalty/host_appraisal").status_code == 303
    assert task not in client.get("/").text
    assert f"1 of {2 if over else 6} lines done" in sign_in(client, "e-05").get("/my-way-back").text


def test_way_back_that_ended_with_the_service_is_no_return_for_whoever_is_let_in_again(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right, by, person = made.running(session), actor(session, "office"), actor(session, "e-05")
        movers.leave(session, actor=by, now=clock.now, person=person, reason="Entered by mistake.")
        people.reactivate(session, actor=by, now=clock.now, person=person, reason="It was a mistake.")
        here = f"/returns/{right.id}"
    own = sign_in(client, "e-05").get("/my-way-back").text
    assert "The assignment and the way back ended as your leaving of the service was entered." in own
    assert "it ended as you left the service</p>" in own
    assert "it ended as Invented Person 5 left the service" in sign_in(client, "coord-EN").get(here).text
    assert "none: it ended as Invented Person 5 left" in client.get("/returns?state=closed").text
