"""Runs of the solver outside the pages: asked for, begun, followed, ended; one at a time in a round.

The process that solves reports by `begin`, `beat`, `finish` and `fail`, each in a transaction of its own;
whoever asked for the run is the actor of what it stores.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict, Invalid
from models.lifecycles import advance, must_allow
from models.locks import lock_round
from models.machines import ROUND
from models.outcomes import Outcome
from models.queries.solves import RUNNING, SILENCE, lost_solves
from models.rounds import Round
from models.scenarios import Scenario
from models.services import results
from models.services.scenarios import must_be_ready
from models.solves import Solve, SolveState

USUAL_TIME_LIMIT = 600
LONGEST_TIME_LIMIT = 6 * 60 * 60
SOLVABLE = frozenset(state for state, action in ROUND.moves if action == "solve")
GONE = (
    f"Its process gave no sign of life for {SILENCE.seconds} seconds: it was killed, or its machine stopped."
)


def start(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    round_: Round,
    time_limit: int = USUAL_TIME_LIMIT,
    scenario: Scenario | None = None,
) -> Solve:
    """Ask for a run of `time_limit` seconds, of the frozen round or a scenario on it; Conflict while another
    one of the round is going. From its first run on a scenario is not changed any more.

    A run whose process is gone is written down as failed first and is in nobody's way.
    """
    require(actor, "solves.start", round_, now=now)
    must_allow(lock_round(session, round_, write=True), "solve")
    if round_.outside is None:
        raise Conflict("The outside value is entered before the first run.")
    if not 1 <= time_limit <= LONGEST_TIME_LIMIT:
        raise Invalid(f"The time limit must be between 1 second and {LONGEST_TIME_LIMIT // 3600} hours.")
    if scenario is not None:
        must_be_ready(session, round_, scenario)
    reap(session, actor=actor, now=now)
    going = select(Solve.id).where(Solve.round_id == round_.id, Solve.state.in_(RUNNING))
    if session.scalar(going) is not None:
        raise Conflict("A run of this round is going already: wait for it, or cancel it.")
    asked = Solve(
        round_id=round_.id,
        scenario_id=None if scenario is None else scenario.id,
        total=_stages(round_, scenario),
        done=0,
        time_limit=time_limit,
        asked_at=now,
        asked_by_id=actor.id,
    )
    session.add(asked)
    session.flush()
    facts: dict[str, Any] = {} if scenario is None else {"scenario": scenario.number}
    record(
        session,
        asked,
        "solves.start",
        actor=actor,
        now=now,
        round=round_.slug,
        time_limit=time_limit,
        **facts,
    )
    session.flush()
    return asked


def _stages(round_: Round, scenario: Scenario | None) -> int:
    from matcher.rotation.stages import TIE_BREAKS  # the tables work without the engine

    changed = scenario is not None and scenario.objective
    named = scenario.objective.split(",") if scenario is not None and changed else round_.stages
    return len(named) + len(TIE_BREAKS)


def begin(session: Session, *, now: datetime, solve: Solve) -> dict[str, Any]:
    """The process is there: its round file; WrongState where the run was cancelled meanwhile."""
    locked = _locked(session, solve)
    advance(session, locked, "start", actor=_asker(session, locked), now=now)
    locked.beat_at = now
    file = results.round_file(session, session.get_one(Round, locked.round_id), locked.scenario)
    session.flush()
    return file


def beat(session: Session, *, now: datetime, solve: Solve, stage: str | None, done: int) -> bool:
    """A sign of life, and how far it is; False where the run is wanted no longer."""
    locked = _locked(session, solve)
    if locked.state is not SolveState.RUNNING:
        return False
    locked.beat_at, locked.stage, locked.done = now, stage, done
    session.flush()
    return True


def finish(session: Session, *, now: datetime, solve: Solve, answer: dict[str, Any]) -> Outcome:
    """Store the answer as a run of the round; WrongState where the run was cancelled or given up."""
    round_ = lock_round(session, session.get_one(Round, solve.round_id), write=True)
    locked = _locked(session, solve)
    must_allow(locked, "finish")
    asker = _asker(session, locked)
    outcome = results.store_outcome(
        session, actor=asker, now=now, round_=round_, answer=answer, scenario=locked.scenario
    )
    locked.outcome_id, locked.finished_at, locked.done, locked.stage = outcome.id, now, locked.total, None
    advance(session, locked, "finish", actor=asker, now=now, run=outcome.number)
    session.flush()
    return outcome


def fail(session: Session, *, now: datetime, solve: Solve, why: str) -> bool:
    """Write down why it ended without an answer; False where it has ended already."""
    locked = _locked(session, solve)
    if locked.state not in RUNNING:
        return False
    _fail(session, locked, _asker(session, locked), now, why)
    return True


def cancel(session: Session, *, actor: Actor, now: datetime, solve: Solve) -> None:
    """End a run without an answer; its process stops within seconds."""
    require(actor, "solves.cancel", solve, now=now)
    locked = _locked(session, solve)
    must_allow(locked, "cancel")
    locked.finished_at = now
    advance(session, locked, "cancel", actor=actor, now=now)
    session.flush()


def reap(session: Session, *, actor: Actor, now: datetime) -> int:
    """Write down as failed every run whose process is gone; how many there were."""
    require(actor, "solves.reap", None, now=now)
    lost = [_locked(session, one) for one in lost_solves(session, now)]
    still = [one for one in lost if one.state in RUNNING]
    for one in still:
        _fail(session, one, actor, now, GONE)
    return len(still)


def _fail(session: Session, solve: Solve, actor: Actor, now: datetime, why: str) -> None:
    solve.failure, solve.finished_at = why, now
    advance(session, solve, "fail", actor=actor, now=now, reason=why)
    session.flush()


def _locked(session: Session, solve: Solve) -> Solve:
    """The row as it is now, held to the end of the transaction, so that a beat and a cancellation queue."""
    return session.get_one(Solve, solve.id, with_for_update=True, populate_existing=True)


def _asker(session: Session, solve: Solve) -> Actor:
    return session.get_one(Actor, solve.asked_by_id)
