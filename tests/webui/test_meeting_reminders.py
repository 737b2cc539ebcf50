"""The page of a conversation promises the reminders that still come."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from tests.webui.site import Clock, send, sign_in
from tests.webui.test_meetings import FIRST, WAITING


@pytest.mark.parametrize("stage", ["talking"])
def test_only_reminders_that_still_come_are_promised(client: FlaskClient, clock: Clock) -> None:
    e01, told = sign_in(client, "e-01"), "Both sides are reminded"
    send(e01, f"/engagements/{WAITING}/times", {"start": FIRST})
    for at, when in (
        (datetime(2026, 11, 24, 13, tzinfo=UTC), f"{told} 24 hours and 1 hour before. Afterwards"),
        (datetime(2026, 11, 24, 15, tzinfo=UTC), f"{told} 1 hour before. Afterwards"),
        (datetime(2026, 11, 25, 13, 30, tzinfo=UTC), '<p class="rt-prose">Afterwards'),
    ):
        clock.now = at
        assert when in sign_in(client, "e-01").get("/meetings/3").text
