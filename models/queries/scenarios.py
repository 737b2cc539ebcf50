"""Scenarios as the pages show them: what each changes, its pins, its run, whether it is stale."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, func, null, select, union_all
from sqlalchemy.orm import Session, aliased, contains_eager

from models.actors import Actor
from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.outcomes import Outcome, Snapshot
from models.queries.frozen import newest_freeze_id, newest_snapshot_id
from models.queries.limits import Figures
from models.queries.units import named_units
from models.rounds import Round, RoundState
from models.scenario_files import LIMITS
from models.scenarios import RunChoice, Scenario, ScenarioLimit, ScenarioPair, ScenarioPin
from models.solves import Solve

FROZEN_STATES = tuple(RoundState)[tuple(RoundState).index(RoundState.FROZEN) :]


@dataclass(frozen=True)
class Pin:
    """One pin of a scenario; `approver` is empty until a second person approved it."""

    id: int
    executive: str
    name: str
    opportunity: str
    title: str
    host: str
    reason: str
    author_id: int
    author: str
    approver: str | None
    approved_at: datetime | None


@dataclass(frozen=True)
class Told:
    """One scenario with all that it changes; `limits` by agency (code, name), `pairs` its own alliance pairs
    by codes, `None` where the frozen ones stand, `run` its first run; `unheld` where that found no outcome,
    `stale` where the round was frozen anew since; `asked` where a run was asked for, so that it stays as it
    is.
    """

    scenario: Scenario
    by: str
    limits: tuple[tuple[str, str, Figures], ...]
    pins: tuple[Pin, ...]
    pairs: tuple[tuple[str, str], ...] | None
    stale: bool
    asked: bool
    run: int | None
    unheld: bool

    @property
    def waiting(self) -> bool:
        """Whether a pin waits for a second person."""
        return any(pin.approver is None for pin in self.pins)


@dataclass(frozen=True)
class Choice:
    """That a run was chosen, by whom, when and why; `stale` where the round was frozen anew since."""

    id: int
    run: int
    reason: str
    at: datetime
    by: str
    stale: bool


@dataclass(frozen=True)
class RoundLine:
    """A round that can have scenarios, with how many it has and how often it was solved."""

    round_: Round
    scenarios: int
    runs: int


def rounds_with_scenarios(session: Session) -> list[RoundLine]:
    """Every round that is frozen or further, the latest results first."""
    tried = select(func.count()).where(Scenario.round_id == Round.id).scalar_subquery()
    runs = select(func.count()).where(Outcome.round_id == Round.id).scalar_subquery()
    query = select(Round, tried, runs).where(Round.frozen_sha256.is_not(None), Round.state.in_(FROZEN_STATES))
    return [RoundLine(*row) for row in session.execute(query.order_by(Round.results_at.desc(), Round.slug))]


def scenarios(session: Session, round_: Round) -> list[Told]:
    """Every scenario of the round, in the order of their numbers."""
    limits, pairs = _limits_and_pairs(session, round_)
    pins = _pins(session, round_)
    newest = newest_freeze_id(round_.id)
    asked = select(func.count()).where(Solve.scenario_id == Scenario.id).scalar_subquery()
    run = select(func.min(Outcome.number)).where(Outcome.scenario_id == Scenario.id).scalar_subquery()
    held = (
        select(func.count())
        .where(Outcome.scenario_id == Scenario.id, Outcome.status != "infeasible")
        .scalar_subquery()
    )
    query = (
        select(Scenario, Actor.name, newest, asked, run, held)
        .join(Actor, Actor.id == Scenario.begun_by_id)
        .where(Scenario.round_id == round_.id)
        .order_by(Scenario.number)
    )
    return [
        Told(
            one,
            by,
            tuple(limits.get(one.id, ())),
            tuple(pins.get(one.id, ())),
            tuple(sorted(pairs.get(one.id, ()))) if one.own_pairs else None,
            one.snapshot_id != latest,
            tries > 0 or number is not None,
            number,
            number is not None and outcomes == 0,
        )
        for one, by, latest, tries, number, outcomes in session.execute(query)
    ]


def _limits_and_pairs(
    session: Session, round_: Round
) -> tuple[dict[int, list[tuple[str, str, Figures]]], dict[int, list[tuple[str, str]]]]:
    """By scenario: the limits it sets, by agency (code, name), and its alliance pairs by codes."""
    of_round = Scenario.round_id == round_.id
    first, second, none = aliased(Agency), aliased(Agency), null().cast(Integer)
    figures = (getattr(ScenarioLimit, name) for name in LIMITS)
    limits = (
        select(ScenarioLimit.scenario_id, Agency.code, Agency.name, null().cast(String), *figures)
        .join(Agency, Agency.id == ScenarioLimit.agency_id)
        .join(Scenario, Scenario.id == ScenarioLimit.scenario_id)
        .where(of_round)
    )
    pairs = (
        select(ScenarioPair.scenario_id, first.code, first.name, second.code, none, none, none, none)
        .select_from(ScenarioPair)
        .join(Scenario, Scenario.id == ScenarioPair.scenario_id)
        .join(first, first.id == ScenarioPair.first_id)
        .join(second, second.id == ScenarioPair.second_id)
        .where(of_round)
    )
    set_: dict[int, list[tuple[str, str, Figures]]] = defaultdict(list)
    allied: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows: Iterable[Any] = session.execute(union_all(limits, pairs))
    for scenario, code, name, other, *amounts in sorted(rows, key=lambda row: (row[0], row[2], row[1])):
        if other is None:
            set_[scenario].append((code, name, Figures(*amounts)))
        else:
            allied[scenario].append((min(code, other), max(code, other)))
    return set_, allied


def _pins(session: Session, round_: Round) -> dict[int, list[Pin]]:
    author, approver = aliased(Actor), aliased(Actor)
    query = (
        select(
            ScenarioPin.scenario_id,
            ScenarioPin.id,
            Executive.slug,
            Executive.name,
            Opportunity.slug,
            Opportunity.title,
            Agency.name,
            ScenarioPin.reason,
            author.id,
            author.name,
            approver.name,
            ScenarioPin.approved_at,
        )
        .select_from(ScenarioPin)
        .join(Scenario, Scenario.id == ScenarioPin.scenario_id)
        .join(Executive, Executive.id == ScenarioPin.executive_id)
        .join(Opportunity, Opportunity.id == ScenarioPin.opportunity_id)
        .join(Agency, Agency.id == Opportunity.host_agency_id)
        .join(author, author.id == ScenarioPin.author_id)
        .outerjoin(approver, approver.id == ScenarioPin.approver_id)
        .where(Scenario.round_id == round_.id)
        .order_by(ScenarioPin.id)
    )
    found: dict[int, list[Pin]] = {}
    for scenario, *rest in session.execute(query):
        found.setdefault(scenario, []).append(Pin(*rest))
    return found


def waits_for_a_run() -> list[ColumnElement[bool]]:
    """In a statement over scenarios and rounds: those on what is frozen now of which no run was asked for."""
    asked = select(Solve.id).where(Solve.scenario_id == Scenario.id).exists()
    answered = select(Outcome.id).where(Outcome.scenario_id == Scenario.id).exists()
    return [Scenario.snapshot_id == newest_snapshot_id(Round.id), ~asked, ~answered]


def count_not_run(session: Session, round_: Round) -> int:
    """How many scenarios of the round were begun and can still be run."""
    query = select(func.count(Scenario.id)).join(Scenario.round)
    return session.scalar(query.where(Round.id == round_.id, *waits_for_a_run())) or 0


def choices(session: Session, round_: Round) -> list[Choice]:
    """Every choice of a run, the latest first: that one counts."""
    query = (
        select(
            RunChoice.id,
            Outcome.number,
            RunChoice.reason,
            RunChoice.chosen_at,
            Actor.name,
            Outcome.snapshot_id != newest_freeze_id(round_.id),
        )
        .join(Outcome, Outcome.id == RunChoice.outcome_id)
        .join(Actor, Actor.id == RunChoice.chosen_by_id)
        .where(RunChoice.round_id == round_.id)
        .order_by(RunChoice.id.desc())
    )
    return [Choice(*row) for row in session.execute(query)]


def find_scenario(session: Session, slug: str, number: int) -> Scenario | None:
    """The scenario of that number in the round of that slug."""
    query = select(Scenario).join(Scenario.round).options(contains_eager(Scenario.round))
    return session.scalar(query.where(Round.slug == slug, Scenario.number == number))


def find_pin(session: Session, slug: str, number: int, pin: int) -> ScenarioPin | None:
    """The pin of that id, if it belongs to that scenario."""
    query = (
        select(ScenarioPin)
        .join(Scenario, Scenario.id == ScenarioPin.scenario_id)
        .join(Round, Round.id == Scenario.round_id)
    )
    return session.scalar(query.where(Round.slug == slug, Scenario.number == number, ScenarioPin.id == pin))


@dataclass(frozen=True)
class FrozenRules:
    """By codes, of the scenario's snapshot: units with their limits, and alliances; `None` for anyone."""

    units: dict[str, dict[str, Any]]
    pairs: tuple[tuple[str, str], ...] | None


def frozen_rules(session: Session, scenario: Scenario) -> FrozenRules:
    """The rules of the scenario's snapshot."""
    content = session.scalars(select(Snapshot.content).where(Snapshot.id == scenario.snapshot_id)).one()
    units = {unit["id"]: unit for unit in content["units"]}
    if "alliances" not in content:
        return FrozenRules(units, None)
    pairs = {(min(pair), max(pair)) for pair in content["alliances"]["pairs"]}
    return FrozenRules(units, tuple(sorted(pairs)))


def standing(frozen: FrozenRules, told: Told) -> dict[str, Figures]:
    """The limits of every agency as the scenario has them, by code."""
    before = {}
    for code, unit in frozen.units.items():
        figures: dict[str, Any] = {name: unit.get(name) for name in LIMITS}
        before[code] = Figures(**figures)
    return before | {code: own for code, _name, own in told.limits}


def entered(session: Session, scenario: Scenario) -> tuple[set[str], set[str]]:
    """The executives and the opportunities of the scenario's snapshot, by slug."""
    content = session.scalars(select(Snapshot.content).where(Snapshot.id == scenario.snapshot_id)).one()
    return {one["id"] for one in content["executives"]}, {one["id"] for one in content["opportunities"]}


def names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """The agencies of these codes, name by code, sorted by name."""
    query = select(Agency.code, Agency.name).where(Agency.code.in_(list(codes))).order_by(Agency.name)
    return dict(session.execute(query).all())


def names_of(session: Session, round_: Round, prices: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The names of what has a price: agencies and pools by code, pinned people and their places by slug."""
    priced = [one["of"] for told in prices for kind in ("limits", "pins") for one in told[kind]]
    codes = {of for of in priced if isinstance(of, str)}
    pairs = [of for of in priced if not isinstance(of, str)]
    query = union_all(
        *named_units(round_.id, codes),
        select(Executive.slug, Executive.name).where(Executive.slug.in_({who for who, _ in pairs})),
        select(Opportunity.slug, Opportunity.title).where(Opportunity.slug.in_({at for _, at in pairs})),
    )
    return dict(session.execute(query).all())
