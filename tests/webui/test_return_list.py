"""The list of returns: whose it shows."""

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
