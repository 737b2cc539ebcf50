"""A scenario as a round file: the frozen content with the recorded difference, the frozen rows left alone."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.outcomes import Outcome, Snapshot
from models.scenarios import Scenario, ScenarioLimit, ScenarioPair, ScenarioPin

LIMITS = ("max_out", "max_in", "net_min", "net_max")
STALE = "The scenario stands on a snapshot that is no longer the round's; begin a new one."


@dataclass(frozen=True)
class Difference:
    """What a scenario changes, in the words of the round file; empty parts leave the frozen file as it is.

    `limits` holds by agency code the figures that replace the frozen ones, `None` for no limit; `hops` 0 lets
    anyone exchange with anyone. `pairs` replace the frozen alliance pairs; `None` leaves them.
    """

    mechanism: str | None
    objective: tuple[str, ...]
    hops: int | None
    limits: dict[str, dict[str, int | None]]
    pins: tuple[tuple[str, str], ...]
    pairs: tuple[tuple[str, str], ...] | None = None


def difference(session: Session, scenario: Scenario) -> Difference:
    """The recorded difference; pins that nobody approved yet are left out."""
    limits = (
        select(Agency.code, ScenarioLimit)
        .join(Agency, Agency.id == ScenarioLimit.agency_id)
        .where(ScenarioLimit.scenario_id == scenario.id)
    )
    pins = (
        select(Executive.slug, Opportunity.slug)
        .select_from(ScenarioPin)
        .join(Executive, Executive.id == ScenarioPin.executive_id)
        .join(Opportunity, Opportunity.id == ScenarioPin.opportunity_id)
        .where(ScenarioPin.scenario_id == scenario.id, ScenarioPin.approver_id.is_not(None))
        .order_by(Executive.slug)
    )
    return Difference(
        None if scenario.mechanism is None else scenario.mechanism.value,
        tuple(filter(None, scenario.objective.split(","))),
        scenario.hops,
        {code: {name: getattr(row, name) for name in LIMITS} for code, row in session.execute(limits)},
        tuple((who, where) for who, where in session.execute(pins)),
        own_pairs(session, scenario) if scenario.own_pairs else None,
    )


def own_pairs(session: Session, scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """The alliance pairs recorded for the scenario, by agency codes, sorted."""
    first, second = aliased(Agency), aliased(Agency)
    query = (
        select(first.code, second.code)
        .select_from(ScenarioPair)
        .join(first, first.id == ScenarioPair.first_id)
        .join(second, second.id == ScenarioPair.second_id)
        .where(ScenarioPair.scenario_id == scenario.id)
    )
    return tuple(sorted((min(pair), max(pair)) for pair in session.execute(query)))


def apply(content: dict[str, Any], changed: Difference) -> dict[str, Any]:
    """The frozen content with the difference; the content itself is not touched."""
    pinned = [list(pair) for pair in content["pinned"]]
    pinned += [list(pair) for pair in changed.pins if list(pair) not in pinned]
    made = content | {"units": [_unit(unit, changed) for unit in content["units"]], "pinned": sorted(pinned)}
    if changed.mechanism is not None:
        made["mechanism"] = changed.mechanism
    if changed.objective:
        made["objective"] = list(changed.objective)
    if changed.pairs is not None:
        hops = made.get("alliances", {}).get("hops", 1)
        made["alliances"] = {"pairs": [list(pair) for pair in changed.pairs], "hops": hops}
    if changed.hops == 0:
        made.pop("alliances", None)
    elif changed.hops is not None and "alliances" in made:
        made["alliances"] = made["alliances"] | {"hops": changed.hops}
    return made


def _unit(unit: dict[str, Any], changed: Difference) -> dict[str, Any]:
    figures = changed.limits.get(unit["id"])
    if figures is None:
        return unit
    kept = {key: value for key, value in unit.items() if key not in LIMITS}
    return kept | {name: figure for name, figure in figures.items() if figure is not None}


def scenario_content(session: Session, scenario: Scenario) -> dict[str, Any]:
    """The round file of a scenario without seed and seed proof."""
    snapshot = session.get_one(Snapshot, scenario.snapshot_id)
    return apply(snapshot.content, difference(session, scenario))


def content_of(session: Session, outcome: Outcome) -> dict[str, Any]:
    """The round file that a run answered, without seed and seed proof."""
    if outcome.scenario is None:
        content: dict[str, Any] = outcome.snapshot.content
        return content
    return apply(outcome.snapshot.content, difference(session, outcome.scenario))
