"""The rounds on record: what was published about each, before and after the freeze."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session, aliased

from matcher.files import canonical
from matcher.lottery import commitment, reveal
from models.actors import Actor
from models.audit import AuditEvent
from models.outcomes import Outcome, Snapshot
from models.proposals import ENDED, LIVE, Proposal, answer_of
from models.repairs import Repair
from models.rounds import Round

ACT, ANSWER = 0, -1
"""What stands where a snapshot has its number."""
ENTER, CLOSE, ARCHIVE = "rounds.enter_outside", "rounds.close", "rounds.archive"


@dataclass(frozen=True)
class RoundLine:
    """A round as the list of the record shows it; `runs` of the solver."""

    round_: Round
    runs: int


@dataclass(frozen=True)
class Frozen:
    """One snapshot: when, by whom, and its hash; `repairs` is the run whose repair it was taken for."""

    number: int
    sha256: str
    frozen_at: datetime
    by: str
    repairs: int | None


@dataclass(frozen=True)
class Entered:
    """Who entered the outside value, and when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Life:
    """What became of a round: its snapshots in order, who entered the outside value, the offers that were
    made by their answer, and when it was closed and archived."""

    snapshots: list[Frozen]
    entered: Entered | None
    closed_at: datetime | None
    archived_at: datetime | None
    answers: Counter[str]

    @property
    def waiting(self) -> int:
        """Offers that wait for one of the three."""
        return sum(self.answers[one] for one in ("offered", "accepted", "home_agreed"))


@dataclass(frozen=True)
class SeedProof:
    """How the lottery seed came about. `secret` and `seed` are open only once the outside value is entered,
    as are `committed` and `seeded`, the texts whose SHA-256 the commitment and the seed are; `holds` says
    whether the secret is the one that was committed to."""

    commitment: str
    outside_source: str
    outside: str | None
    frozen: str | None
    secret: str | None
    seed: str | None
    holds: bool | None
    committed: str = ""
    seeded: str = ""


def rounds_on_record(session: Session) -> list[RoundLine]:
    """Every round, the latest results first."""
    runs = select(func.count()).where(Outcome.round_id == Round.id).scalar_subquery()
    query = select(Round, runs).order_by(Round.results_at.desc(), Round.slug)
    return [RoundLine(round_, count) for round_, count in session.execute(query)]


def life(session: Session, round_: Round) -> Life:
    """What was frozen, entered, answered and ended, in one statement."""
    rows: list[Any] = sorted(session.execute(union_all(_snapshots(round_), _acts(round_), _answers(round_))))
    acts = {text: (name, at) for number, text, at, name, _ in rows if number == ACT}
    entered = acts.get(ENTER)
    answers: Counter[str] = Counter()
    for number, state, _at, ended_by, count in rows:
        if number == ANSWER:
            answers[answer_of(state, ended_by)] += count
    return Life(
        snapshots=[Frozen(*row) for row in rows if row[0] > ACT],
        entered=None if entered is None else Entered(*entered),
        closed_at=acts.get(CLOSE, ("", None))[1],
        archived_at=acts.get(ARCHIVE, ("", None))[1],
        answers=answers,
    )


def _snapshots(round_: Round) -> Any:
    before, made = aliased(Outcome), aliased(Outcome)
    repaired = (
        select(before.number)
        .join(Repair, Repair.before_id == before.id)
        .join(made, made.id == Repair.outcome_id)
        .where(made.snapshot_id == Snapshot.id)
        .correlate(Snapshot)
        .scalar_subquery()
    )
    return (
        select(Snapshot.number, Snapshot.sha256, Snapshot.frozen_at, Actor.name, repaired)
        .join(Actor, Actor.id == Snapshot.frozen_by_id)
        .where(Snapshot.round_id == round_.id)
    )


def _acts(round_: Round) -> Any:
    return (
        select(literal(ACT), AuditEvent.action, AuditEvent.at, Actor.name, null().cast(Integer))
        .join(Actor, Actor.id == AuditEvent.actor_id)
        .where(
            AuditEvent.action.in_((ENTER, CLOSE, ARCHIVE)),
            AuditEvent.object_type == Round.__tablename__,
            AuditEvent.object_id == round_.id,
        )
    )


def _answers(round_: Round) -> Any:
    """The offers that were made, by what became of them."""
    kinds = cast(Proposal.state, String), func.coalesce(cast(Proposal.ended_by, String), "")
    told = kinds[0], null().cast(Snapshot.frozen_at.type), kinds[1], func.count()
    return (
        select(literal(ANSWER), *told)
        .where(Proposal.round_id == round_.id, Proposal.state.in_((*LIVE, *ENDED)))
        .group_by(Proposal.state, Proposal.ended_by)
    )


def seed_proof(round_: Round) -> SeedProof:
    """The proof as far as it may be told: nobody learns the secret before nothing can be changed by it."""
    told = (round_.commitment, round_.outside_source, round_.outside, round_.frozen_sha256)
    if round_.outside is None or round_.frozen_sha256 is None:
        return SeedProof(*told, secret=None, seed=None, holds=None)
    parts = round_.secret, round_.outside, round_.frozen_sha256
    holds = commitment(round_.secret) == round_.commitment
    texts = (canonical(list(of)).decode() for of in (parts[:1], parts))
    return SeedProof(*told, round_.secret, reveal(*parts), holds, *texts)
