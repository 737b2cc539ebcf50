"""The outcome that stands for a published round: the one that was published, or its newest repair."""

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, func, select
from sqlalchemy.orm import Session, joinedload, undefer

from models.machines import ROUND
from models.outcomes import Decision, Outcome, Snapshot
from models.proposals import LIVE, Proposal
from models.repairs import Repair
from models.rounds import Round, RoundState

REPAIRABLE = tuple(state for state in RoundState if "repair" in ROUND.actions(state))
"""While these last, a seat that comes free can be offered to somebody else."""


def standing_id(round_id: SQLColumnExpression[int] | int) -> ColumnElement[int]:
    """The id of the outcome that stands, as an expression; NULL before one was chosen."""
    newest = select(func.max(Repair.outcome_id)).where(Repair.round_id == round_id).correlate_except(Repair)
    chosen = select(Decision.outcome_id).where(Decision.round_id == round_id).correlate_except(Decision)
    return func.coalesce(newest.scalar_subquery(), chosen.scalar_subquery())


def places_without_holder(round_id: SQLColumnExpression[int] | int) -> ScalarSelect[int]:
    """How many places of the outcome that stands nobody holds any more: what a repair could offer."""
    holds = Proposal.round_id == round_id, Proposal.state.in_(LIVE)
    held = select(func.count()).select_from(Proposal).where(*holds).correlate_except(Proposal)
    query = select(Outcome.placed - held.scalar_subquery()).where(Outcome.id == standing_id(round_id))
    return query.correlate_except(Outcome).scalar_subquery()


def open_rounds(session: Session, most: int) -> list[Round]:
    """The rounds whose published outcome can be repaired, the newest first, at most so many."""
    query = select(Round).where(Round.state.in_(REPAIRABLE)).order_by(Round.id.desc()).limit(most)
    return list(session.scalars(query))


def ended_since(session: Session, round_: Round) -> int:
    """How many offers of the outcome that stands ended since it was made."""
    return session.scalar(select(places_without_holder(round_.id))) or 0


def standing_run(session: Session, round_: Round) -> Outcome:
    """The outcome that stands, its files unopened."""
    return session.scalars(select(Outcome).where(Outcome.id == standing_id(round_.id))).one()


def published_outcome(session: Session, round_: Round) -> Outcome:
    """The outcome that was published, before any repair, opened with its snapshot."""
    chosen = select(Decision.outcome_id).where(Decision.round_id == round_.id)
    return _opened(session, chosen.scalar_subquery())


def standing_outcome(session: Session, round_: Round) -> Outcome:
    """The outcome that stands, opened with its snapshot."""
    return _opened(session, standing_id(round_.id))


def _opened(session: Session, number: ColumnElement[int]) -> Outcome:
    query = (
        select(Outcome)
        .where(Outcome.id == number)
        .options(undefer(Outcome.content), joinedload(Outcome.snapshot).undefer(Snapshot.content))
    )
    return session.scalars(query).one()
