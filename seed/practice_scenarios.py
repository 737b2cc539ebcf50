"""A practice round from its rankings to its solution, with three scenarios, by the verbs everybody uses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher import parse_rotation, price_choices, solve
from matcher.files import canonical
from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.outcomes import Outcome
from models.pricing import price
from models.queries import scenarios as told
from models.queries.outcomes import binding_limits
from models.rounds import Round
from models.scenarios import Mechanism, Scenario
from models.services import results, rounds, scenarios
from seed.loading.people import get_actor
from seed.loading.rounds import COORDINATOR, SECOND_COORDINATOR
from seed.roundfile import OUTSIDE

WIDENED = 3
"""Departments that may send two more in the first scenario."""


def solve_baseline(session: Session, *, now: datetime, round_: Round) -> Outcome:
    """Freeze the round, enter its outside value, and solve it."""
    actor = get_actor(session, COORDINATOR)
    rounds.freeze(session, actor=actor, now=now, round_=round_)
    rounds.enter_outside(session, actor=actor, now=now, round_=round_, outside=OUTSIDE)
    return _run(session, now, round_, None)


def solve_with_scenarios(session: Session, *, now: datetime, round_: Round) -> None:
    """Freeze and solve the round, then begin and run the scenarios; none is chosen yet."""
    actor = get_actor(session, COORDINATOR)
    baseline = solve_baseline(session, now=now, round_=round_)
    for name, change in _SCENARIOS.items():
        scenario = scenarios.begin(session, actor=actor, now=now, round_=round_, name=name)
        change(session, now, scenario, baseline)
        _run(session, now, round_, scenario)


def _run(session: Session, now: datetime, round_: Round, scenario: Scenario | None) -> Outcome:
    """Solved, stored, and its limits and pins priced."""
    actor = get_actor(session, COORDINATOR)
    rotation = parse_rotation(canonical(results.round_file(session, round_, scenario)))
    answer: dict[str, Any] = solve(rotation)
    outcome = results.store_outcome(
        session, actor=actor, now=now, round_=round_, answer=answer, scenario=scenario
    )
    if outcome.status == "optimal":
        prices = price(rotation, answer, lambda _stage: None)
        results.keep_prices(session, now=now, outcome=outcome, prices=prices)
    return outcome


def _send_more(session: Session, now: datetime, scenario: Scenario, baseline: Outcome) -> None:
    """The first departments whose limit on leaving is used up may send two more; their other limits stay."""
    frozen = told.standing(told.frozen_rules(session, scenario), told.scenarios(session, scenario.round)[-1])
    bound = [one for one in binding_limits(session, baseline) if one.limit == "max_out"]
    for one in bound[:WIDENED]:
        agency = session.scalars(select(Agency).where(Agency.code == one.code)).one()
        scenarios.set_limits(
            session,
            actor=get_actor(session, COORDINATOR),
            now=now,
            scenario=scenario,
            agency=agency,
            figures=replace(frozen[one.code], max_out=one.figure + 2),
        )


def _stable(session: Session, now: datetime, scenario: Scenario, baseline: Outcome) -> None:
    """The stable mechanism, which leaves limits aside and says which it breaks."""
    actor, mechanism = get_actor(session, COORDINATOR), Mechanism.STABLE
    scenarios.set_rules(session, actor=actor, now=now, scenario=scenario, mechanism=mechanism)


def _pin_one(session: Session, now: datetime, scenario: Scenario, baseline: Outcome) -> None:
    """The first person left out who could be placed is, with the signatures of two coordinators."""
    rotation = parse_rotation(canonical(results.round_file(session, scenario.round)))
    priced = price_choices(rotation, baseline.content)
    who, where = next((one.executive, one.opportunity) for one in priced if one.possible)
    pin = scenarios.pin(
        session,
        actor=get_actor(session, COORDINATOR),
        now=now,
        scenario=scenario,
        executive=session.scalars(select(Executive).where(Executive.slug == who)).one(),
        opportunity=session.scalars(select(Opportunity).where(Opportunity.slug == where)).one(),
        reason="Both agencies asked for it before the freeze (invented).",
    )
    scenarios.approve_pin(session, actor=get_actor(session, SECOND_COORDINATOR), now=now, pin=pin)


_SCENARIOS: dict[str, Callable[[Session, datetime, Scenario, Outcome], None]] = {
    "Three departments may send two more": _send_more,
    "Stable, limits left aside": _stable,
    "One person pinned": _pin_one,
}
