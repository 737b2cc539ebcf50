"""A scenario begun again after the round was frozen anew: what it changed, on what is frozen now."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.errors import Conflict, Invalid
from models.queries.limits import Figures
from models.rounds import Stage
from models.scenarios import Scenario, ScenarioLimit, ScenarioPair, ScenarioPin
from models.services import scenarios


def begin_again(
    session: Session, *, actor: Actor, now: datetime, scenario: Scenario
) -> tuple[Scenario, list[str]]:
    """A new scenario that changes the same; its pins wait for a second person anew.

    Returns it with a sentence for each limit or pin that what is frozen now has no room for. Conflict while
    the scenario stands on what is frozen.
    """
    require(actor, "scenario_copies.begin_again", scenario, now=now)
    if not scenarios.is_stale(session, scenario):
        raise Conflict("The round was not frozen anew since this scenario was begun.")
    begun = scenarios.begin(session, actor=actor, now=now, round_=scenario.round, name=scenario.name)
    stages = [Stage(one) for one in scenario.objective.split(",") if one]
    rules: dict[str, Any] = {"mechanism": scenario.mechanism, "stages": stages, "hops": scenario.hops}
    scenarios.set_rules(session, actor=actor, now=now, scenario=begun, **rules)
    if scenario.own_pairs:
        pairs = _pairs(session, scenario)
        scenarios.set_pairs(session, actor=actor, now=now, scenario=begun, pairs=pairs)
    return begun, _limits(session, actor, now, scenario, begun) + _pins(session, actor, now, scenario, begun)


def _pairs(session: Session, scenario: Scenario) -> list[tuple[Agency, Agency]]:
    rows = session.scalars(select(ScenarioPair).where(ScenarioPair.scenario_id == scenario.id))
    return [(session.get_one(Agency, row.first_id), session.get_one(Agency, row.second_id)) for row in rows]


def _limits(session: Session, actor: Actor, now: datetime, before: Scenario, begun: Scenario) -> list[str]:
    left = []
    for row in session.scalars(select(ScenarioLimit).where(ScenarioLimit.scenario_id == before.id)):
        figures = Figures(row.max_out, row.max_in, row.net_min, row.net_max)
        try:
            scenarios.set_limits(
                session, actor=actor, now=now, scenario=begun, agency=row.agency, figures=figures
            )
        except Invalid as fault:
            left.append(str(fault))
    return left


def _pins(session: Session, actor: Actor, now: datetime, before: Scenario, begun: Scenario) -> list[str]:
    left = []
    pins = select(ScenarioPin).where(ScenarioPin.scenario_id == before.id).order_by(ScenarioPin.id)
    for one in session.scalars(pins).all():
        pair: dict[str, Any] = {"executive": one.executive, "opportunity": one.opportunity}
        try:
            scenarios.pin(session, actor=actor, now=now, scenario=begun, reason=one.reason, **pair)
        except Invalid as fault:
            left.append(str(fault))
    return left
