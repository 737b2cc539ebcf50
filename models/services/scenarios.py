"""Scenarios on a frozen round: begun, changed until their first run, pinned by two; one run is chosen."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, union_all
from sqlalchemy.orm import Session

from matcher.files import canonical
from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.errors import Conflict, Denied, Invalid
from models.executives import Executive
from models.lifecycles import must_allow
from models.locks import lock_round
from models.opportunities import Opportunity
from models.outcomes import Outcome, Snapshot
from models.pin_refusals import in_words
from models.queries.frozen import newest_freeze_id, newest_snapshot
from models.queries.limits import Figures
from models.queries.runs import own_faults
from models.round_plan import FIRST_STAGES
from models.rounds import Round, RoundState, Stage
from models.scenario_files import LIMITS, STALE, Difference, apply, difference
from models.scenarios import Mechanism, RunChoice, Scenario, ScenarioLimit, ScenarioPair, ScenarioPin
from models.solves import Solve

CHOSEN_MEANWHILE = (
    "A run was chosen since this page was opened: compare that choice with yours below, then choose again "
    "or leave it."
)


def begin(session: Session, *, actor: Actor, now: datetime, round_: Round, name: str) -> Scenario:
    """A scenario on the newest snapshot, changing nothing yet."""
    require(actor, "scenarios.begin", round_, now=now)
    must_allow(lock_round(session, round_, write=True), "solve")
    if not name.strip():
        raise Invalid("Give the scenario a name.", about="name")
    earlier = select(func.count()).select_from(Scenario).where(Scenario.round_id == round_.id)
    begun = Scenario(
        round_id=round_.id,
        snapshot_id=newest_snapshot(session, round_).id,
        number=session.scalars(earlier).one() + 1,
        name=name.strip(),
        begun_at=now,
        begun_by_id=actor.id,
    )
    session.add(begun)
    session.flush()
    record(session, begun, "scenarios.begin", actor=actor, now=now, round=round_.slug, number=begun.number)
    session.flush()
    return begun


def set_rules(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    scenario: Scenario,
    mechanism: Mechanism | None = None,
    stages: Sequence[Stage] = (),
    hops: int | None = None,
) -> None:
    """What it optimises, by which mechanism, and who may exchange with whom; empty is as frozen."""
    require(actor, "scenarios.set_rules", scenario, now=now)
    _must_be_open(session, scenario)
    if stages and stages[0] not in FIRST_STAGES:
        raise Invalid("What counts most is people placed, their priority, or a count of first choices.")
    if len(set(stages)) < len(stages):
        raise Invalid("Each thing counts once: one of them is chosen twice.")
    if hops is not None and hops < 0:
        raise Invalid("Agencies reach each other in one hop or more.")
    scenario.mechanism, scenario.hops = mechanism, hops
    scenario.objective = ",".join(stages)
    facts: dict[str, Any] = {"mechanism": mechanism, "objective": scenario.objective, "hops": hops}
    record(session, scenario, "scenarios.set_rules", actor=actor, now=now, **facts)
    session.flush()


def set_limits(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    scenario: Scenario,
    agency: Agency,
    figures: Figures | None,
) -> None:
    """The limits of one agency in place of its frozen ones; `None`, or the same, takes those again."""
    require(actor, "scenarios.set_limits", scenario, now=now)
    _must_be_open(session, scenario)
    content = session.get_one(Snapshot, scenario.snapshot_id).content
    frozen = next((unit for unit in content["units"] if unit["id"] == agency.code), None)
    if frozen is None:
        raise Invalid(f"{agency.name} is not in the frozen round.", about="agency")
    if figures is not None and all(getattr(figures, name) == frozen.get(name) for name in LIMITS):
        figures = None
    row = session.get(ScenarioLimit, (scenario.id, agency.id))
    if figures is None:
        if row is not None:
            session.delete(row)
    else:
        row = row or ScenarioLimit(scenario_id=scenario.id, agency_id=agency.id)
        row.max_out, row.max_in = figures.max_out, figures.max_in
        row.net_min, row.net_max = figures.net_min, figures.net_max
        session.add(row)
    told = None if figures is None else {name: getattr(figures, name) for name in LIMITS}
    record(session, scenario, "scenarios.limit", actor=actor, now=now, agency=agency.code, limits=told)
    session.flush()


def set_pairs(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    scenario: Scenario,
    pairs: Collection[tuple[Agency, Agency]] | None,
) -> None:
    """Which agencies may exchange, in place of the frozen alliance pairs; `None` takes those again."""
    require(actor, "scenarios.set_pairs", scenario, now=now)
    _must_be_open(session, scenario)
    content = session.get_one(Snapshot, scenario.snapshot_id).content
    known = {unit["id"] for unit in content["units"]}
    for agency in {one.id: one for pair in pairs or () for one in pair}.values():
        if agency.code not in known:
            raise Invalid(f"{agency.name} is not in the frozen round.", about="first")
    session.execute(delete(ScenarioPair).where(ScenarioPair.scenario_id == scenario.id))
    keys = sorted({(min(a.id, b.id), max(a.id, b.id)) for a, b in pairs or ()})
    session.add_all(ScenarioPair(scenario_id=scenario.id, first_id=a, second_id=b) for a, b in keys)
    scenario.own_pairs = pairs is not None
    told = None if pairs is None else len(keys)
    record(session, scenario, "scenarios.set_pairs", actor=actor, now=now, pairs=told)
    session.flush()


def pin(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    scenario: Scenario,
    executive: Executive,
    opportunity: Opportunity,
    reason: str,
) -> ScenarioPin:
    """Write down that the scenario places this person there; it counts once a second person approved it."""
    require(actor, "scenarios.pin", scenario, now=now)
    _must_be_open(session, scenario)
    if not reason.strip():
        raise Invalid("A pin needs a written reason.", about="reason")
    there = select(ScenarioPin.id).where(
        ScenarioPin.scenario_id == scenario.id, ScenarioPin.executive_id == executive.id
    )
    if session.scalar(there) is not None:
        raise Invalid("This person is pinned in the scenario already.", about="executive")
    _must_read(session, scenario, executive, opportunity)
    written = ScenarioPin(
        scenario_id=scenario.id,
        executive_id=executive.id,
        opportunity_id=opportunity.id,
        reason=reason.strip(),
        author_id=actor.id,
    )
    session.add(written)
    session.flush()
    record(session, written, "scenarios.pin", actor=actor, now=now, reason=reason, scenario=scenario.number)
    session.flush()
    return written


def _must_read(session: Session, scenario: Scenario, executive: Executive, opportunity: Opportunity) -> None:
    """Invalid where the pin makes a file that the engine refuses: the pair is not open to each other."""
    from matcher import Refused, parse  # the tables work without the engine

    content = session.get_one(Snapshot, scenario.snapshot_id).content
    if executive.slug not in {one["id"] for one in content["executives"]}:
        raise Invalid(f"{executive.name} is not in the frozen round.", about="executive")
    if opportunity.slug not in {one["id"] for one in content["opportunities"]}:
        raise Invalid(f"{opportunity.title} is not in the frozen round.", about="opportunity")
    now = difference(session, scenario)
    pinned = Difference(None, (), now.hops, {}, ((executive.slug, opportunity.slug),), now.pairs)
    try:
        parse(canonical({**apply(content, pinned), "seed": "not asked"}))
    except Refused as refused:
        why = refused.text.partition(": ")[2] or refused.text
        said = in_words(session, scenario, why, executive.name, opportunity.title)
        raise Invalid(said, about="opportunity") from refused


def approve_pin(session: Session, *, actor: Actor, now: datetime, pin: ScenarioPin) -> None:
    """Put a pin into force; never by its author."""
    require(actor, "scenarios.approve_pin", pin, now=now)
    _must_be_open(session, pin.scenario)
    if pin.author_id == actor.id:
        raise Denied("Another person than the author approves a pin.")
    if pin.approver_id is not None:
        raise Conflict("The pin is in force already.")
    pin.approver_id, pin.approved_at = actor.id, now
    record(session, pin, "scenarios.approve_pin", actor=actor, now=now)
    session.flush()


def drop_pin(session: Session, *, actor: Actor, now: datetime, pin: ScenarioPin) -> None:
    """Take a pin away before the first run; the audit trail keeps that it was there."""
    require(actor, "scenarios.drop_pin", pin, now=now)
    _must_be_open(session, pin.scenario)
    record(session, pin, "scenarios.drop_pin", actor=actor, now=now, reason=pin.reason)
    session.delete(pin)
    session.flush()


def choose(
    session: Session, *, actor: Actor, now: datetime, outcome: Outcome, reason: str, seen: int | None = None
) -> RunChoice:
    """Say which run goes on to the conference, and why; the latest choice counts, earlier ones stay.

    `seen` is the id of the choice that stood when the chooser decided, 0 for none: Conflict where another
    one stands by now. None replaces whatever stands.
    """
    require(actor, "scenarios.choose", outcome.round, now=now)
    round_ = lock_round(session, outcome.round, write=True)
    if not reason.strip():
        raise Invalid("Write why this run is chosen.", about="reason")
    if fault := why_not_chosen(session, round_, outcome):
        raise Conflict(fault)
    if seen is not None and seen != _standing_choice(session, round_):
        raise Conflict(CHOSEN_MEANWHILE)
    chosen = RunChoice(
        round_id=round_.id,
        outcome_id=outcome.id,
        reason=reason.strip(),
        chosen_at=now,
        chosen_by_id=actor.id,
    )
    session.add(chosen)
    record(session, outcome, "outcomes.choose", actor=actor, now=now, reason=reason, run=outcome.number)
    session.flush()
    return chosen


def _standing_choice(session: Session, round_: Round) -> int:
    """The id of the latest choice, 0 before the first."""
    latest = select(func.coalesce(func.max(RunChoice.id), 0)).where(RunChoice.round_id == round_.id)
    return session.scalars(latest).one()


def why_not_chosen(session: Session, round_: Round, outcome: Outcome) -> str:
    """The sentence that says why the run cannot be chosen now; empty where it can."""
    if round_.state is not RoundState.SOLVED:
        return "A run is chosen after the round is solved and before its conference."
    if outcome.status == "infeasible":
        return "Nothing can be placed by a run without an outcome."
    if outcome.snapshot_id != newest_snapshot(session, round_).id:
        return STALE
    faults = "; ".join(own_faults(outcome))
    return f"Run {outcome.number} could not be published: {faults}. Choose another." if faults else ""


def must_be_ready(session: Session, round_: Round, scenario: Scenario) -> None:
    """Conflict where the scenario cannot be run: of another round, stale, or with a pin not approved."""
    if scenario.round_id != round_.id:
        raise Conflict("The scenario belongs to another round.")
    if is_stale(session, scenario):
        raise Conflict(STALE)
    waiting = select(func.count()).select_from(ScenarioPin)
    waiting = waiting.where(ScenarioPin.scenario_id == scenario.id, ScenarioPin.approver_id.is_(None))
    if session.scalars(waiting).one():
        raise Conflict("A pin of the scenario waits for a second person.")


def is_stale(session: Session, scenario: Scenario) -> bool:
    """Whether the round was frozen anew since."""
    return scenario.snapshot_id != session.scalar(select(newest_freeze_id(scenario.round_id)))


def _must_be_open(session: Session, scenario: Scenario) -> None:
    """The round is frozen or solved, and the scenario was never run."""
    must_allow(lock_round(session, scenario.round, write=True), "solve")
    asked = select(Solve.id).where(Solve.scenario_id == scenario.id)
    answered = select(Outcome.id).where(Outcome.scenario_id == scenario.id)
    if session.execute(union_all(asked, answered)).first() is not None:
        raise Conflict("The scenario was run: it stays as it is. Begin another one.")
