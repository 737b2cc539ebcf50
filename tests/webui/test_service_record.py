"""My record of service, and the page of a sabbatical that asks for it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from models.db import unit_of_work
from models.opportunities import Kind
from models.rounds import RoundOpportunity
from tests.models.world import approve_one, the_round
from tests.webui.site import beside, send, sign_in

pytestmark = pytest.mark.parametrize("stage", ["lists"])
PLACE = "/catalogue/R-1/O-7"
RECORD = "/service-record"


@pytest.fixture
def e05(client: FlaskClient, engine: Engine) -> FlaskClient:
    """An executive of Energy, and a sabbatical at the Treasury."""
    with unit_of_work(engine) as session:
        made = approve_one(session, "O-7", "TR", kind=Kind.SABBATICAL, duration_days=300)
        session.add(RoundOpportunity(round_id=the_round(session).id, opportunity_id=made.id))
    return sign_in(client, "e-05")


def words(client: FlaskClient, path: str) -> str:
    return " ".join(client.get(path).text.split())


def test_sabbatical_is_stated_on_its_page_then_added_then_taken_back(e05: FlaskClient) -> None:
    page = words(e05, PLACE)
    assert (
        "The attestation is missing that no immediate annuity is open to the executive at the start." in page
    )
    rests = "in force since 13 July 1979; the text was read; nobody may waive it"
    assert f"(5 U.S.C. 3396(c)(2); {rests})" in page
    assert "Cannot be added." in page
    facts = {"opportunity": "O-7", "round": "R-1"}
    told = send(e05, f"{RECORD}/attest", facts, follow_redirects=True).text
    assert "On record: you stated it for this sabbatical." in told
    assert "Open to you." in words(e05, PLACE)
    added = send(e05, "/dream-sheet/R-1/add", {"opportunity": "O-7"}, follow_redirects=True).text
    assert "O-7" in added
    send(e05, f"{RECORD}/take-back", {"opportunity": "O-7"})
    assert "The attestation is missing" in words(e05, "/dream-sheet/R-1")
    assert send(e05, f"{RECORD}/take-back", {"opportunity": "O-7"}).status_code == 409
    assert send(e05, f"{RECORD}/attest", {"opportunity": "O-0"}).status_code == 404


def test_days_are_written_and_the_catalogue_reads_them(e05: FlaskClient) -> None:
    typed = {"civil_since": "", "last_sabbatical": "2018-03-01", "last_away": "2026-06-01", "version": "0"}
    assert "Saved." in send(e05, RECORD, typed, follow_redirects=True).text
    page = words(e05, PLACE)
    assert "One sabbatical is granted in 10 years; the next may start on 1 March 2028." in page
    assert "The last assignment is to 1 June 2026: 12 months at home last until 1 June 2027, but " in page
    late = send(e05, RECORD, typed)
    assert late.status_code == 409
    assert "Your record changed since you opened the page" in late.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"civil_since": "soon"}, "Enter the day as year, month and day: 2027-01-31."),
        ({"last_away": "2030-01-01"}, "Write a day that is past."),
        ({"version": ""}, "Open the page again."),
    ],
)
def test_what_is_refused_says_why(e05: FlaskClient, typed: dict[str, str], sentence: str) -> None:
    answer = send(e05, RECORD, {"version": "0"} | typed)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_every_day_that_cannot_be_is_told_at_once(e05: FlaskClient) -> None:
    typed = {"version": "0", "civil_since": "2030-01-01", "last_sabbatical": "2030-01-01"}
    assert beside(send(e05, RECORD, typed | {"last_away": "2026-01-01"})) == {
        "civil_since": "Service that counts begins by your first day in the Senior Executive Service.",
        "last_sabbatical": "Write a day that is past.",
    }


def test_nobody_else_has_the_page(client: FlaskClient) -> None:
    assert sign_in(client, "host-EN").get(RECORD).status_code in (403, 404)
