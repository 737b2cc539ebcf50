"""What the verbs of scenarios are tried with."""

from typing import Any

from sqlalchemy.orm import Session

from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.queries.limits import Figures
from models.services import scenarios
from tests.models.test_scenarios import freeze_again
from tests.models.walk import Walk
from tests.models.world import NOW, actor, find, the_round

EXCHANGES = {"exchange", "exchange-2"}


def in_round(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session), "name": "What if"}


def a_run(session: Session) -> dict[str, Any]:
    return {"outcome": Walk(session).outcome(), "reason": "It places most people."}


def a_scenario(session: Session) -> dict[str, Any]:
    by = actor(session, "exchange")
    return {
        "scenario": scenarios.begin(session, actor=by, now=NOW, round_=the_round(session), name="What if")
    }


def a_stale_scenario(session: Session) -> dict[str, Any]:
    found = a_scenario(session)
    freeze_again(session)
    return found


def scenario_pair(session: Session) -> dict[str, Any]:
    pair = {
        "executive": find(session, Executive, "E-05"),
        "opportunity": find(session, Opportunity, "O-1"),
    }
    return a_scenario(session) | pair | {"reason": "Agreed by both."}


def scenario_pin(session: Session) -> dict[str, Any]:
    found = scenarios.pin(session, actor=actor(session, "exchange"), now=NOW, **scenario_pair(session))
    found.author_id = actor(session, "coord-TR").id  # so that both coordinators may approve it
    session.flush()
    return {"pin": found}


def scenario_limits(session: Session) -> dict[str, Any]:
    return a_scenario(session) | {"agency": find(session, Agency, "EN"), "figures": Figures(max_out=2)}


def scenario_pairs(session: Session) -> dict[str, Any]:
    pair = find(session, Agency, "EN"), find(session, Agency, "TR")
    return a_scenario(session) | {"pairs": [pair]}


TRIALS = {
    "to_solved": {
        "scenarios.begin": (EXCHANGES, in_round),
        "scenarios.set_rules": (EXCHANGES, a_scenario),
        "scenarios.set_limits": (EXCHANGES, scenario_limits),
        "scenarios.set_pairs": (EXCHANGES, scenario_pairs),
        "scenarios.pin": (EXCHANGES, scenario_pair),
        "scenarios.approve_pin": (EXCHANGES, scenario_pin),
        "scenarios.drop_pin": (EXCHANGES, scenario_pin),
        "scenario_copies.begin_again": (EXCHANGES, a_stale_scenario),
        "scenarios.choose": (EXCHANGES, a_run),
    }
}
