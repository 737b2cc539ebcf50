"""The demonstration round from its last ranking to its publication, by the verbs everybody uses.

Each step is a transaction of its own and asks the round where it stands, so a broken run goes on where it
stopped and a finished one is left alone.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matcher import parse_rotation, solve
from matcher.files import canonical
from models.actors import Actor, Role
from models.db import unit_of_work
from models.outcomes import Outcome
from models.pricing import price
from models.queries.conference import seats
from models.queries.recipients import holders_at
from models.rounds import Round, RoundState
from models.services import conference, results, rounds
from seed.loading.people import OFFICER, get_actor
from seed.loading.rounds import COORDINATOR, SECOND_COORDINATOR
from seed.roundfile import OUTSIDE

Step = Callable[[Session, datetime, Round], object]
Progress = Callable[[str], object]


def finish(engine: Engine, *, now: datetime, slug: str, progress: Progress | None = None) -> None:
    """Freeze, solve, confer, approve and publish, as far as that is not done yet.

    `progress(stage)` is told each stage of the solve.
    """
    state = _state(engine, slug)
    while state in _STEPS or state is RoundState.FROZEN:
        if state is RoundState.FROZEN:
            _solve(engine, now, slug, progress)
        else:
            with unit_of_work(engine) as session:
                _STEPS[state](session, now, _round(session, slug))
        state = _state(engine, slug)


def _state(engine: Engine, slug: str) -> RoundState:
    with unit_of_work(engine, read_only=True) as session:
        return _round(session, slug).state


def _round(session: Session, slug: str) -> Round:
    return session.scalars(select(Round).where(Round.slug == slug)).one()


def _coordinator(session: Session) -> Actor:
    return get_actor(session, COORDINATOR)


def _solve(engine: Engine, now: datetime, slug: str, progress: Progress | None) -> None:
    """Solve between two transactions, so that the database waits for nobody."""
    with unit_of_work(engine) as session:
        round_ = _round(session, slug)
        if round_.outside is None:
            rounds.enter_outside(
                session, actor=_coordinator(session), now=now, round_=round_, outside=OUTSIDE
            )
        rotation = parse_rotation(canonical(results.round_file(session, round_)))
    answer = solve(rotation) if progress is None else solve(rotation, progress=progress)
    prices = price(rotation, answer, lambda _stage: None)
    with unit_of_work(engine) as session:
        round_ = _round(session, slug)
        outcome = results.store_outcome(
            session, actor=_coordinator(session), now=now, round_=round_, answer=answer
        )
        results.keep_prices(session, now=now, outcome=outcome, prices=prices)


def _freeze(session: Session, now: datetime, round_: Round) -> None:
    rounds.freeze(session, actor=_coordinator(session), now=now, round_=round_)


def confer(session: Session, now: datetime, round_: Round) -> None:
    """Put the newest run before the agencies."""
    latest = select(Outcome).where(Outcome.round_id == round_.id).order_by(Outcome.number.desc()).limit(1)
    outcome = session.scalars(latest).one()
    results.confer(session, actor=_coordinator(session), now=now, round_=round_, outcome=outcome)


def approve(session: Session, now: datetime, round_: Round) -> None:
    """Every agency agrees, then the second coordinator approves."""
    for seat in seats(session, round_):
        by = session.get_one(Actor, holders_at(session, Role.AGENCY_COORDINATOR, seat.agency, now)[0])
        conference.agree(session, actor=by, now=now, agency=seat.agency, round_=round_)
    results.approve(session, actor=get_actor(session, SECOND_COORDINATOR), now=now, round_=round_)


def publish(session: Session, now: datetime, round_: Round) -> None:
    """The programme office makes every place an offer."""
    results.publish(session, actor=get_actor(session, OFFICER.slug), now=now, round_=round_)


_STEPS: dict[RoundState, Step] = {
    RoundState.RANKING: _freeze,
    RoundState.SOLVED: confer,
    RoundState.CONFERENCE: approve,
    RoundState.APPROVED: publish,
}
