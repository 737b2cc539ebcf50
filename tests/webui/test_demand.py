"""Demand on the pages: bands with their meaning to executives, counts of opportunities to a coordinator."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from matcher.policy.demand import Band
from models.db import unit_of_work
from models.demand import DemandBand, DemandCount
from models.opportunities import Opportunity
from models.rounds import Round
from tests.models.world import NOW, find
from tests.webui.site import sign_in

pytestmark = pytest.mark.parametrize("stage", ["lists"])


def test_band_is_shown_with_its_meaning(client: FlaskClient, engine: Engine) -> None:
    e05 = sign_in(client, "e-05")
    assert "Demand" not in e05.get("/catalogue/R-1").text
    with unit_of_work(engine) as session:
        number = find(session, Round, "R-1").id
        session.add(DemandCount(round_id=number, counted_at=NOW, orphans=3))
        session.flush()
        crowded = find(session, Opportunity, "O-5").id
        session.add(DemandBand(round_id=number, opportunity_id=crowded, band=Band.MANY))
    page = e05.get("/catalogue/R-1").text
    assert page.count("Demand: few, at most 2 certified sheets name it.") == 3
    assert page.count("Demand: many, more than 5 certified sheets for each seat.") == 1
    assert "Demand was counted on 23 November 2026" in e05.get("/catalogue/R-1/O-5").text
    sign_in(client, "exchange")
    board = client.get("/rounds/R-1").text
    assert "3 opportunities are on no certified sheet, as last counted." in board
    assert "1 opportunity is on many more sheets than there are seats, as last counted." in board
