"""An executive whom the home agency does not release in a round: no page invites to a list of it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.releases import RefusalReason, Release, ReleaseState
from tests.models.trials_releases import release_of
from tests.models.world import NOW
from tests.webui.site import send, sign_in
from tests.webui.test_outcomes import words

SHEET = "/dream-sheet/R-1"


@pytest.fixture
def stage() -> str:
    return "filed"


def refuse(db: Session) -> None:
    """The home agency says no."""
    refused = {"state": ReleaseState.REFUSED, "refusal": RefusalReason.TIMING, "decided_at": NOW}
    db.execute(update(Release).where(Release.id == release_of(db, "E-05").id).values(refused))
    db.commit()


@pytest.mark.parametrize(
    ("address", "told", "untrue"),
    [
        (
            f"{SHEET}/receipt",
            "So this list does not count, and no host sees your card",
            "The list that counts",
        ),
        (
            f"{SHEET}/certify",
            "So there is nothing to certify: no list of yours counts in it",
            "Certify these",
        ),
        (f"{SHEET}/withdraw", "so no new list would count in this round.", "you may begin a new list"),
        ("/catalogue/R-1", "So no list of yours counts in it; the catalogue stays open", "Add to my sheet"),
        ("/catalogue/R-1/O-6", "So no list of yours counts in it. Read why", "Add to my sheet"),
    ],
)
def test_whoever_is_not_released_is_invited_nowhere_to_a_list(
    client: FlaskClient, db: Session, address: str, told: str, untrue: str
) -> None:
    sign_in(client, "e-05")
    assert untrue in words(client.get(address).text)
    refuse(db)
    page = words(client.get(address).text)
    assert told in page
    assert untrue not in page


def test_refusal_outlives_the_consent_that_asked_for_it(client: FlaskClient, db: Session) -> None:
    refuse(db)
    sign_in(client, "e-05")
    send(client, f"{SHEET}/withdraw")
    page = words(client.get(SHEET).text)
    assert "None stands, and one would have no effect in this round, since you are not released." in page
    assert "the time of year does not allow it" in page
    assert "You may begin a new one" not in page
    desk = words(client.get("/").text)
    assert "Your agency does not release you in First invented round" in desk
    assert "you may begin again" not in desk
