"""From the first day back on, that one is back is what comes next: on the desk, the own page and at home."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from models.db import unit_of_work
from models.returns import ReturnRight
from tests.models import agreements as made
from tests.models.test_return_standing import do
from tests.models.world import DAY
from tests.webui.site import Clock, send, sign_in

THURSDAY = date(2027, 4, 15)
FRIDAY = THURSDAY + DAY
"""A last day away before a weekend, whose first day back is the Monday after it."""
SAY = "Today is your first day back: say that you are back"
SAID = "You said that you are back; next, home enters your return"
ENTER = "Invented Person 5 is back and said since when: enter the return"


def away(engine: Engine, clock: Clock, ends_on: date, today: date, *acts: str) -> str:
    clock.now = made.at(today)
    with unit_of_work(engine) as session:
        made.lasting(session)
        right = made.running(session, ends_on=ends_on)
        made.tick(session, right, made.at(ends_on - 30 * DAY))
        do(session, right, made.at(ends_on - 30 * DAY), *acts)
        made.tick(session, right, clock.now)
        return f"/returns/{right.id}"


@pytest.mark.parametrize("acts", [(), ("risk",), ("propose", "dispute"), ("propose",)])
def test_first_day_back_asks_to_say_so_and_home_to_enter_it_at_once(
    client: FlaskClient, engine: Engine, clock: Clock, acts: tuple[str, ...]
) -> None:
    here = away(engine, clock, THURSDAY, FRIDAY, *acts)
    desk = sign_in(client, "e-05").get("/").text
    assert f"{SAY} — by 16 April 2027" in desk
    assert "your first day back is" not in desk
    page = client.get("/my-way-back").text
    assert f"<h2>{SAY}</h2>" in page
    assert "Nothing more is to come" not in page
    assert ("Beside it, home writes how your way back is kept open" in page) == (acts == ("risk",))
    assert ("You objected to the position: “It is paid less.”" in page) == ("dispute" in acts)
    asked = "Home proposes the position that you come back to: agree to it, or object"
    assert (f"<p>{asked}.</p>" in page) == (acts == ("propose",))
    assert (asked in desk, "before you are back" in desk) == (acts == ("propose",), False)
    home = sign_in(client, "coord-EN").get(here).text
    assert "Next: enter the return, or ask what keeps it" in home
    assert " is due back on 16 April 2027." in home
    sign_in(client, "e-05")
    assert send(client, "/my-way-back/i-am-back", {"back_on": FRIDAY.isoformat()}).status_code == 303
    desk = client.get("/").text
    assert (SAID in desk, SAY in desk) == (True, False)
    assert (
        "Next: home enters your return</h2><p>You said that you are back since 16 April 2027. A coordinator"
        in (client.get("/my-way-back").text)
    )
    home = sign_in(client, "coord-EN").get("/").text
    assert ENTER in home
    assert send(client, f"{here}/back", {"returned_on": FRIDAY.isoformat()}).status_code == 303
    assert ENTER not in client.get("/").text


def test_weekend_before_the_first_day_back_names_that_day(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    here = away(engine, clock, FRIDAY, FRIDAY + DAY)
    page = sign_in(client, "e-05").get("/my-way-back").text
    assert (
        "<h2>Next: your first day back</h2><p>19 April 2027, in 2 days. Once you are on duty at home" in page
    )
    desk = client.get("/").text
    assert "You are away at Treasury; your first day back is 19 April 2027" in desk
    assert "first day back: say that" not in desk
    home = sign_in(client, "coord-EN").get(here).text
    assert "Next: name the position to return to" in home
    send(sign_in(client, "e-05"), "/my-way-back/i-am-back", {"back_on": (FRIDAY + DAY).isoformat()})
    assert SAID in client.get("/").text
    home = sign_in(client, "coord-EN").get(here).text
    assert "Next: enter the return" in home
    assert "is due back on 19 April 2027." in home


def test_morning_after_is_asked_too_before_the_clock_has_looked(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    away(engine, clock, THURSDAY, FRIDAY)
    clock.now = made.at(FRIDAY + DAY)
    late = "Your first day back was 16 April 2027: say that you are back"
    assert late in sign_in(client, "e-05").get("/").text
    assert f"<h2>{late}</h2>" in client.get("/my-way-back").text


def test_office_is_not_told_that_somebody_is_overdue_who_says_to_be_back_in_time(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    away(engine, clock, THURSDAY, FRIDAY, "risk")
    send(sign_in(client, "e-05"), "/my-way-back/i-am-back", {"back_on": FRIDAY.isoformat()})
    with unit_of_work(engine) as session:
        assert session.scalars(select(ReturnRight)).one().escalated_at is not None
    assert "The return of Invented Person 5 is overdue" not in sign_in(client, "office").get("/").text
