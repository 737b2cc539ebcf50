"""Runs of the solver as the pages show them, lost ones included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session, aliased

from models.actors import Actor
from models.machines import SOLVE
from models.outcomes import Outcome
from models.rounds import Round
from models.scenarios import Scenario
from models.solves import Solve, SolveState

RUNNING = (SolveState.WAITING, SolveState.RUNNING)
SILENCE = timedelta(seconds=30)
"""A run shows a sign of life every two seconds; after this long without one its process is gone."""


@dataclass(frozen=True)
class Run:
    """One run of the solver; `lost` where its process is gone and nobody has written that down yet.

    `number` counts what was asked for in the round, whether it ended with an answer or not; `outcome` counts
    the answers. `scenario` and `asks`: number and name of the scenario it answers, empty for the round as it
    was frozen.
    """

    id: int
    number: int
    state: SolveState
    stage: str | None
    done: int
    total: int
    time_limit: int
    asked_at: datetime
    asked_by: str
    sign_at: datetime
    finished_at: datetime | None
    failure: str | None
    outcome: int | None
    status: str | None
    placed: int | None
    scenario: int | None
    asks: str | None
    lost: bool

    @property
    def shown(self) -> SolveState:
        """The state as it is, not only as it is written down."""
        return SolveState.FAILED if self.lost else self.state

    @property
    def words(self) -> str:
        """The state in words."""
        return SOLVE.labels[self.shown]

    @property
    def going(self) -> bool:
        """Whether it may still answer."""
        return self.state in RUNNING and not self.lost


def attempt() -> ScalarSelect[int]:
    """The number of a run among those that were asked for in its round, as an expression."""
    earlier = aliased(Solve)
    query = select(func.count()).where(earlier.round_id == Solve.round_id, earlier.id <= Solve.id)
    return query.correlate(Solve).scalar_subquery()


def is_lost(state: SolveState | None, sign_at: datetime | None, now: datetime) -> bool:
    """Whether a run that should be going has given no sign of life for too long."""
    return state in RUNNING and sign_at is not None and now - sign_at > SILENCE


def runs(session: Session, round_: Round, now: datetime) -> list[Run]:
    """Every run of the round, the newest first."""
    query = _runs().where(Solve.round_id == round_.id).order_by(Solve.id.desc())
    return [_run(*row, now=now) for row in session.execute(query)]


def going_of(session: Session, scenario: Scenario, now: datetime) -> Run | None:
    """The run of the scenario that may still answer."""
    query = _runs().where(Solve.scenario_id == scenario.id, Solve.state.in_(RUNNING))
    return next((one for row in session.execute(query) if (one := _run(*row, now=now)).going), None)


def run(session: Session, solve: Solve, now: datetime) -> Run:
    """One run."""
    return _run(*session.execute(_runs().where(Solve.id == solve.id)).one(), now=now)


def outcome_of(session: Session, solve: Solve) -> Outcome | None:
    """What the run found, if it ended with an answer."""
    return None if solve.outcome_id is None else session.get_one(Outcome, solve.outcome_id)


def _runs() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Solve,
            attempt(),
            Actor.name,
            Outcome.number,
            Outcome.status,
            Outcome.placed,
            Scenario.number.label("scenario"),
            Scenario.name.label("asks"),
        )
        .join(Actor, Actor.id == Solve.asked_by_id)
        .outerjoin(Scenario, Scenario.id == Solve.scenario_id)
        .outerjoin(Outcome, Outcome.id == Solve.outcome_id)
    )


def _run(
    solve: Solve,
    number: int,
    name: str,
    outcome: int | None,
    status: str | None,
    placed: int | None,
    scenario: int | None,
    asks: str | None,
    *,
    now: datetime,
) -> Run:
    sign = solve.beat_at or solve.asked_at
    return Run(
        id=solve.id,
        number=number,
        state=solve.state,
        stage=solve.stage,
        done=solve.done,
        total=solve.total,
        time_limit=solve.time_limit,
        asked_at=solve.asked_at,
        asked_by=name,
        sign_at=sign,
        finished_at=solve.finished_at,
        failure=solve.failure,
        outcome=outcome,
        status=status,
        placed=placed,
        scenario=scenario,
        asks=asks,
        lost=is_lost(solve.state, sign, now),
    )


def lost_solves(session: Session, now: datetime) -> Sequence[Solve]:
    """Runs whose process is gone without a word, in every round."""
    going = session.scalars(select(Solve).where(Solve.state.in_(RUNNING)).order_by(Solve.id)).all()
    return [one for one in going if is_lost(one.state, one.beat_at or one.asked_at, now)]


def find_solve(session: Session, slug: str, number: int) -> Solve | None:
    """The run of that id, if it belongs to the round of that slug."""
    query = select(Solve).join(Round, Round.id == Solve.round_id)
    return session.scalar(query.where(Round.slug == slug, Solve.id == number))
