"""Repair of a published outcome: offers that stand are kept, freed seats go to people without a place."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Condition
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache, cached
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.files import canonical
from matcher.rotation.ease import Eased, ease, put_back
from matcher.rotation.moves import Move, list_moves
from models import snapshots
from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, NotPublishable, WrongState
from models.lifecycles import advance, must_allow
from models.locks import lock_round, lock_seats
from models.outbox import post
from models.outcomes import Outcome, Snapshot
from models.proposals import LIVE, Proposal
from models.queries.freed import Since, since_outcome
from models.queries.ids import actors_of
from models.queries.scramble import ended_ever, kept_now
from models.queries.standing import published_outcome, standing_outcome, standing_run
from models.repairs import Repair
from models.rounds import Round, RoundState
from models.scenario_files import content_of
from models.services.proposals import make_offers, offer_due

if TYPE_CHECKING:
    from matcher import Rotation
    from matcher.rotation.idle import Idle


KEPT = 2
"""As many repairs as a process keeps solved, while nobody answers an offer."""
FIGURES = ("units", "opportunities")
"""The parts of a round file that hold its limits."""
ANSWERED = "An offer was answered or a seat withdrawn since the repair was shown: look at it again."


@dataclass(frozen=True)
class Prepared:
    """A repair as it would be made now. `run` is the number of the run it repairs; `sha256` the hash of the
    round file it answers: what is made is what was shown, or nothing. `moves` are the people whose placement
    changes, `eased` the figures that the answers broke, held at what they leave; `idle` the seats that came
    free and would be offered to nobody; `fault` why it cannot be made (empty: it can)."""

    run: int
    content: dict[str, Any]
    sha256: str
    outcome: dict[str, Any]
    moves: tuple[Move, ...]
    since: Since
    eased: tuple[Eased, ...]
    idle: "tuple[Idle, ...]"
    fault: str

    @property
    def new(self) -> tuple[Move, ...]:
        """Those who get a place: nobody who holds one is moved."""
        return tuple(move for move in self.moves if move.after is not None)


def prepare(session: Session, round_: Round) -> Prepared:
    """Compute the repair of the standing outcome from what was answered until now, and change nothing.

    The figures are those that were published. Where they cannot hold with the offers that stand, each that
    the answers broke is held at what they leave: an offer made now may mend it and cannot make it worse.
    """
    return _solved(session, standing_run(session, round_), since_outcome(session, round_))


def _key(_session: Session, before: Outcome, since: Since) -> Hashable:
    """All that the answer depends on: what the database never lets change is known by its row."""
    return before.id, before.input_sha256, before.solved_at, since


@cached(LRUCache[Hashable, Prepared](KEPT), key=_key, condition=Condition())
def _solved(session: Session, before: Outcome, since: Since) -> Prepared:
    from matcher import amend, repair, solve, verify  # the tables work without the engine

    round_ = before.round
    opened = standing_outcome(session, round_)
    frozen = content_of(session, opened)
    published = frozen | _as_published(session, round_, opened)
    content = amend(
        published | {"opportunities": since.seats_of(published["opportunities"])},
        declined=since.closed_pairs(frozen),
        withdrawn=since.closed_people(frozen),
        keeping=opened.content,
    )
    content, new, eased = _holding(content, round_)
    if any(frozen[key] != content[key] for key in FIGURES) or _pairs(frozen) - _pairs(content):
        outcome = solve(new)
    else:  # one shortest path from the outcome that stands, whose figures are those of the content
        outcome = repair(_read(frozen, round_), opened.content, new).outcome
    failed = verify(new, outcome).failures if outcome["status"] != "infeasible" else []
    moves = list_moves(opened.content, outcome)
    return Prepared(
        run=before.number,
        content=content,
        sha256=outcome["input_sha256"],
        outcome=outcome,
        moves=moves,
        since=since,
        eased=eased,
        idle=_idle(new, outcome, since),
        fault=_fault(outcome, bool(failed)),
    )


def _idle(new: "Rotation", outcome: dict[str, Any], since: Since) -> "tuple[Idle, ...]":
    """Of the seats that came free since the publication, those that nobody would get."""
    from matcher.rotation.idle import list_idle

    if outcome["status"] == "infeasible":
        return ()
    freed = {where for _who, where in since.ended} - since.withdrawn
    return tuple(one for one in list_idle(new, outcome) if one.opportunity in freed)


def _as_published(session: Session, round_: Round, standing: Outcome) -> dict[str, Any]:
    """The parts of the published run on which a repair builds: what an earlier one eased holds again, and
    what it closed is closed only as far as it still is. Empty where that run stands."""
    if session.get(Repair, standing.id) is None:
        return {}
    content = content_of(session, published_outcome(session, round_))
    return {key: content[key] for key in FIGURES} | {"declined": content.get("declined", [])}


def _pairs(content: dict[str, Any]) -> set[tuple[str, str]]:
    return {(who, where) for who, where in content.get("declined", [])}


def _holding(content: dict[str, Any], round_: Round) -> tuple[dict[str, Any], "Rotation", tuple[Eased, ...]]:
    """The content and what it reads as, its broken figures eased where the next offers cannot mend them
    all."""
    from matcher.rotation.solve import can_hold

    eased, figures = ease(content)
    new = _read(eased, round_)
    if not figures or not can_hold(put_back(new, figures)):
        return eased, new, figures
    return content, _read(content, round_), ()


def _read(content: dict[str, Any], round_: Round) -> "Rotation":
    from matcher import parse_rotation

    return parse_rotation(canonical(snapshots.seeded_file(content, round_)))


def _fault(outcome: dict[str, Any], failed: bool) -> str:
    if outcome["status"] == "infeasible":
        return "With the offers that stand, the pins and seats of this round cannot hold any more."
    if outcome["status"] != "optimal":
        return f"The repair is {outcome['status']}, not optimal."
    if not outcome["metrics"].get("unique", False):
        return "Another repair is equally good, so the draw must be repeated."
    return "The independent check found a failure." if failed else ""


def make(session: Session, *, actor: Actor, now: datetime, round_: Round, shown: str) -> Outcome:
    """Store the repair that was shown as the next numbered outcome, and offer the freed seats.

    Conflict where an answer came in between, or nobody would get a place; NotPublishable where the limits
    cannot hold.
    """
    require(actor, "repairs.make", round_, now=now)
    must_allow(lock_round(session, round_, write=True), "repair")
    lock_seats(session)
    found = prepare(session, round_)
    if found.sha256 != shown:
        raise Conflict(ANSWERED)
    if found.fault:
        raise NotPublishable(found.fault)
    if not found.new:
        raise Conflict("Nobody would get a place by this repair.")
    outcome = _store(session, round_, found, actor, now)
    offers = _new_offers(session, outcome)
    make_offers(session, offers, under=round_, by=actor, now=now)
    facts = {"round": round_.name, "by": offer_due(round_, now).isoformat()}
    for recipient in actors_of(session, [move.executive for move in found.new]):
        key = f"round/{round_.slug}/repair/{outcome.number}/{recipient}"
        post(session, key=key, recipient_id=recipient, template="repair_result", now=now, **facts)
    advance(session, round_, "repair", actor=actor, now=now, run=outcome.number, offered=len(offers))
    session.flush()
    return outcome


def set_aside(session: Session, *, actor: Actor, now: datetime, round_: Round, shown: str) -> None:
    """Put on record that nobody can be offered the seats that are free in the scramble now: until another
    offer ends no coordinator is asked to look again. Conflict where somebody could."""
    require(actor, "repairs.set_aside", round_, now=now)
    if lock_round(session, round_, write=True).state is not RoundState.SCRAMBLE:
        raise WrongState("Seats are set aside in the scramble alone.")
    found = prepare(session, round_)
    if found.fault:
        raise NotPublishable(found.fault)
    if found.sha256 != shown or found.new:
        raise Conflict(ANSWERED)
    ended, kept = session.execute(select(ended_ever(round_.id), kept_now(round_.id))).one()
    facts: dict[str, Any] = {"ended_offers": ended, "kept_sheets": kept}
    record(session, round_, "rounds.set_aside", actor=actor, now=now, **facts)
    session.flush()


def _store(session: Session, round_: Round, found: Prepared, actor: Actor, now: datetime) -> Outcome:
    """The amended content as the next snapshot, its answer as the next outcome, and what it repairs."""
    before = standing_outcome(session, round_)
    taken = Snapshot(
        round_id=round_.id,
        number=before.snapshot.number + 1,
        content=found.content,
        sha256=snapshots.checked_digest(found.content),
        frozen_at=now,
        frozen_by_id=actor.id,
    )
    session.add(taken)
    session.flush()
    earlier = select(func.count()).select_from(Outcome).where(Outcome.round_id == round_.id)
    outcome = Outcome(
        round_id=round_.id,
        snapshot_id=taken.id,
        number=session.scalars(earlier).one() + 1,
        content=found.outcome,
        input_sha256=found.sha256,
        status=found.outcome["status"],
        proved=found.outcome["proved"],
        draw_unique=True,
        verified=True,
        placed=len(found.outcome["matches"]),
        solved_at=now,
        solved_by_id=actor.id,
    )
    session.add(outcome)
    session.flush()
    kept = Repair(
        outcome_id=outcome.id,
        before_id=before.id,
        round_id=round_.id,
        made_at=now,
        made_by_id=actor.id,
    )
    session.add(kept)
    run = {"number": outcome.number, "repairs": before.number, "snapshot_sha256": taken.sha256}
    record(session, outcome, "outcomes.repair", actor=actor, now=now, run=run, placed=outcome.placed)
    return outcome


def _new_offers(session: Session, outcome: Outcome) -> list[Proposal]:
    """The pairs of the outcome that nobody holds yet, as rows; the others keep the rows they have."""
    held = select(Proposal.executive_id, Proposal.opportunity_id).where(
        Proposal.round_id == outcome.round_id, Proposal.state.in_(LIVE)
    )
    pairs = {(who, where) for who, where in session.execute(held)}
    made = [
        one
        for one in snapshots.proposals(session, outcome)
        if (one.executive_id, one.opportunity_id) not in pairs
    ]
    session.add_all(made)
    session.flush()
    return made
