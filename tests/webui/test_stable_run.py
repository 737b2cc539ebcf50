"""The pages of a run with the stable mechanism: limits are left aside, and hosts' order alone decides."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.outcomes import Outcome
from models.queries.explanations import account
from models.queries.limits import Figures
from models.scenarios import Mechanism
from models.services import scenarios
from tests.models.test_scenarios import begin, change, limit, run
from tests.webui.site import sign_in
from tests.webui.test_outcomes import words

RUN = "/rounds/R-1/outcomes/2"


@pytest.fixture
def stage() -> str:
    return "solved"


@pytest.fixture
def stable(db: Session) -> Outcome:
    """A second run, which breaks a limit of its scenario and so cannot be published."""
    scenario = begin(db)
    limit(db, scenario, "EN", Figures(max_out=0))
    change(db, scenarios.set_rules, scenario=scenario, mechanism=Mechanism.STABLE)
    found = run(db, scenario)
    db.commit()
    return found


def test_choice_that_others_came_first_at_is_not_said_to_have_been_open(db: Session, stable: Outcome) -> None:
    ranks = {one["executive"]: one["choice_rank"] for one in stable.content["matches"]}
    left = [one["executive"] for one in stable.content["unmatched"] if one["reason"] == "beaten"]
    lower = [one for one, rank in ranks.items() if rank > 1]
    assert left, "somebody is beaten everywhere"
    for executive in [*left, *lower]:
        for rung in account(db, stable, executive).ladder:
            wanted_more = rung.choice is not None and rung.choice < ranks.get(executive, 99)
            beaten = f"{rung.title} went to people the host ranked higher, or to a better lottery number."
            assert (rung.sentence == beaten) is wanted_more


def test_result_of_a_stable_run_claims_no_more_than_it_is(
    client: FlaskClient, db: Session, stable: Outcome
) -> None:
    sign_in(client, "exchange")
    told = words(client.get(RUN).text)
    assert "Stable: proved; limits and pins were left aside." in told
    assert "no other outcome is as good" not in told
    assert "went to people its host ranked higher, or to a better lottery number" in told
    assert "How many more would be placed in all" not in told, "it was not worked out"
    assert "How many more would be placed in all" in words(client.get("/rounds/R-1/outcomes/1").text)


def test_run_that_cannot_be_published_has_no_button_to_choose_it(
    client: FlaskClient, db: Session, stable: Outcome
) -> None:
    told = words(sign_in(client, "exchange").get("/rounds/R-1/scenarios").text)
    assert "cannot be chosen: it is stable and breaks limits or pins" in told
    assert ("Choose run 1" in told, "Choose run 2" in told) == (True, False)
