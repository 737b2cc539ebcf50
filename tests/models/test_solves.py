"""Runs of the solver: one at a time, followed, ended, and given up when their process is gone."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher import parse, solve
from matcher.files import canonical
from models.audit import AuditEvent
from models.errors import Conflict, Invalid, WrongState
from models.outcomes import Outcome
from models.queries.solves import SILENCE, run, runs
from models.rounds import RoundState
from models.services import solves
from models.solves import Solve, SolveState
from tests.models.walk import Walk
from tests.models.world import NOW, actor, the_round

SECOND = timedelta(seconds=1)


def asked(session: Session, **more: Any) -> Solve:
    """A run of the drawn round."""
    Walk(session).to_drawn()
    return again(session, **more)


def again(session: Session, **more: Any) -> Solve:
    by = actor(session, "exchange")
    return solves.start(session, actor=by, now=NOW, round_=the_round(session), **more)


def begun(session: Session) -> Solve:
    one = asked(session)
    solves.begin(session, now=NOW, solve=one)
    return one


def test_run_waits_with_the_number_of_its_stages(session: Session) -> None:
    one = asked(session, time_limit=60)
    assert (one.state, one.total, one.done, one.time_limit) == (SolveState.WAITING, 6, 0, 60)


def test_second_run_waits_for_the_first(session: Session) -> None:
    asked(session)
    with pytest.raises(
        Conflict, match=r"^A run of this round is going already: wait for it, or cancel it\.$"
    ):
        again(session)


def test_run_needs_the_outside_value(session: Session) -> None:
    Walk(session).to_frozen()
    with pytest.raises(Conflict, match=r"^The outside value is entered before the first run\.$"):
        again(session)


def test_run_needs_a_frozen_round(session: Session) -> None:
    Walk(session).to_ranked()
    with pytest.raises(
        WrongState, match=r"^The round cannot be solved now: its state is “open for host rankings”"
    ):
        again(session)


@pytest.mark.parametrize("seconds", [0, -1, solves.LONGEST_TIME_LIMIT + 1])
def test_time_limit_is_within_reason(session: Session, seconds: int) -> None:
    Walk(session).to_drawn()
    with pytest.raises(Invalid, match=r"^The time limit must be between 1 second and 6 hours\.$"):
        again(session, time_limit=seconds)


def test_run_is_followed_and_finished(session: Session) -> None:
    one = asked(session)
    file = solves.begin(session, now=NOW, solve=one)
    assert solves.beat(session, now=NOW + SECOND, solve=one, stage="choice_total", done=2)
    assert (one.state, one.stage, one.done, one.beat_at) == (
        SolveState.RUNNING,
        "choice_total",
        2,
        NOW + SECOND,
    )
    outcome = solves.finish(session, now=NOW + 2 * SECOND, solve=one, answer=solve(parse(canonical(file))))
    shown = run(session, one, NOW)
    assert (shown.state, shown.outcome, shown.status, shown.placed) == (SolveState.DONE, 1, "optimal", 7)
    assert (one.done, one.total, one.finished_at) == (6, 6, NOW + 2 * SECOND)
    assert outcome.verified
    assert the_round(session).state is RoundState.SOLVED


def test_cancelled_run_is_wanted_no_longer(session: Session) -> None:
    one = begun(session)
    solves.cancel(session, actor=actor(session, "exchange"), now=NOW, solve=one)
    assert not solves.beat(session, now=NOW, solve=one, stage=None, done=0)
    with pytest.raises(
        WrongState, match=r"^The run of the solver cannot be finished now: its state is “cancelled”"
    ):
        solves.finish(session, now=NOW, solve=one, answer={})
    assert session.scalars(select(Outcome)).all() == []
    assert again(session).state is SolveState.WAITING


def test_cancelled_run_does_not_begin(session: Session) -> None:
    one = asked(session)
    solves.cancel(session, actor=actor(session, "exchange"), now=NOW, solve=one)
    with pytest.raises(
        WrongState, match=r"^The run of the solver cannot be started now: its state is “cancelled”"
    ):
        solves.begin(session, now=NOW, solve=one)


def test_failed_run_says_why_and_leaves_the_round_as_it_was(session: Session) -> None:
    one = begun(session)
    assert solves.fail(session, now=NOW, solve=one, why="There was not enough memory.")
    assert (one.state, one.failure, one.finished_at) == (
        SolveState.FAILED,
        "There was not enough memory.",
        NOW,
    )
    assert the_round(session).state is RoundState.FROZEN
    trail = session.scalars(select(AuditEvent).where(AuditEvent.action == "solves.fail")).one()
    assert trail.reason == "There was not enough memory."


def test_ended_run_does_not_fail_again(session: Session) -> None:
    one = begun(session)
    assert solves.fail(session, now=NOW, solve=one, why="first")
    assert not solves.fail(session, now=NOW, solve=one, why="second")
    assert one.failure == "first"


@pytest.mark.parametrize(("later", "lost"), [(SILENCE, False), (SILENCE + SECOND, True)])
def test_run_is_lost_after_a_silence(session: Session, later: timedelta, lost: bool) -> None:
    one = begun(session)
    shown = run(session, one, NOW + later)
    assert (shown.lost, shown.going, shown.shown) == (
        lost,
        not lost,
        SolveState.FAILED if lost else SolveState.RUNNING,
    )
    assert one.state is SolveState.RUNNING  # looking changes nothing


def test_run_that_never_began_is_lost_too(session: Session) -> None:
    one = asked(session)
    assert run(session, one, NOW + SILENCE + SECOND).lost


def test_lost_run_is_written_down_and_makes_room(session: Session) -> None:
    first = begun(session)
    later = NOW + SILENCE + SECOND
    by = actor(session, "exchange")
    second = solves.start(session, actor=by, now=later, round_=the_round(session))
    assert (first.state, first.failure) == (
        SolveState.FAILED,
        "Its process gave no sign of life for 30 seconds: it was killed, or its machine stopped.",
    )
    assert [one.id for one in runs(session, the_round(session), later)] == [second.id, first.id]


def test_the_clock_writes_lost_runs_down_once(session: Session) -> None:
    begun(session)
    system, later = actor(session, "system"), NOW + SILENCE + SECOND
    found = [solves.reap(session, actor=system, now=moment) for moment in (NOW, later, later)]
    assert found == [0, 1, 0]
