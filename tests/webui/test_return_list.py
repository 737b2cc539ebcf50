"""The list of returns: whose it shows."""

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.actors import Role
from models.db import unit_of_work
from tests.models import agreements as made
from tests.models.world import DAY, NOW, give
from tests.webui.site import Clock, sign_in


def test_role_of_the_office_that_ended_shows_no_return_of_others(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:
        made.running(session)
        give(session, "supervisor-TR", Role.PROGRAMME_OFFICE, None, until=NOW + DAY)
    for days, shown in ((0, True), (2, False)):
        clock.now = NOW + days * DAY
        listed = sign_in(client, "supervisor-TR").get("/returns")
        assert (listed.status_code, "Invented Person 5" in listed.text) == (200, shown)


def test_last_days_away_are_counted_to_the_last_day_by_state_and_filter_alike(
    client: FlaskClient, engine: Engine, clock: Clock
) -> None:
    with unit_of_work(engine) as session:  # its first day back is a Monday, two days after the last day away
        right = made.running(session, ends_on=date(2027, 2, 20))
        made.lasting(session)
        made.tick(session, right, NOW)
    sign_in(client, "coord-EN")
    for days, shown in ((88, False), (89, True)):
        listed = client.get(f"/returns?days={days}").text
        assert "Last day away within days" in listed
        assert ("the last 90 days away</span></td>" in listed) is shown
