"""What already keeps an executive away: agreements in force, and places accepted that none stands for yet."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select, and_, null, or_, select
from sqlalchemy.orm import Session, joinedload

from matcher.policy.book import CLAUSES
from matcher.policy.facts import FOREVER, LONG_AGO, Agreed, Pledge
from matcher.policy.law import Law
from matcher.policy.one_place import check_place, placed, run_beside
from matcher.policy.periods import DAY, Span
from matcher.policy.reasons import Reason
from models.agencies import Agency
from models.agreements import Agreement, AgreementState
from models.opportunities import Kind, Opportunity
from models.proposals import Proposal, ProposalState
from models.rounds import Round

ACCEPTED = (ProposalState.ACCEPTED, ProposalState.HOME_AGREED, ProposalState.CONFIRMED)
UNCONFIRMED = ACCEPTED[:-1]
UNSIGNED = (AgreementState.DRAFT, AgreementState.IN_SIGNATURE)
OFFERED = (
    Opportunity.kind,
    Opportunity.starts_from,
    Opportunity.starts_until,
    Opportunity.duration_days,
    Proposal.card_opened_at,
)
"""What the days away of a place follow from; accepting it opened the card."""
WRITTEN = (Agreement.starts_on, Agreement.ends_on, Agreement.state)
"""What an agreement says of them, and whether it binds yet."""


def pledges_of(session: Session, executive_id: int, but: int | None = None) -> tuple[Pledge, ...]:
    """The places the executive accepted, the proposal `but` aside. One whose agreement is in force, over or
    cancelled is a pledge no more; one whose agreement is being written lasts as long as that says."""
    rows = session.execute(accepted(executive_id, but).order_by(Proposal.id))
    return tuple(pledge(*row[:-1]) for row in rows)


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
    starts_until: date,
    days: int,
    since: datetime | None,
    name: str,
    start: date | None,
    end: date | None,
) -> Pledge:
    if start is not None and end is not None:
        return Pledge(_span(kind, start, end), name)
    last = starts_from + (days - 1) * DAY
    later = (starts_until - starts_from).days
    return Pledge(_span(kind, starts_from, last), name, later, since or LONG_AGO)


def agreed(executive_id: int) -> Select[*tuple[Any, ...]]:
    """In the columns of `accepted`, no days of an offer given: the agreements that no place accepted tells
    of, which are those in force, and what is written or signed without an offer."""
    entered = and_(Agreement.state.in_(UNSIGNED), Agreement.proposal_id.is_(None))
    nothing = (null() for _ in OFFERED[1:])
    return (
        select(Agreement.kind, *nothing, Agency.name, *WRITTEN)
        .join(Agency, Agency.id == Agreement.host_agency_id)
        .where(
            Agreement.executive_id == executive_id, or_(Agreement.state == AgreementState.IN_FORCE, entered)
        )
    )


@dataclass
class Promises:
    """What keeps an executive away: places accepted, time `away` under agreements in force, and the
    agreements that are for good or bind nobody yet."""

    pledges: set[Pledge] = field(default_factory=set)
    agreed: set[Agreed] = field(default_factory=set)
    away: set[Agreed] = field(default_factory=set)


def promised(rows: Iterable[tuple[Any, ...]]) -> Promises:
    """What the rows of `accepted` and `agreed` say."""
    found = Promises()
    for row in rows:
        kind, starts_from, *_, name, start, end, state = row
        if starts_from is not None:
            found.pledges.add(pledge(*row[:-1]))
        elif state is not AgreementState.IN_FORCE:
            found.agreed.add(Agreed(_span(kind, start, end), name))
        elif kind.is_permanent:
            found.agreed.add(Agreed(Span(start, end), name, for_good=True))
        else:
            found.away.add(Agreed(Span(start, end), name))
    return found


def span_of(offer: Opportunity) -> Span:
    """The days away that an opportunity offers."""
    return _span(offer.kind, offer.starts_from, offer.starts_from + (offer.duration_days - 1) * DAY)


def _span(kind: Kind, start: date, end: date) -> Span:
    """From the first day on; a permanent move has no last one."""
    return Span(start, FOREVER if kind.is_permanent else end)


def _later(offer: Opportunity) -> int:
    """By how many days it can begin after its first one."""
    return (offer.starts_until - offer.starts_from).days


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
    if not (found := session.scalars(query).all()):
        return []
    others, pledges = _kept(session, proposal)
    pledges = [*pledges, replace(_as_pledge(proposal), since=datetime.max.replace(tzinfo=UTC))]
    theirs = ((one, one.opportunity) for one in found)
    return [one for one, it in theirs if run_beside(span_of(it), _later(it), others, pledges) is None]


def beside(session: Session, proposal: Proposal) -> tuple[date, list[Reason]]:
    """The day of the offer's window on which it can first begin beside what is agreed on already, and what
    policy says against beginning on the first of the window where it is a later one, or against accepting
    it where there is none; the day is the first then. Accepted, it has its turn among the places accepted."""
    mine, (others, pledges) = _as_pledge(proposal), _kept(session, proposal)
    if proposal.state in ACCEPTED:
        run = placed(others, [*pledges, mine])[mine]
    else:
        run = run_beside(mine.span, mine.later, others, pledges) or mine.span
    later = 0 if run.start > mine.span.start else mine.later
    return run.start, check_place(mine.span, others, pledges, Law(mine.span.start, CLAUSES), later)


def in_the_way(session: Session, proposal: Proposal) -> list[Reason]:
    """What policy says against accepting this offer, on whatever day of its window it begins."""
    first, found = beside(session, proposal)
    return found if first == proposal.opportunity.starts_from else []


def first_day(session: Session, proposal: Proposal) -> date:
    """The day on which the place can first begin."""
    return beside(session, proposal)[0]


def begins_on(session: Session, proposal: Proposal) -> date | None:
    """The same of a place accepted and not confirmed yet; None where it is the first day of its window."""
    if proposal.state not in UNCONFIRMED:
        return None
    first = first_day(session, proposal)
    return first if first > proposal.opportunity.starts_from else None


def _kept(session: Session, proposal: Proposal) -> tuple[list[Span], list[Pledge]]:
    """The days away in force, and the other places accepted."""
    rows = accepted(proposal.executive_id, proposal.id).union_all(agreed(proposal.executive_id))
    found = promised(tuple(row) for row in session.execute(rows))
    binding = [*found.away, *(one for one in found.agreed if one.for_good)]
    return [one.span for one in binding], [*found.pledges]


def _as_pledge(proposal: Proposal) -> Pledge:
    """The place as one that is accepted."""
    offer = proposal.opportunity
    return Pledge(span_of(offer), proposal.round.name, _later(offer), proposal.card_opened_at or LONG_AGO)
