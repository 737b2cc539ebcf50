"""The numbered runs of a round, and the decision which of them counts."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from models.actors import Actor
from models.outcomes import Decision, Outcome, Snapshot
from models.proposals import Proposal, ProposalState
from models.rounds import Round


@dataclass(frozen=True)
class RunLine:
    """One run as a list shows it; `placed` executives, `by` the person's name."""

    number: int
    solved_at: datetime
    by: str
    status: str
    proved: bool
    verified: bool
    unique: bool
    placed: int
    input_sha256: str


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
    """The run of that number in the round of that slug, with its round."""
    query = (
        select(Outcome)
        .join(Outcome.round)
        .where(Round.slug == slug, Outcome.number == number)
        .options(joinedload(Outcome.round), joinedload(Outcome.snapshot))
    )
    return session.scalar(query)


def newest_run(session: Session, round_: Round) -> Outcome | None:
    """The run with the greatest number."""
    query = select(Outcome).where(Outcome.round_id == round_.id).order_by(Outcome.number.desc()).limit(1)
    return session.scalar(query.options(joinedload(Outcome.snapshot)))


def runs(session: Session, round_: Round) -> list[RunLine]:
    """Every run of a round, the newest first."""
    query = (
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
        )
        .join(Actor, Actor.id == Outcome.solved_by_id)
        .where(Outcome.round_id == round_.id)
        .order_by(Outcome.number.desc())
    )
    return [RunLine(*row) for row in session.execute(query)]


def signed(session: Session, round_: Round) -> Signed | None:
    """Who chose, approved and published, or `None` before the conference."""
    chooser, approver, publisher = aliased(Actor), aliased(Actor), aliased(Actor)
    query = (
        select(Decision, Outcome.number, chooser.name, approver.name, publisher.name)
        .join(Outcome, Outcome.id == Decision.outcome_id)
        .join(chooser, chooser.id == Decision.chosen_by_id)
        .outerjoin(approver, approver.id == Decision.approved_by_id)
        .outerjoin(publisher, publisher.id == Decision.published_by_id)
        .where(Decision.round_id == round_.id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    decision, number, chose, approved, published = row
    return Signed(
        number,
        Signature(chose, decision.chosen_by_id, decision.chosen_at),
        _signature(approved, decision.approved_by_id, decision.approved_at),
        _signature(published, decision.published_by_id, decision.published_at),
    )


def _signature(name: str | None, actor_id: int | None, at: datetime | None) -> Signature | None:
    return None if name is None or actor_id is None or at is None else Signature(name, actor_id, at)


def answers(session: Session, outcome: Outcome) -> Counter[ProposalState]:
    """How many offers of the run's round, or proposals where none was made yet, are in each state."""
    counted = Proposal.round_id == outcome.round_id, Proposal.state != ProposalState.SUPERSEDED
    query = select(Proposal.state, func.count()).where(*counted).group_by(Proposal.state)
    return Counter(dict(session.execute(query).all()))


def publication_faults(session: Session, outcome: Outcome) -> list[str]:
    """Why the run cannot be published, each as half a sentence; an empty list means it can."""
    run = select(func.max(Outcome.number)).where(Outcome.round_id == outcome.round_id)
    taken = select(func.max(Snapshot.id)).where(Snapshot.round_id == outcome.round_id)
    newest, frozen = session.execute(select(run.scalar_subquery(), taken.scalar_subquery())).one()
    told = (
        (outcome.number == newest, "a later run superseded it"),
        (outcome.status == "optimal", f"it is {outcome.status}, not optimal"),
        (outcome.verified, "the independent check found a failure"),
        (outcome.draw_unique, "another outcome is equally good, so the draw must be repeated"),
        (
            outcome.snapshot_id == frozen,
            "an agency objected since it was solved",
        ),
    )
    return [text for holds, text in told if not holds]
