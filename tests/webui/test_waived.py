"""What became of a waiver, where the opportunity is on no list, or the consent is missing."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.services.waivers import Verdict
from tests.models.test_waivers import asked, decide
from tests.models.walk import consent, file
from tests.webui.site import sign_in
from tests.webui.test_outcomes import words

MINE = "/dream-sheet/R-1/requirements"


@pytest.fixture
def stage() -> str:
    return "lists"


def test_waived_opportunity_that_is_on_no_list_is_not_called_a_choice(
    client: FlaskClient, db: Session
) -> None:
    answer = asked(db)
    decide(db, answer, Verdict.GRANT)
    db.commit()
    sign_in(client, "e-12")
    assert "waived a requirement for you in First invented round: see for which opportunity" in words(
        client.get("/").text
    )
    page = client.get(MINE).text
    assert "None of your choices has a gate" in words(page)
    assert '<a href="/catalogue/R-1/O-3">add it</a> if you want it' in page


def test_certified_list_counts_beside_a_refusal_only_with_the_consent(
    client: FlaskClient, db: Session
) -> None:
    answer = asked(db)
    file(db, "E-12", ["O-3"])
    decide(db, answer, Verdict.REFUSE)
    db.commit()
    told = words(sign_in(client, "e-12").get(MINE).text)
    assert "The list you certified counts once you give your consent, without what is not met" in told
    consent(db, "E-12")
    db.commit()
    assert "The list you certified still counts, without what is not met" in words(client.get(MINE).text)
