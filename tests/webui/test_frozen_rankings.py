"""What a host reads of its rankings before they open and once they are sealed, and of its offers after."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.opportunities import Opportunity
from models.proposals import Proposal
from tests.models.answering import answer
from tests.webui.site import sign_in
from tests.webui.test_outcomes import words


@pytest.mark.parametrize("stage", ["frozen"])
def test_frozen_round_knows_certified_rankings_and_no_drafts(client: FlaskClient) -> None:
    assert "none was certified" in words(sign_in(client, "host-TR").get("/our-opportunities?round=R-1").text)
    assert "does not count yet" not in client.get("/our-opportunities?round=R-1").text


@pytest.mark.parametrize("stage", ["review"])
def test_ranking_opens_with_the_rankings(client: FlaskClient) -> None:
    told = sign_in(client, "host-TR").get("/our-opportunities?round=R-1").text
    assert "opens with the rankings" in told


SETTLED = (
    "No offer of your seats is open now, so there is nothing to confirm; if one comes, your desk says so."
)
FULL = "Every seat of this one is taken, so nothing is left to confirm."


@pytest.mark.parametrize("stage", ["published"])
def test_nothing_is_to_confirm_once_every_offer_was_answered(client: FlaskClient, db: Session) -> None:
    query = select(Proposal).join(Proposal.executive).where(Executive.slug == "E-10")
    place = db.scalars(query).one().opportunity
    slug, number, host = place.slug, place.host_agency_id, place.host_agency.code
    pages = ("/", f"/our-opportunities/{slug}", f"/applicants/R-1/{slug}")
    next_ = "Next, you confirm the offers that executives and their homes said yes to."
    sign_in(client, f"host-{host}")
    for page in pages:
        assert f"The result is published. {next_}" in words(client.get(page).text), page
    db.rollback()
    ours = select(Opportunity.id).where(Opportunity.host_agency_id == number)
    for one in db.scalars(select(Proposal).where(Proposal.opportunity_id.in_(ours))).all():
        answer(db, one, "accept", "agree_home", "confirm")
    db.commit()
    for page in (*pages, "/our-opportunities?round=R-1"):
        told = words(client.get(page).text)
        assert f"The result is published. {FULL if page in pages[1:] else SETTLED}" in told, page
        assert next_ not in told
