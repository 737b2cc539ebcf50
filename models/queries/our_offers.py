"""What a host agency offers: its opportunities in each round, how many asked, and how far the ranking is."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from matcher.mentoring.business import local_day
from matcher.policy.demand import Band
from models.actors import Actor, Role
from models.agencies import Agency
from models.audit import AuditEvent
from models.consents import Consent
from models.demand import COUNTED_IN, DemandBand, DemandCount
from models.executives import Executive
from models.holding import Holder
from models.opportunities import Opportunity, OpportunityState
from models.queries.certified_rankings import came_later
from models.queries.desk_lines import line
from models.queries.facts import Demand, demand_of
from models.queries.line_below import below
from models.queries.movers import OVER
from models.queries.offered import APPROVED, awaited_there, offered_there
from models.rankings import ApplicantList, HostRanking, RankingState
from models.rounds import Round, RoundOpportunity, RoundState

Rows = Select[
    Opportunity,
    str,
    Round | None,
    bool,
    bool,
    list[str] | None,
    RankingState | None,
    bool,
    datetime | None,
    Band | None,
]

PAGE = 50
TO_APPROVE, TO_FINISH, AT_APPROVAL, IN_NO_ROUND = (
    "opportunity_to_approve",
    "opportunity_to_finish",
    "opportunity_at_approval",
    "opportunity_in_no_round",
)
UNAPPROVED = (OpportunityState.DRAFT, OpportunityState.SUBMITTED)
ROLES = frozenset({Role.HOST_CONTACT, Role.AGENCY_COORDINATOR})
APPROVERS = frozenset({Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD})
RANKERS = frozenset({Role.HOST_CONTACT})


@dataclass(frozen=True)
class Line:
    """One opportunity, in one round where it is in one.

    `offered` says whether the round offers it, or still will; `awaited` whether somebody has to answer an
    offer of its seats yet. `applicants` are those whose consent stands; None before the rankings open;
    `overtaken` says that one of them came after the ranking was certified. `demand` is how many sheets name
    it, in the band that everybody reads; None outside their weeks and before the first count.
    """

    opportunity: Opportunity
    host: str
    round: Round | None
    offered: bool
    awaited: bool
    applicants: int | None
    ranking: RankingState | None
    overtaken: bool
    demand: Demand | None = None


def agencies_of(session: Session, actor: Actor, now: datetime, roles: Collection[Role] = ROLES) -> list[int]:
    """The ids of the agencies the actor speaks for in these roles: those granted, and all below."""
    ids = below(actor, now, roles, "below")
    return [] if ids is None else sorted(session.scalars(ids))


def our_rounds(
    session: Session, agencies: Collection[int], *, gone: bool = True
) -> list[tuple[Round, int, bool]]:
    """The rounds that hold opportunities of these agencies, with how many, what is `gone` from them counted
    or not, and whether an offer of their seats is still to be answered: where hosts rank, then those still
    before the rankings, then the rest; the latest first."""
    counted = () if gone else (offered_there(),)
    query = (
        select(Round, func.count(), func.count().filter(awaited_there()))
        .join(RoundOpportunity, RoundOpportunity.round_id == Round.id)
        .join(Opportunity, Opportunity.id == RoundOpportunity.opportunity_id)
        .where(Opportunity.host_agency_id.in_(agencies), *counted)
        .group_by(Round.id)
        .order_by(Round.rankings_close_at.desc(), Round.id)
    )
    found = [(round_, count, open_ > 0) for round_, count, open_ in session.execute(query)]
    return sorted(found, key=lambda line: _urgency(line[0].state))


def count_unoffered(session: Session, agencies: Collection[int], now: datetime) -> int:
    """How many opportunities of these agencies are in no round, or wait for another one."""
    outside = Opportunity.host_agency_id.in_(agencies), _in_no_round(now)
    return session.scalars(select(func.count()).where(*outside)).one()


def offers_in(
    session: Session, agencies: Collection[int], round_: Round | None, now: datetime, page: int = 1
) -> list[Line]:
    """One page of what these agencies offer in the round, or in none, by title."""
    if round_ is None:
        query = _query(agencies, _in_no_round(now), joined=false())
    else:
        query = _query(agencies, RoundOpportunity.round_id == round_.id)
    return _lines(session, query.offset((page - 1) * PAGE).limit(PAGE))


def _in_no_round(now: datetime) -> ColumnElement[bool]:
    """Of an opportunity, whether no round ever held it, or it waits for another one."""
    ever = exists().where(RoundOpportunity.opportunity_id == Opportunity.id).correlate(Opportunity)
    return or_(~ever, _waits_for_a_round(now))


def _waits_for_a_round(now: datetime) -> ColumnElement[bool]:
    """Of an opportunity, whether it is approved, can still begin, and every round that held it is over."""
    held, other = aliased(RoundOpportunity), aliased(Round)
    there = held.opportunity_id == Opportunity.id, held.round_id == other.id
    running = exists().where(*there, other.state.not_in(OVER)).correlate(Opportunity)
    return and_(APPROVED, Opportunity.starts_until >= local_day(now), ~running)


def rankings_due(session: Session, agencies: Collection[int]) -> list[Line]:
    """Every opportunity of these agencies that is offered and somebody asked for, in the rounds where hosts
    rank now; the round that closes first comes first."""
    asked = Round.state == RoundState.RANKING, APPROVED, ApplicantList.round_id.is_not(None)
    query = _query(agencies, *asked)
    found = _lines(session, query)
    return sorted((line for line in found if line.applicants), key=_by_date)


def rounds_of(session: Session, opportunity: Opportunity) -> list[Line]:
    """The rounds of one opportunity, those where hosts rank first; or the opportunity in no round."""
    found = _lines(session, _query([opportunity.host_agency_id], Opportunity.id == opportunity.id))
    return sorted(
        found, key=lambda line: (_urgency(None if line.round is None else line.round.state), -_by_date(line))
    )


def reason_of_return(session: Session, opportunity: Opportunity) -> str | None:
    """What was to be mended when it was last sent back, until it is approved; None for one that was last
    taken back."""
    if opportunity.state not in UNAPPROVED:
        return None
    return session.scalar(_reason_of_return(opportunity.id))


def _reason_of_return(number: Any) -> Select[str | None]:
    query = select(AuditEvent.reason).where(
        AuditEvent.object_type == Opportunity.__tablename__,
        AuditEvent.object_id == number,
        AuditEvent.action.in_([f"{Opportunity.__tablename__}.{act}" for act in ("send_back", "take_back")]),
    )
    return query.order_by(AuditEvent.id.desc()).limit(1)


def waiting_to_approve(actor: Actor, now: datetime) -> Any:
    """Opportunities that wait for the actor's approval; None for whoever approves nothing."""
    ours = below(actor, now, APPROVERS, "approving_below")
    if ours is None:
        return None
    waits = Opportunity.state == OpportunityState.SUBMITTED, Opportunity.created_by_id != actor.id
    return _line(TO_APPROVE, now).where(Opportunity.host_agency_id.in_(ours), *waits)


def unoffered_of_mine(actor: Actor, now: datetime) -> Any:
    """The actor's own opportunities that nobody can ask for: drafts, with why one was sent back, what
    somebody else is asked to approve, and what waits for a round; None for whoever writes none."""
    if not Holder(actor, now).has(*ROLES):
        return None
    why = _reason_of_return(Opportunity.id).correlate(Opportunity).scalar_subquery()
    kinds = {OpportunityState.DRAFT: TO_FINISH, OpportunityState.SUBMITTED: AT_APPROVAL}
    kind = case(kinds, value=Opportunity.state, else_=IN_NO_ROUND)
    mine = Opportunity.created_by_id == actor.id
    return _line(kind, now, why=why).where(
        mine, or_(Opportunity.state.in_(UNAPPROVED), _waits_for_a_round(now))
    )


def _line(kind: Any, now: datetime, **facts: Any) -> Any:
    called = {"name": Opportunity.title, "slug": Opportunity.slug}
    return line(kind=kind, number=Opportunity.id, due=_next_lists_open(now), **called, **facts)


def _next_lists_open(now: datetime) -> Any:
    """When the lists of the next round that still takes opportunities open; empty where there is none."""
    taking = Round.state.in_((RoundState.DRAFT, RoundState.POSTING)), Round.lists_open_at > now
    return select(func.min(Round.lists_open_at)).where(*taking).scalar_subquery()


def _query(
    agencies: Collection[int], *where: ColumnElement[bool], joined: ColumnElement[bool] | None = None
) -> Rows:
    """With each round that holds it; `joined` false: without any."""
    held = RoundOpportunity.opportunity_id == Opportunity.id
    return (
        select(
            Opportunity,
            Agency.name,
            Round,
            and_(Round.id.is_not(None), offered_there()),
            awaited_there(),
            ApplicantList.executives,
            HostRanking.state,
            came_later(),
            DemandCount.counted_at,
            DemandBand.band,
        )
        .join(Agency, Agency.id == Opportunity.host_agency_id)
        .outerjoin(RoundOpportunity, held if joined is None else and_(held, joined))
        .outerjoin(Round, Round.id == RoundOpportunity.round_id)
        .outerjoin(ApplicantList, _same(ApplicantList))
        .outerjoin(HostRanking, _same(HostRanking))
        .outerjoin(DemandCount, and_(DemandCount.round_id == Round.id, Round.state.in_(COUNTED_IN)))
        .outerjoin(DemandBand, _same(DemandBand))
        .where(Opportunity.host_agency_id.in_(agencies), *where)
        .order_by(Opportunity.title, Opportunity.slug)
    )


def _same(table: type[ApplicantList] | type[HostRanking] | type[DemandBand]) -> ColumnElement[bool]:
    return and_(table.round_id == Round.id, table.opportunity_id == Opportunity.id)


def _by_date(line: Line) -> float:
    return 0 if line.round is None else line.round.rankings_close_at.timestamp()


BEFORE_RANKING = frozenset(
    {RoundState.DRAFT, RoundState.POSTING, RoundState.PREFERENCES, RoundState.RELEASE_REVIEW}
)


def _urgency(state: RoundState | None) -> int:
    return 0 if state is RoundState.RANKING else 1 if state in BEFORE_RANKING else 2


def _lines(session: Session, query: Rows) -> list[Line]:
    rows = session.execute(query).all()
    gone = _consents_withdrawn(session, {round_.id for _, _, round_, *_ in rows if round_ is not None})
    return [
        Line(
            one, host, round_, there, awaited, _count(round_, asked, gone), state, later, demand_of(at, band)
        )
        for one, host, round_, there, awaited, asked, state, later, at, band in rows
    ]


def _count(round_: Round | None, asked: list[str] | None, gone: dict[int, set[str]]) -> int | None:
    if round_ is None or round_.state in BEFORE_RANKING:
        return None
    return len(set(asked or ()) - gone[round_.id])


def _consents_withdrawn(session: Session, round_ids: Collection[int]) -> dict[int, set[str]]:
    """By round: who took the consent back. Once the rankings are open none is given any more, so everybody
    else on a list of applicants still consents."""
    open_one = aliased(Consent)
    stands = select(open_one.id).where(
        open_one.round_id == Consent.round_id,
        open_one.executive_id == Consent.executive_id,
        open_one.withdrawn_at.is_(None),
    )
    query = (
        select(Consent.round_id, Executive.slug)
        .join(Executive, Executive.id == Consent.executive_id)
        .where(Consent.round_id.in_(round_ids), Consent.withdrawn_at.is_not(None), ~stands.exists())
    )
    found: dict[int, set[str]] = defaultdict(set)
    for round_id, slug in session.execute(query):
        found[round_id].add(slug)
    return found
