"""From the frozen round to the people: solve, confer, approve, publish, close."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.files import canonical, sha256
from matcher.mentoring.business import local_day
from matcher.policy.rotation import written
from models import snapshots
from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Denied, NotPublishable
from models.lifecycles import advance, advance_all, must_allow
from models.locks import lock_round
from models.outbox import post
from models.outcomes import Decision, Outcome
from models.pricing import price
from models.proposals import PENDING, Proposal, ProposalState
from models.queries.chase import waits_for
from models.queries.conference import seats
from models.queries.frozen import newest_snapshot
from models.queries.ids import actors_of
from models.queries.runs import publication_faults
from models.reminders import Chased
from models.rounds import Round
from models.scenario_files import STALE, scenario_content
from models.scenarios import RunPrices, Scenario
from models.services.proposals import make_offers

OVERDUE = (
    "The day of the results is over, and by that day the agencies would approve: give more time first, under "
    "“Reminders and dates”."
)
Progress = Callable[[str], object]


def solve(
    session: Session, *, actor: Actor, now: datetime, round_: Round, progress: Progress | None = None
) -> Outcome:
    """Run the engine on the snapshot, and store what it found and what its limits and pins cost.

    An engine that should not hold up the database runs elsewhere on `round_file`, and its answer enters by
    `store_outcome`. Raises matcher.Refused for what the engine does not do yet.
    """
    require(actor, "results.solve", round_, now=now)
    must_allow(round_, "solve")
    from matcher import Rotation, parse, solve  # the tables work without the engine

    rotation = parse(canonical(round_file(session, round_)))
    answer = solve(rotation) if progress is None else solve(rotation, progress=progress)
    outcome = store_outcome(session, actor=actor, now=now, round_=round_, answer=answer)
    if isinstance(rotation, Rotation) and answer["status"] == "optimal":
        prices = price(rotation, answer, progress or _silently)
        keep_prices(session, now=now, outcome=outcome, prices=prices)
    return outcome


def _silently(_stage: str) -> None:
    """Tell nobody how far it is."""


def round_file(session: Session, round_: Round, scenario: Scenario | None = None) -> dict[str, Any]:
    """The round file of the newest snapshot, or of a scenario, with seed and proof."""
    if scenario is not None:
        return snapshots.seeded_file(scenario_content(session, scenario), round_)
    return snapshots.seeded_file(newest_snapshot(session, round_).content, round_)


def store_outcome(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    answer: dict[str, Any],
    scenario: Scenario | None = None,
) -> Outcome:
    """Verify an answer to the frozen round, or to a scenario on it, number it and keep it with its proposals;
    those of earlier runs are superseded.

    An infeasible answer is kept too, and leaves the round where it is.
    """
    require(actor, "results.store_outcome", round_, now=now)
    must_allow(lock_round(session, round_, write=True), "solve")
    outcome = _judged(session, round_, answer, scenario)
    outcome.solved_at, outcome.solved_by_id = now, actor.id
    session.add(outcome)
    session.flush()
    _supersede(session, round_, actor, now)
    session.add_all(snapshots.proposals(session, outcome))
    run = {"number": outcome.number, "status": outcome.status, "verified": outcome.verified}
    record(session, outcome, "outcomes.store", actor=actor, now=now, run=run, placed=outcome.placed)
    if outcome.status != "infeasible":
        advance(session, round_, "solve", actor=actor, now=now, run=outcome.number)
    session.flush()
    return outcome


def keep_prices(session: Session, *, now: datetime, outcome: Outcome, prices: dict[str, Any]) -> None:
    """Keep what limits and pins of a run cost, worked out by whoever solved it; once."""
    kept = RunPrices(outcome_id=outcome.id, content=prices, priced_at=now)
    session.add(kept)
    asker = session.get_one(Actor, outcome.solved_by_id)
    facts: dict[str, Any] = {"limits": len(prices["limits"]), "pins": len(prices["pins"])}
    record(session, outcome, "outcomes.price", actor=asker, now=now, **facts)
    session.flush()


def _judged(session: Session, round_: Round, answer: dict[str, Any], scenario: Scenario | None) -> Outcome:
    from matcher import parse, verify

    snapshot = newest_snapshot(session, round_)
    if scenario is not None and scenario.snapshot_id != snapshot.id:
        raise Conflict(STALE)
    file = round_file(session, round_, scenario)
    verdict = verify(parse(canonical(file)), answer)
    earlier = select(func.count()).select_from(Outcome).where(Outcome.round_id == round_.id)
    return Outcome(
        round_id=round_.id,
        snapshot_id=snapshot.id,
        scenario_id=None if scenario is None else scenario.id,
        number=session.scalars(earlier).one() + 1,
        content=answer,
        input_sha256=sha256(file),
        status=answer["status"],
        proved=answer["proved"],
        draw_unique=answer["metrics"].get("unique", False),
        verified=not verdict.failures,
        placed=len(answer["matches"]),
    )


def _supersede(session: Session, round_: Round, actor: Actor, now: datetime) -> None:
    query = select(Proposal).where(Proposal.round_id == round_.id, Proposal.state == ProposalState.PROPOSED)
    old = session.scalars(query).all()
    advance_all(session, old, "supersede", under=round_, actor=actor, now=now)


def confer(session: Session, *, actor: Actor, now: datetime, round_: Round, outcome: Outcome) -> Decision:
    """Put the chosen run (the newest where none was chosen) before the agencies; its proposals count from
    here. NotPublishable where it could not be published, Conflict once the day of the results is over."""
    require(actor, "results.confer", round_, now=now)
    must_allow(lock_round(session, round_, write=True), "confer")
    if outcome.round_id != round_.id:
        raise Conflict("The run belongs to another round.")
    if round_.results_at <= now:
        raise Conflict(OVERDUE)
    _must_be_publishable(session, outcome)
    _propose(session, outcome, actor, now)
    decision = Decision(
        round_id=round_.id, outcome_id=outcome.id, outcome=outcome, chosen_at=now, chosen_by_id=actor.id
    )
    session.add(decision)
    advance(session, round_, "confer", actor=actor, now=now, run=outcome.number)
    session.flush()
    _tell_agencies(session, round_, outcome, now)
    return decision


def _tell_agencies(session: Session, round_: Round, outcome: Outcome, now: datetime) -> None:
    """Write to who speaks for each agency with a move: they approve by the day of the results."""
    facts = {"round": round_.name, "by": round_.results_at.isoformat()}
    for person in sorted(waits_for(session, round_, Chased.APPROVE, now)):
        key = f"round/{round_.slug}/conference/{outcome.number}/{person}"
        post(session, key=key, recipient_id=person, template="conference_begun", now=now, **facts)
    session.flush()


def _propose(session: Session, outcome: Outcome, actor: Actor, now: datetime) -> None:
    """The pairs of this run are proposed, those of every other run are superseded."""
    mine = Proposal.outcome_id == outcome.id
    for action, state, which in (
        ("supersede", ProposalState.PROPOSED, ~mine),
        ("restore", ProposalState.SUPERSEDED, mine),
    ):
        query = select(Proposal).where(Proposal.round_id == outcome.round_id, Proposal.state == state, which)
        found = session.scalars(query).all()
        advance_all(session, found, action, under=outcome.round, actor=actor, now=now)


def _must_be_publishable(session: Session, outcome: Outcome) -> None:
    if faults := publication_faults(session, outcome):
        raise NotPublishable(f"Run {outcome.number} cannot be published: {'; '.join(faults)}.")


def approve(session: Session, *, actor: Actor, now: datetime, round_: Round) -> None:
    """The first of the two signatures under the chosen run."""
    require(actor, "results.approve", round_, now=now)
    must_allow(lock_round(session, round_, write=True), "approve")
    waiting = [seat.agency.name for seat in seats(session, round_) if seat.approved_at is None]
    if waiting:
        raise Conflict(f"Agencies with a move have not approved yet: {', '.join(waiting)}.")
    decision = session.get_one(Decision, round_.id)
    decision.approved_at, decision.approved_by_id = now, actor.id
    advance(session, round_, "approve", actor=actor, now=now, run=decision.outcome.number)
    session.flush()


def publish(session: Session, *, actor: Actor, now: datetime, round_: Round) -> None:
    """The second signature, by another person: every proposal becomes an offer, everyone is told at once."""
    require(actor, "results.publish", round_, now=now)
    must_allow(lock_round(session, round_, write=True), "publish")
    decision = session.get_one(Decision, round_.id)
    if decision.approved_by_id == actor.id:
        raise Denied("Another person than the one who approved the outcome publishes it.")
    _must_be_publishable(session, decision.outcome)
    decision.published_at, decision.published_by_id = now, actor.id
    chosen = Proposal.outcome_id == decision.outcome_id, Proposal.state == ProposalState.PROPOSED
    offers = session.scalars(select(Proposal).where(*chosen)).all()
    make_offers(session, offers, under=round_, by=actor, now=now)
    _tell_everyone(session, round_, decision.outcome, now)
    run, offered = decision.outcome.number, len(offers)
    advance(session, round_, "publish", actor=actor, now=now, run=run, offered=offered)
    session.flush()


def _tell_everyone(session: Session, round_: Round, outcome: Outcome, now: datetime) -> None:
    """One neutral notice to each executive in the snapshot, placed or not: the result is on the desk."""
    slugs = [executive["id"] for executive in outcome.snapshot.content["executives"]]
    for actor_id in actors_of(session, slugs):
        key = f"round/{round_.slug}/result/{actor_id}"
        post(session, key=key, recipient_id=actor_id, template="round_result", now=now, round=round_.name)


def close(session: Session, *, actor: Actor, now: datetime, round_: Round) -> None:
    """End the round; Conflict while an offer waits: each is confirmed, declined, refused or lapsed."""
    require(actor, "results.close", round_, now=now)
    must_allow(lock_round(session, round_, write=True), "close")
    waiting = Proposal.round_id == round_.id, Proposal.state.in_(PENDING)
    count, last = session.execute(select(func.count(), func.max(Proposal.due_at)).where(*waiting)).one()
    if last is not None:
        wait = "1 offer is" if count == 1 else f"{count:,} offers are"
        raise Conflict(f"{wait} not settled yet; the last step is due by {written(local_day(last))}.")
    advance(session, round_, "close", actor=actor, now=now)
    session.flush()
