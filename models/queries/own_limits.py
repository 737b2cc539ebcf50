"""The limits of one's own agencies in a round: as frozen, or as the run that is decided on sets them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.outcomes import Decision, Outcome
from models.queries.limits import Figures
from models.rounds import Round, RoundLimit
from models.scenarios import Mechanism, Scenario, ScenarioLimit


@dataclass(frozen=True)
class OwnLimit:
    """What holds for one agency; `before` was set for the round, where the run sets otherwise."""

    agency: str
    figures: Figures
    before: Figures | None = None


@dataclass(frozen=True)
class OwnLimits:
    """By agency; `run` is the number of the run that goes by a scenario, None where all is as frozen."""

    rows: list[OwnLimit]
    run: int | None = None
    set_aside: bool = False


def own_limits(session: Session, round_: Round, agencies: Collection[int]) -> OwnLimits:
    """The limits of those agencies alone, by name; an agency for which nothing is set is left out."""
    decided = session.execute(
        select(Outcome.number, Scenario.id, Scenario.mechanism)
        .join(Decision, Decision.outcome_id == Outcome.id)
        .join(Scenario, Scenario.id == Outcome.scenario_id)
        .where(Decision.round_id == round_.id)
    ).one_or_none()
    run, scenario, mechanism = decided or (None, None, None)
    found = [_own(*row) for row in session.execute(_query(round_, agencies, scenario))]
    rows = [one for one in found if one.figures != Figures() or one.before not in (None, Figures())]
    return OwnLimits(rows, run, mechanism is Mechanism.STABLE)


def _query(
    round_: Round, agencies: Collection[int], scenario: int | None
) -> "Select[str, RoundLimit | None, ScenarioLimit | None]":
    own = and_(ScenarioLimit.agency_id == Agency.id, ScenarioLimit.scenario_id == scenario)
    set_ = and_(RoundLimit.agency_id == Agency.id, RoundLimit.round_id == round_.id)
    return (
        select(Agency.name, RoundLimit, ScenarioLimit)
        .outerjoin(RoundLimit, set_)
        .outerjoin(ScenarioLimit, own)
        .where(Agency.id.in_(agencies))
        .order_by(Agency.name)
    )


def _own(agency: str, set_: RoundLimit | None, own: ScenarioLimit | None) -> OwnLimit:
    internal = True if set_ is None else set_.internal
    frozen = Figures() if set_ is None else _figures(set_, internal)
    if own is None:
        return OwnLimit(agency, frozen)
    now = _figures(own, internal)
    return OwnLimit(agency, now, None if now == frozen else frozen)


def _figures(limit: RoundLimit | ScenarioLimit, internal: bool) -> Figures:
    return Figures(limit.max_out, limit.max_in, limit.net_min, limit.net_max, internal)
