"""The day of the three-yearly assessment on My record: entered, struck, refused."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.executives import Executive
from models.queries.plans import assessments_of
from tests.models.world import find
from tests.webui.site import send, sign_in

RECORD = "/my-record"


@pytest.fixture
def e05(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-05")


def test_day_of_an_assessment_is_entered_and_struck(e05: FlaskClient, db: Session) -> None:
    assert send(e05, f"{RECORD}/assessment", {"done_on": "2026-06-01"}).location == RECORD
    assert "1 June 2026" in e05.get(RECORD).text
    db.rollback()
    (entered,) = assessments_of(db, find(db, Executive, "E-05"))
    assert send(e05, f"{RECORD}/assessment/{entered.id}/strike").status_code == 303
    assert "No day is on record." in e05.get(RECORD).text


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Enter the day of the assessment."),
        ("2026-11-24", "An assessment is entered once it is done: this day is still to come."),
        ("2019-12-31", "The record begins with the service: this day is before it."),
    ],
)
def test_assessment_has_a_day_that_can_be(e05: FlaskClient, day: str, sentence: str) -> None:
    answer = send(e05, f"{RECORD}/assessment", {"done_on": day})
    assert (answer.status_code, answer.text.count(sentence)) == (422, 2)
