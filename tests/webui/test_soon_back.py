"""A time away too short for the days of its way back, from the start or by an early end."""

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.agreements import EventKind
from models.db import unit_of_work
from tests.models import agreements as made
from tests.models.world import DAY, NOW
from tests.webui.site import Clock, sign_in

FIRST, LAST = date(2026, 12, 1), date(2027, 1, 20)


def test_home_names_a_position_for_a_time_away_shorter_than_the_days_of_its_way_back(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=FIRST, ends_on=LAST)
        clock.now = made.at(FIRST)
        made.tick(session, right, clock.now)
        page = f"/returns/{right.id}"
    by = "It is named by 20 January 2027 (in 50 days), for the first day back, 21 January 2027."
    assert by in sign_in(client, "coord-EN").get(page).text


def test_home_names_a_position_after_an_early_end_that_leaves_no_time_for_the_days_of_the_way_back(
    client: FlaskClient, engine: Engine
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session)
        made.agreed(session, right.agreement, EventKind.EARLY_END, date(2026, 12, 28))
        made.tick(session, right, NOW)
        page = f"/returns/{right.id}"
    by = "It is named by 28 December 2026 (in 35 days), for the first day back, 29 December 2026."
    assert by in sign_in(client, "coord-EN").get(page).text


def test_position_is_overdue_for_nobody_since_a_day_before_the_time_away_began(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        right = made.running(session, starts_on=FIRST, ends_on=LAST)
        clock.now = made.at(FIRST + DAY)
        made.tick(session, right, clock.now)
    line = "comes back on 21 January 2027: name the position to return to — by 20 January 2027"
    assert line in sign_in(client, "coord-EN").get("/").text
    assert ">by 20 January 2027" in client.get("/returns").text
    mine = sign_in(client, "e-05").get("/my-way-back").text
    assert "not named yet; home names it by 20 January 2027</dd>" in mine
    assert "home was to name your position" not in client.get("/").text
