"""The numbered runs of a round, and the decision which of them counts."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import Session, aliased, joinedload, undefer

from models.actors import Actor
from models.outcomes import Decision, Outcome
from models.proposals import Proposal, ProposalState, answer_of
from models.queries.frozen import Id, newest_freeze_id, newest_snapshot_id, why_frozen_anew
from models.repairs import Repair
from models.rounds import Round
from models.scenarios import RunChoice, Scenario


@dataclass(frozen=True)
class RunLine:
    """One run as a list shows it; `placed` executives, `by` the person's name.

    `scenario` says which one it answers, empty for the round as it was frozen; `repairs` is the number of
    the run that it repairs; `chosen` whether it is the run chosen last, with the `reason`, which an earlier
    choice of it has too; `stale` why the round was frozen anew since, if it was.
    """

    number: int
    solved_at: datetime
    by: str
    status: str
    proved: bool
    verified: bool
    unique: bool
    placed: int
    input_sha256: str
    repairs: int | None
    scenario: str
    reason: str
    chosen: bool
    stale: str | None


@dataclass(frozen=True)
class Signature:
    """Who did a step of the decision, and when."""

    name: str
    actor_id: int
    at: datetime


@dataclass(frozen=True)
class Signed:
    """The decision of a round as far as it has come."""

    number: int
    chosen: Signature
    approved: Signature | None
    published: Signature | None


def find_run(session: Session, slug: str, number: int) -> Outcome | None:
    """The run of that number in the round of that slug, with its round and content."""
    query = (
        select(Outcome)
        .join(Outcome.round)
        .where(Round.slug == slug, Outcome.number == number)
        .options(joinedload(Outcome.round), joinedload(Outcome.snapshot), undefer(Outcome.content))
    )
    return session.scalar(query)


def repaired(session: Session, outcome: Outcome) -> int | None:
    """The number of the run that this one repairs, if it is a repair."""
    query = select(Outcome.number).join(Repair, Repair.before_id == Outcome.id)
    return session.scalar(query.where(Repair.outcome_id == outcome.id))


def newest_run(session: Session, round_: Round) -> Outcome | None:
    """The run with the greatest number."""
    query = select(Outcome).where(Outcome.round_id == round_.id).order_by(Outcome.number.desc()).limit(1)
    return session.scalar(query.options(joinedload(Outcome.snapshot)))


def runs(session: Session, round_: Round) -> list[RunLine]:
    """Every run of a round, the newest first."""
    return [
        RunLine(*[*facts, "" if number is None else f"{number}. {name}", why or "", bool(chosen), stale])
        for *facts, number, name, why, chosen, stale in map(
            tuple, session.execute(_runs().where(Round.id == round_.id))
        )
    ]


@cache
def _runs() -> Select[*tuple[Any, ...]]:
    reason = (
        select(RunChoice.reason)
        .where(RunChoice.outcome_id == Outcome.id)
        .order_by(RunChoice.id.desc())
        .limit(1)
        .correlate(Outcome)
        .scalar_subquery()
    )
    before = aliased(Outcome)
    return (
        select(
            Outcome.number,
            Outcome.solved_at,
            Actor.name,
            Outcome.status,
            Outcome.proved,
            Outcome.verified,
            Outcome.draw_unique,
            Outcome.placed,
            Outcome.input_sha256,
            before.number,
            Scenario.number,
            Scenario.name,
            reason,
            Outcome.id == once_chosen_run(Round.id),
            why_frozen_anew(Round.id, Outcome.snapshot_id),
        )
        .join(Round, Round.id == Outcome.round_id)
        .join(Actor, Actor.id == Outcome.solved_by_id)
        .outerjoin(Repair, Repair.outcome_id == Outcome.id)
        .outerjoin(before, before.id == Repair.before_id)
        .outerjoin(Scenario, Scenario.id == Outcome.scenario_id)
        .order_by(Outcome.number.desc())
    )


def signed(session: Session, round_: Round) -> Signed | None:
    """Who chose, approved and published, or `None` before the conference."""
    row = session.execute(_signed().where(Decision.round_id == round_.id)).one_or_none()
    if row is None:
        return None
    decision, number, chose, approved, published = row
    return Signed(
        number,
        Signature(chose, decision.chosen_by_id, decision.chosen_at),
        _signature(approved, decision.approved_by_id, decision.approved_at),
        _signature(published, decision.published_by_id, decision.published_at),
    )


@cache
def _signed() -> Select[Decision, int, str, str, str]:
    chooser, approver, publisher = aliased(Actor), aliased(Actor), aliased(Actor)
    return (
        select(Decision, Outcome.number, chooser.name, approver.name, publisher.name)
        .join(Outcome, Outcome.id == Decision.outcome_id)
        .join(chooser, chooser.id == Decision.chosen_by_id)
        .outerjoin(approver, approver.id == Decision.approved_by_id)
        .outerjoin(publisher, publisher.id == Decision.published_by_id)
    )


def _signature(name: str | None, actor_id: int | None, at: datetime | None) -> Signature | None:
    return None if name is None or actor_id is None or at is None else Signature(name, actor_id, at)


def answers(session: Session, round_: Round) -> Counter[str]:
    """How many offers of the round, or proposals where none was made yet, have each answer."""
    counted = Proposal.round_id == round_.id, Proposal.state != ProposalState.SUPERSEDED
    kinds = Proposal.state, Proposal.ended_by
    found: Counter[str] = Counter()
    for state, ended_by, count in session.execute(
        select(*kinds, func.count()).where(*counted).group_by(*kinds)
    ):
        found[answer_of(state, ended_by)] += count
    return found


def publication_faults(session: Session, outcome: Outcome) -> list[str]:
    """Why the run cannot be published, each as half a sentence; an empty list means it can."""
    standing, anew = _standing_faults(session, outcome)
    changed = f"{anew} since it was solved" if anew else ""
    return [fault for fault in (standing, *own_faults(outcome), changed) if fault]


def own_faults(outcome: Outcome) -> list[str]:
    """Why the run could not be published even if it were the one that counts, each as half a sentence."""
    told = (
        (outcome.status == "optimal" or _keeps_limits(outcome), _status_fault(outcome)),
        (outcome.verified, "the independent check found a failure"),
        (outcome.draw_unique, "another outcome is equally good, so the draw must be repeated"),
    )
    return [text for holds, text in told if not holds]


def _standing_faults(session: Session, outcome: Outcome) -> tuple[str, str | None]:
    """Why it is not the run that counts: the chosen one, or the newest while there are no scenarios; and
    why the round was frozen anew since."""
    facts = session.execute(_standing().where(Outcome.id == outcome.id)).one()
    chosen, number, scenarios, stale = facts
    return _why_not(outcome, chosen, number, scenarios), stale


@cache
def _standing() -> Select[*tuple[Any, ...]]:
    of_round = aliased(Outcome)
    newest = select(func.max(of_round.number)).where(of_round.round_id == Round.id).correlate(Round)
    return select(
        chosen_run(Round.id),
        newest.scalar_subquery(),
        scenario_runs(Round.id),
        why_frozen_anew(Round.id, Outcome.snapshot_id),
    ).join_from(Outcome, Round, Round.id == Outcome.round_id)


def _why_not(outcome: Outcome, chosen: int | None, newest: int, scenarios: int) -> str:
    if chosen is not None:
        return "" if chosen == outcome.id else "another run was chosen"
    if scenarios:
        return "no run was chosen among the scenarios yet"
    return "" if newest == outcome.number else "a later run superseded it"


def awaits_choice(session: Session, round_: Round) -> bool:
    """Whether scenarios were run on what is frozen now, and none of its runs is chosen yet."""
    query = select(and_(chosen_run(round_.id).is_(None), scenario_runs(round_.id) > 0))
    return bool(session.scalar(query))


def chosen_run(round_id: Id) -> ScalarSelect[int]:
    """The id of the run that was chosen last, of those on the newest snapshot: once it is repaired, none."""
    return _last_chosen(round_id, newest_snapshot_id(round_id))


def once_chosen_run(round_id: Id) -> ScalarSelect[int]:
    """The id of the run that was chosen last, whether or not it was repaired since."""
    return _last_chosen(round_id, newest_freeze_id(round_id))


def _last_chosen(round_id: Id, snapshot_id: ScalarSelect[int]) -> ScalarSelect[int]:
    run = aliased(Outcome)
    choices = (
        select(RunChoice.outcome_id)
        .join(run, run.id == RunChoice.outcome_id)
        .where(RunChoice.round_id == round_id, run.snapshot_id == snapshot_id)
    )
    return choices.order_by(RunChoice.id.desc()).limit(1).correlate(Round).scalar_subquery()


def scenario_runs(round_id: Id) -> ScalarSelect[int]:
    """How many runs of scenarios there are on what is frozen now."""
    run = aliased(Outcome)
    runs_ = select(func.count(run.scenario_id)).where(
        run.round_id == round_id, run.snapshot_id == newest_snapshot_id(round_id)
    )
    return runs_.correlate(Round).scalar_subquery()


def _keeps_limits(outcome: Outcome) -> bool:
    return outcome.status == "stable" and not outcome.content["broken_limits"]


def _status_fault(outcome: Outcome) -> str:
    if outcome.status == "stable":
        return "it is stable and breaks limits or pins"
    return f"it is {outcome.status}, not optimal"


def counting_run(session: Session, round_: Round) -> Outcome | None:
    """The chosen run; while none is chosen, the newest."""
    query = (
        select(Outcome)
        .where(Outcome.round_id == round_.id)
        .order_by((Outcome.id == chosen_run(round_.id)).desc().nulls_last(), Outcome.number.desc())
        .limit(1)
    )
    return session.scalar(query.options(joinedload(Outcome.snapshot)))
