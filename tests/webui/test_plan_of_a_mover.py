"""What becomes of the development plan of somebody who changes agency, told before it is done."""

from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.actors import Role
from tests.models.plans import reviewed, signed, submitted, written
from tests.models.world import give
from tests.webui.site import sign_in

pytestmark = pytest.mark.parametrize("stage", ["lists"])
STUCK = (
    "<li>The development plan lies with a supervisor who cannot sign it any more: the person reads on the "
    "desk to take it back"
)
NOBODY = f"{STUCK}. Nobody signs plans for Treasury yet: name a supervisor.</li>"
SOMEBODY = f"{STUCK} and send it to a supervisor there.</li>"
BOARDLESS = (
    "<li>The signed development plan waits for the board of Treasury, on which nobody may review it yet: ask "
    "the agency who sits on it, and grant each the role.</li>"
)
REVIEWS = (
    "<li>The signed development plan waits for the board of Treasury, which reviews it from then on.</li>"
)


def told(client: FlaskClient, slug: str) -> str:
    return unescape(" ".join(client.get(f"/people/{slug}/move/TR").text.split()))


def test_plan_with_a_supervisor_of_before_is_told_to_be_stuck(client: FlaskClient, db: Session) -> None:
    submitted(db, "E-06")
    db.commit()
    sign_in(client, "office")
    assert NOBODY in told(client, "e-06")
    give(db, "e-05", Role.SUPERVISOR, "TR")
    db.commit()
    assert SOMEBODY in told(client, "e-06")
    give(db, "supervisor-EN", Role.SUPERVISOR, "TR")
    db.commit()
    assert "development plan" not in told(client, "e-06")


def test_signed_plan_waits_for_the_board_of_the_new_agency(client: FlaskClient, db: Session) -> None:
    signed(db, "E-07")
    give(db, "supervisor-EN", Role.EXECUTIVE_RESOURCES_BOARD, "TR")  # signed it, so another one reviews it
    db.commit()
    sign_in(client, "office")
    assert BOARDLESS in told(client, "e-07")
    give(db, "e-05", Role.EXECUTIVE_RESOURCES_BOARD, "TR")
    db.commit()
    page = told(client, "e-07")
    assert (REVIEWS in page, BOARDLESS in page) == (True, False)


def test_plan_that_waits_for_nobody_is_not_spoken_of(client: FlaskClient, db: Session) -> None:
    written(db, "E-05")
    reviewed(db, "E-06")
    db.commit()
    sign_in(client, "office")
    assert not any("development plan" in told(client, slug) for slug in ("e-05", "e-06", "e-07"))
