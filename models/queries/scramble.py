"""The scramble: who kept a sheet for it, and how many seats are free."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.executives import Executive
from models.kept_sheets import KeptSheet
from models.opportunities import Opportunity
from models.proposals import ENDED, LIVE, PENDING, Party, Proposal
from models.queries.offered import offered_there
from models.queries.seats import free_there
from models.queries.standing import places_without_holder
from models.repairs import Repair
from models.rounds import Round, RoundOpportunity, RoundState


@dataclass(frozen=True)
class Pool:
    """What the scramble has to work with: people without a place who kept their sheet, free seats, and
    offers that still wait for an answer."""

    kept: int
    seats: int
    waiting: int


def pool(session: Session, round_: Round) -> Pool:
    """The counts of a published round, in one statement."""
    waits = Proposal.round_id == round_.id, Proposal.state.in_(PENDING)
    waiting = select(func.count()).select_from(Proposal).where(*waits).scalar_subquery()
    kept = select(func.count()).select_from(select_kept(round_.id).subquery()).scalar_subquery()
    counts = session.execute(select(kept, free_seats(), waiting).where(Round.id == round_.id)).one()
    return Pool(*map(int, counts))  # PostgreSQL sums to a decimal


def free_seats() -> ScalarSelect[int]:
    """How many seats of a published round nobody holds, as an expression over the round."""
    return (
        select(func.coalesce(func.sum(free_there()), 0))
        .select_from(RoundOpportunity)
        .join(Opportunity, Opportunity.id == RoundOpportunity.opportunity_id)
        .where(RoundOpportunity.round_id == Round.id, offered_there())
        .correlate(Round)
        .scalar_subquery()
    )


def answers_due_at(round_id: Any, *, first: bool = False) -> ScalarSelect[datetime | None]:
    """By when every offer of a round that waits has the answer asked for now, or the `first` of them, as an
    expression; empty where none waits. A yes asks the next side, with a later day."""
    waits = Proposal.round_id == round_id, Proposal.state.in_(PENDING)
    due = func.min(Proposal.due_at) if first else func.max(Proposal.due_at)
    return select(due).where(*waits).correlate(Round).scalar_subquery()


def answers_due(session: Session, round_: Round) -> tuple[datetime | None, datetime | None]:
    """By when the first and by when every offer of the round that waits has the answer asked for now."""
    due = select(answers_due_at(round_.id, first=True), answers_due_at(round_.id))
    first, last = session.execute(due).one()
    return first, last


def kept_for(session: Session, round_: Round) -> set[str]:
    """The slugs of those who kept their sheet for the scramble of the round and have no place."""
    return set(session.scalars(select_kept(round_.id)))


def find_kept(session: Session, round_: Round, executive: Executive) -> KeptSheet | None:
    """The word of one person, given or taken back."""
    return session.get(KeptSheet, (round_.id, executive.id))


def select_kept(round_id: Any) -> Select[str]:
    """The query for those slugs."""
    return select(Executive.slug).where(KeptSheet.round_id == round_id, *still_kept())


def still_kept() -> tuple[ColumnElement[bool], ...]:
    """Of kept sheets: those of active people whose word stands and who hold no offer of the round, and were
    not the one to end theirs."""
    has_had = had_an_offer(KeptSheet.round_id, KeptSheet.executive_id)
    owner = Executive.id == KeptSheet.executive_id
    return owner, KeptSheet.taken_back_at.is_(None), Executive.active.is_(True), ~has_had


def had_an_offer(round_id: Any, executive_id: Any) -> ColumnElement[bool]:
    """Whether somebody holds an offer of the round, or one ended that the host did not end."""
    ended = Proposal.state.in_(ENDED) & Proposal.ended_by.in_((Party.EXECUTIVE, Party.HOME))
    theirs = Proposal.round_id == round_id, Proposal.executive_id == executive_id
    had = select(Proposal.id).where(*theirs, Proposal.state.in_(LIVE) | ended)
    return had.correlate_except(Proposal).exists()


def ended_ever(round_id: Any) -> ScalarSelect[int]:
    """How many offers of a round ended in all, as an expression: it only grows."""
    ended = Proposal.round_id == round_id, Proposal.state.in_(ENDED)
    return select(func.count()).select_from(Proposal).where(*ended).correlate(Round).scalar_subquery()


def kept_now(round_id: Any) -> ScalarSelect[int]:
    """How many people without a place keep their sheet, as an expression."""
    kept = select(func.count()).select_from(KeptSheet).where(KeptSheet.round_id == round_id, *still_kept())
    return kept.correlate(Round).scalar_subquery()


def awaits_pass(session: Session, round_: Round) -> tuple[int, bool]:
    """How many people keep their sheet, and whether free seats of the scramble still wait for a look: some
    offer ended, somebody would take a seat, and nobody saw yet that none can be offered."""
    columns = kept_now(Round.id), places_without_holder(Round.id), kept_anew(Round.id), is_set_aside(Round.id)
    kept, free, anew, aside = session.execute(select(*columns).where(Round.id == round_.id)).one()
    return kept, is_next_pass(round_.state, free, kept, anew, aside)


def is_next_pass(state: RoundState, free: int, kept: int, anew: bool, aside: bool) -> bool:
    """Whether a coordinator is asked to look for next offers of the scramble: for the seats of offers that
    ended, or for somebody who keeps a sheet since the last pass."""
    return state is RoundState.SCRAMBLE and (free > 0 or anew) and kept > 0 and not aside


def kept_anew(round_id: Any) -> ColumnElement[bool]:
    """Whether somebody whose offer the host ended keeps a sheet since the last repair, as an expression: that
    one left them out."""
    last = select(func.max(Repair.made_at)).where(Repair.round_id == round_id).correlate(Round)
    refused = select(Proposal.id).where(
        Proposal.round_id == KeptSheet.round_id,
        Proposal.executive_id == KeptSheet.executive_id,
        Proposal.ended_by == Party.HOST,
    )
    kept = select(KeptSheet.executive_id).where(KeptSheet.round_id == round_id, *still_kept())
    return kept.where(KeptSheet.kept_at > last.scalar_subquery(), refused.exists()).correlate(Round).exists()


def is_set_aside(round_id: Any) -> ColumnElement[bool]:
    """Whether a coordinator put the free seats aside that nobody could be offered, and since then no offer
    ended and nobody more keeps a sheet."""
    looks = select(AuditEvent.id).where(
        AuditEvent.object_type == Round.__tablename__,
        AuditEvent.object_id == round_id,
        AuditEvent.action == "rounds.set_aside",
        AuditEvent.facts["ended_offers"].as_integer() == ended_ever(round_id),
        AuditEvent.facts["kept_sheets"].as_integer() >= kept_now(round_id),
    )
    return looks.correlate(Round).exists()
