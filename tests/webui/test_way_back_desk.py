"""What the desk of whoever is away names of the way back before its day."""

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.db import unit_of_work
from tests.models import agreements as made
from tests.models.world import DAY
from tests.webui.site import Clock, sign_in

LAST, PLAN = date(2027, 4, 15), date(2026, 12, 16)


def test_desk_names_the_plan_to_be_brought_up_to_date_until_its_day(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        made.running(session, ends_on=LAST)
        made.lasting(session)
    step = (
        "first day back is 16 April 2027; next, you bring your re-entry plan up to date, by 16 December 2026"
    )
    for ahead, told in ((17, False), (16, True), (0, True), (-1, False)):
        clock.now = made.at(PLAN - ahead * DAY)
        assert (step in sign_in(client, "e-05").get("/").text) is told
