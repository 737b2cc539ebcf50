"""What already keeps an executive away: agreements in force, and places accepted that none stands for yet."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, null, or_, select
from sqlalchemy.orm import Session, joinedload

from matcher.policy.book import CLAUSES
from matcher.policy.facts import FOREVER, Agreed, Pledge
from matcher.policy.law import Law
from matcher.policy.one_place import check_place
from matcher.policy.periods import Span
from matcher.policy.reasons import Reason
from models.agencies import Agency
from models.agreements import Agreement, AgreementState
from models.opportunities import PERMANENT, Kind, Opportunity
from models.proposals import Proposal, ProposalState
from models.rounds import Round

ACCEPTED = (ProposalState.ACCEPTED, ProposalState.HOME_AGREED, ProposalState.CONFIRMED)
UNSIGNED = (AgreementState.DRAFT, AgreementState.IN_SIGNATURE)
OFFERED = (Opportunity.kind, Opportunity.starts_from, Opportunity.duration_days)
"""What the days away of a place follow from."""
WRITTEN = (Agreement.starts_on, Agreement.ends_on, Agreement.state)
"""What an agreement says of them, and whether it binds yet."""


def pledges_of(session: Session, executive_id: int, but: int | None = None) -> tuple[Pledge, ...]:
    """The places the executive accepted, the proposal `but` aside. One whose agreement is in force, over or
    cancelled is a pledge no more; one whose agreement is being written lasts as long as that says."""
    rows = session.execute(accepted(executive_id, but).order_by(Proposal.id))
    return tuple(pledge(*row) for *row, _state in rows)


def accepted(executive_id: int, but: int | None = None) -> Select[*tuple[Any, ...]]:
    """What `pledge` needs of every place accepted that no agreement in force stands for, and the state of
    what is written."""
    return (
        select(*OFFERED, Round.name, *WRITTEN)
        .select_from(Proposal)
        .join(Opportunity, Opportunity.id == Proposal.opportunity_id)
        .join(Round, Round.id == Proposal.round_id)
        .outerjoin(Agreement, Agreement.proposal_id == Proposal.id)
        .where(
            Proposal.executive_id == executive_id,
            Proposal.state.in_(ACCEPTED),
            Proposal.id != (but or 0),
            or_(Agreement.id.is_(None), Agreement.state.in_(UNSIGNED)),
        )
    )


def pledge(
    kind: Kind,
    starts_from: date,
    days: int,
    name: str,
    start: date | None,
    end: date | None,
) -> Pledge:
    first, last = start or starts_from, end or starts_from + timedelta(days=days - 1)
    return Pledge(_span(kind, first, last), name)


def agreed(executive_id: int) -> Select[*tuple[Any, ...]]:
    """In the columns of `accepted`, no days of an offer given: the agreements that no place accepted and no
    time away tells of, which are those for good in force, and what is written or signed without an offer."""
    for_good = and_(Agreement.state == AgreementState.IN_FORCE, Agreement.kind.in_(PERMANENT))
    entered = and_(Agreement.state.in_(UNSIGNED), Agreement.proposal_id.is_(None))
    return (
        select(Agreement.kind, null(), null(), Agency.name, *WRITTEN)
        .join(Agency, Agency.id == Agreement.host_agency_id)
        .where(Agreement.executive_id == executive_id, or_(for_good, entered))
    )


def promised(rows: Iterable[tuple[Any, ...]]) -> tuple[set[Pledge], set[Agreed]]:
    """The places and the agreements in rows of `accepted` and `agreed`."""
    pledges, agreements = set(), set()
    for kind, starts_from, days, name, start, end, state in rows:
        if starts_from is not None:
            pledges.add(pledge(kind, starts_from, days, name, start, end))
        elif state is AgreementState.IN_FORCE:
            agreements.add(Agreed(Span(start, end), name, kind.is_permanent))
        else:
            agreements.add(Agreed(_span(kind, start, end), name))
    return pledges, agreements


def span_of(offer: Opportunity) -> Span:
    """The days away that an opportunity offers."""
    return _span(offer.kind, offer.starts_from, offer.starts_from + timedelta(days=offer.duration_days - 1))


def _span(kind: Kind, start: date, end: date) -> Span:
    """From the first day on; a permanent move has no last one."""
    return Span(start, FOREVER if kind.is_permanent else end)


def rivals(session: Session, proposal: Proposal) -> list[Proposal]:
    """The executive's other open offers that could not be accepted beside this one."""
    query = (
        select(Proposal)
        .where(
            Proposal.executive_id == proposal.executive_id,
            Proposal.state == ProposalState.OFFERED,
            Proposal.id != proposal.id,
        )
        .options(
            joinedload(Proposal.round), joinedload(Proposal.opportunity).joinedload(Opportunity.host_agency)
        )
        .order_by(Proposal.id)
    )
    mine = span_of(proposal.opportunity)
    return [one for one in session.scalars(query) if mine.meets(span_of(one.opportunity))]


def in_the_way(session: Session, proposal: Proposal) -> list[Reason]:
    """What policy says against accepting this offer beside what is agreed on already."""
    in_force = select(*(null() for _ in OFFERED), null(), *WRITTEN).where(
        Agreement.executive_id == proposal.executive_id, Agreement.state == AgreementState.IN_FORCE
    )
    rows = session.execute(accepted(proposal.executive_id, proposal.id).union_all(in_force)).all()
    others = [Span(start, end) for kind, *_, start, end, _state in rows if kind is None]
    pledges = [pledge(*row) for *row, _state in rows if row[0] is not None]
    mine = span_of(proposal.opportunity)
    return check_place(mine, others, pledges, Law(mine.start, CLAUSES))
