"""A mentor whom the service paused reads that it did, why, and how to be asked again."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from matcher.policy.mentoring_clauses import SILENT_OFFERS
from models.services import mentors
from tests.models.mentoring import profile_of
from tests.models.world import NOW, actor
from tests.webui.site import send, sign_in

PROFILE = "/giving/profile/mentor"


@pytest.fixture
def stage() -> str:
    return "mentors"


def test_whoever_was_paused_for_silence_reads_why(client: FlaskClient, db: Session) -> None:
    silent = profile_of(db, "E-05")
    silent.silent_offers = SILENT_OFFERS.figure
    mentors.put_away(db, silent, by=actor(db, "system"), now=NOW)
    db.commit()
    e05 = sign_in(client, "e-05")
    why = "The service paused you as a mentor, for 2 requests in a row ended without your answer"
    assert f"{why}: say when you are back" in e05.get("/").text
    told = "The service paused you, for 2 requests in a row ended without your answer. Nothing is held"
    assert told in e05.get(PROFILE).text
    send(e05, f"{PROFILE}/resume")
    assert "The service paused you" not in e05.get("/").text
