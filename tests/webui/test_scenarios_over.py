"""Scenarios that were not run before a run is put before the agencies: said before, and told as they are."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from models.db import unit_of_work
from models.outcomes import Outcome
from models.services import results
from tests.models import test_scenarios as made
from tests.models.world import the_round
from tests.webui.site import sign_in
from tests.webui.test_outcomes import words

PATH = "/rounds/R-1/scenarios"
DECISION = "/rounds/R-1/decision"
WAITS = "A pin waits for a second person; then the scenario can be run."


@pytest.fixture
def stage() -> str:
    return "solved"


@pytest.fixture
def coordinator(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "exchange")


def test_step_before_the_agencies_counts_the_scenarios_that_it_overtakes(
    coordinator: FlaskClient, engine: Engine
) -> None:
    assert "begun and not run" not in coordinator.get(DECISION).text
    with unit_of_work(engine) as db:
        made.choose(db, made.run(db, made.begin(db, "That was run")))
        made.pin(db, made.begin(db, "That was not"), "E-12", "O-3")
    told = "1 scenario was begun and not run, and cannot be run from then on: scenarios of the round."
    assert told in words(coordinator.get(DECISION).text)


def test_scenario_that_was_overtaken_promises_no_run(coordinator: FlaskClient, engine: Engine) -> None:
    with unit_of_work(engine) as db:
        made.pin(db, made.begin(db), "E-12", "O-3")
    page = coordinator.get(f"{PATH}/1").text
    assert (WAITS in page, "waits for a second person" in page) == (True, True)
    with unit_of_work(engine) as db:
        round_ = the_round(db)
        made.change(db, results.confer, round_=round_, outcome=db.scalars(select(Outcome)).one())
    page = words(coordinator.get(f"{PATH}/1").text)
    over = "It was not run. The round is in conference: no run can be started, unless it comes back to the"
    assert f"{over} choice of a run." in page
    assert (WAITS in page, "waits for a second person" in page, "not approved" in page) == (
        False,
        False,
        True,
    )
    assert "a pin waits" not in coordinator.get(PATH).text
