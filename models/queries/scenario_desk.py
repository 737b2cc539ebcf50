"""Scenarios as the desk tells them: those with a pin to approve, and those ready to run."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from models.actors import Actor, Role
from models.holding import Holder
from models.queries.desk_lines import line
from models.queries.scenarios import waits_for_a_run
from models.rounds import Round, RoundState
from models.scenarios import Scenario, ScenarioPin


def pins_to_approve(actor: Actor, now: datetime) -> Any:
    """Scenarios that wait for this second person, as entries of the desk."""
    if not Holder(actor, now).has(Role.EXCHANGE_COORDINATOR):
        return None
    return _not_run("scenario").where(_pins(ScenarioPin.author_id != actor.id, _WAITS))


def scenarios_to_run(actor: Actor, now: datetime) -> Any:
    """Scenarios this person began whose pins are all approved, as entries of the desk."""
    if not Holder(actor, now).has(Role.EXCHANGE_COORDINATOR):
        return None
    mine = Scenario.begun_by_id == actor.id
    return _not_run("scenario_ready").where(mine, _pins(), ~_pins(_WAITS))


_WAITS = ScenarioPin.approver_id.is_(None)


def _pins(*which: Any) -> Any:
    return select(ScenarioPin.id).where(ScenarioPin.scenario_id == Scenario.id, *which).exists()


def _not_run(kind: str) -> Select[*tuple[Any, ...]]:
    """Scenarios that can be run and were not."""
    return (
        line(kind=kind, number=Scenario.number, name=Scenario.name, slug=Round.slug, due=Round.results_at)
        .join(Round, Round.id == Scenario.round_id)
        .where(
            Round.state.in_((RoundState.FROZEN, RoundState.SOLVED)),
            *waits_for_a_run(),
        )
    )
