"""The offers of my agency: those that wait for its answer, and what became of the others."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from models.actors import Actor, Role
from models.agencies import Agency
from models.agreements import Agreement
from models.executives import Executive
from models.opportunities import Opportunity
from models.proposals import ENDED, LIVE, Party, Proposal, ProposalState
from models.queries.desk_lines import line
from models.queries.line_below import below
from models.queries.our_offers import agencies_of
from models.rankings import HostRanking, HostRankingVersion
from models.rounds import Round

HOME_ROLES = frozenset({Role.AGENCY_COORDINATOR})
HOST_ROLES = frozenset({Role.HOST_CONTACT})
WAITS = {Party.HOME: ProposalState.ACCEPTED, Party.HOST: ProposalState.HOME_AGREED}
PAGE = 100


@dataclass(frozen=True)
class OurOffer:
    """One offer of a published round: my agency is its home, its host, or both; `turn` is empty where it does
    not wait for an answer of mine. `agreement` is what a confirmed offer became."""

    proposal: Proposal
    home: str
    host: str
    ours: tuple[Party, ...]
    turn: Party | None
    agreement: Agreement | None = None

    @property
    def unanswered(self) -> bool:
        """Whether it lapsed because my agency did not answer."""
        return self.proposal.state is ProposalState.LAPSED and self.proposal.ended_by in self.ours


def our_offers(session: Session, actor: Actor, now: datetime) -> list[OurOffer]:
    """Every offer that was made and has my agency as home or host: first those that wait for me, by day, then
    those that became an agreement."""
    homes = agencies_of(session, actor, now, HOME_ROLES)
    hosts = agencies_of(session, actor, now, HOST_ROLES)
    home, host = aliased(Agency), aliased(Agency)
    query = (
        select(Proposal, home, host, Agreement)
        .join(Executive, Executive.id == Proposal.executive_id)
        .join(Opportunity, Opportunity.id == Proposal.opportunity_id)
        .join(home, home.id == Executive.home_agency_id)
        .join(host, host.id == Opportunity.host_agency_id)
        .outerjoin(Agreement, Agreement.id == _latest_agreement())
        .where(Proposal.state.in_((*LIVE, *ENDED)), or_(home.id.in_(homes), host.id.in_(hosts)))
        .options(joinedload(Proposal.executive), joinedload(Proposal.opportunity), joinedload(Proposal.round))
        .order_by(Proposal.round_id.desc(), Proposal.due_at, Executive.name)
    )
    found = [
        replace(_offer(actor, one, leaving, receiving, homes, hosts), agreement=drafted)
        for one, leaving, receiving, drafted in session.execute(query)
    ]
    return sorted(found, key=lambda one: (one.turn is None, one.agreement is None))


def _latest_agreement() -> ScalarSelect[int]:
    """The id of the agreement that the confirmed offer of the row became."""
    latest = select(func.max(Agreement.id)).where(Agreement.proposal_id == Proposal.id)
    return latest.where(Proposal.state == ProposalState.CONFIRMED).correlate(Proposal).scalar_subquery()


def _offer(
    actor: Actor,
    proposal: Proposal,
    home: Agency,
    host: Agency,
    homes: Collection[int],
    hosts: Collection[int],
) -> OurOffer:
    sides = ((Party.HOME, home.id in homes), (Party.HOST, host.id in hosts))
    ours = tuple(party for party, holds in sides if holds)
    mine = actor.executive_id != proposal.executive_id
    turn = next((party for party in ours if mine and WAITS[party] is proposal.state), None)
    return OurOffer(proposal, home.name, host.name, ours, turn)


def find_offer(session: Session, number: int) -> Proposal | None:
    """An offer that was made, with its people and places."""
    query = (
        select(Proposal)
        .where(Proposal.id == number, Proposal.state.in_((*LIVE, *ENDED)))
        .options(
            joinedload(Proposal.round),
            joinedload(Proposal.executive).joinedload(Executive.home_agency).joinedload(Agency.parent),
            joinedload(Proposal.opportunity).joinedload(Opportunity.host_agency).joinedload(Agency.parent),
        )
    )
    return session.scalar(query)


def agreement_of(session: Session, proposal: Proposal | None) -> Agreement | None:
    """The agreement that an offer became, with what its permission needs; None before it is confirmed."""
    if proposal is None or proposal.state is not ProposalState.CONFIRMED:
        return None
    query = (
        select(Agreement)
        .where(Agreement.proposal_id == proposal.id)
        .options(joinedload(Agreement.executive), joinedload(Agreement.position))
        .order_by(Agreement.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def is_ranked(session: Session, proposal: Proposal) -> bool:
    """Whether the host certified a ranking of the opportunity in the round of the offer."""
    there = (
        HostRanking.round_id == proposal.round_id,
        HostRanking.opportunity_id == proposal.opportunity_id,
        HostRankingVersion.superseded_at.is_(None),
    )
    query = select(HostRanking.id).join(HostRankingVersion).where(*there)
    return session.scalar(query) is not None


def late_offers(session: Session, now: datetime) -> list[int]:
    """The ids of offers whose answer is late."""
    return list(session.scalars(select(Proposal.id).where(Proposal.due_at < now).order_by(Proposal.id)))


def due_between(session: Session, now: datetime, until: datetime) -> list[Proposal]:
    """The offers whose answer is late after now, and not after `until`."""
    query = select(Proposal).where(Proposal.due_at >= now, Proposal.due_at <= until)
    people = joinedload(Proposal.executive), joinedload(Proposal.opportunity), joinedload(Proposal.round)
    return list(session.scalars(query.options(*people).order_by(Proposal.id)))


def waiting_at_home(actor: Actor, now: datetime) -> Any:
    """Offers that wait for the home agency, counted by round; None for whoever speaks for none."""
    return _waiting("home_answer", actor, now, HOME_ROLES, ProposalState.ACCEPTED, Executive.home_agency_id)


def waiting_at_host(actor: Actor, now: datetime) -> Any:
    """Offers that wait for the host, counted by round; None for whoever speaks for none."""
    role = Opportunity.host_agency_id
    return _waiting("host_answer", actor, now, HOST_ROLES, ProposalState.HOME_AGREED, role)


def _waiting(
    kind: str, actor: Actor, now: datetime, roles: Collection[Role], state: ProposalState, agency: Any
) -> Select[*tuple[Any, ...]] | None:
    ours = below(actor, now, roles, f"{kind}_below")
    if ours is None:
        return None
    return (
        line(kind=kind, number=func.count(), name=Round.name, slug=Round.slug, due=func.min(Proposal.due_at))
        .select_from(Proposal)
        .join(Round, Round.id == Proposal.round_id)
        .join(Executive, Executive.id == Proposal.executive_id)
        .join(Opportunity, Opportunity.id == Proposal.opportunity_id)
        .where(
            and_(Proposal.state == state, agency.in_(ours)),
            Executive.id != (actor.executive_id or 0),
        )
        .group_by(Round.id, Round.slug, Round.name)
    )
