"""The alliance pairs of a scenario: its own in place of the frozen ones, in its file alone."""

import pytest
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.errors import Invalid
from models.queries.scenarios import frozen_rules
from models.queries.scenarios import scenarios as told
from models.scenario_files import content_of, scenario_content
from models.scenarios import RunPrices, Scenario
from models.services import scenarios
from tests.models.test_scenarios import begin, change, frozen, run
from tests.models.walk import Walk
from tests.models.world import NOW, find, the_round


def ally(session: Session, scenario: Scenario, *pairs: tuple[str, str]) -> None:
    found = [(find(session, Agency, one), find(session, Agency, other)) for one, other in pairs]
    change(session, scenarios.set_pairs, scenario=scenario, pairs=found)


def test_pairs_of_its_own_stand_in_the_scenarios_file_alone(session: Session) -> None:
    Walk(session).to_solved()
    scenario = begin(session)
    ally(session, scenario, ("TR", "EN"), ("EN", "TR"))
    assert scenario_content(session, scenario)["alliances"] == {"pairs": [["EN", "TR"]], "hops": 1}
    assert "alliances" not in frozen(session)
    assert frozen_rules(session, scenario).pairs is None
    assert [one.pairs for one in told(session, the_round(session))] == [(("EN", "TR"),)]
    change(session, scenarios.set_pairs, scenario=scenario, pairs=None)
    assert scenario_content(session, scenario) == frozen(session)


def test_steps_go_along_the_scenarios_own_pairs(session: Session) -> None:
    Walk(session).to_solved()
    scenario = begin(session)
    ally(session, scenario, ("EN", "TR"))
    change(session, scenarios.set_rules, scenario=scenario, hops=2)
    assert scenario_content(session, scenario)["alliances"]["hops"] == 2
    change(session, scenarios.set_rules, scenario=scenario, hops=0)
    assert "alliances" not in scenario_content(session, scenario)


def test_without_any_pair_only_departments_exchange_inside(session: Session) -> None:
    Walk(session).to_solved()
    scenario = begin(session)
    ally(session, scenario)
    outcome = run(session, scenario)
    assert content_of(session, outcome)["alliances"] == {"pairs": [], "hops": 1}
    assert outcome.placed == 0


def test_agency_outside_the_frozen_round_is_refused(session: Session) -> None:
    Walk(session).to_solved()
    scenario = begin(session)
    session.add(Agency(code="NEW", name="New agency"))
    session.flush()
    with pytest.raises(Invalid, match="New agency is not in the frozen round"):
        ally(session, scenario, ("EN", "NEW"))


def test_run_of_the_frozen_round_has_its_prices_at_once(session: Session) -> None:
    Walk(session).to_solved()
    prices = session.query(RunPrices).one()
    assert prices.priced_at == NOW
    assert set(prices.content) == {"limits", "pins", "stability", "balance"}
