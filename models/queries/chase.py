"""Whom a line of the readiness list waits for, and when they were last reminded."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.actors import Actor, Role
from models.agencies import Agency
from models.dreamsheets import DreamSheet, SheetState
from models.executives import Executive
from models.opportunities import Opportunity
from models.proposals import PENDING, TURN, Party, Proposal
from models.queries import certified_rankings, conference, entrants
from models.queries.home_side import others_in_role
from models.queries.offered import APPROVED
from models.queries.readiness import consented
from models.queries.recipients import holders_at
from models.queries.speakers import speakers
from models.queries.waivers import hosts_deciding
from models.rankings import ApplicantList, HostRanking
from models.releases import PENDING as UNDECIDED
from models.releases import Release, ReleaseState
from models.reminders import Chased, Reminder
from models.rounds import Round, RoundOpportunity


def last_reminders(session: Session, round_: Round) -> dict[Chased, Reminder]:
    """The newest reminder of each line of the round."""
    newest = select(func.max(Reminder.id)).where(Reminder.round_id == round_.id).group_by(Reminder.line)
    return {one.line: one for one in session.scalars(select(Reminder).where(Reminder.id.in_(newest)))}


def reminded_today(session: Session, rounds: Iterable[int], now: datetime) -> dict[int, set[Chased]]:
    """By the id of each round, the lines that were reminded of today and cannot be again before tomorrow."""
    query = select(Reminder.round_id, Reminder.line)
    query = query.where(Reminder.round_id.in_(list(rounds)), Reminder.is_of_today(now))
    found: dict[int, set[Chased]] = {}
    for round_, line in session.execute(query):
        found.setdefault(round_, set()).add(line)
    return found


def waits_for(session: Session, round_: Round, line: Chased, now: datetime) -> set[int]:
    """The ids of the actors who have still to do what the line says."""
    return _WAITS[line](session, round_, now)


def _owners(session: Session, round_: Round, *rules: Any) -> set[int]:
    query = (
        select(Actor.id)
        .join(Executive, Executive.id == Actor.executive_id)
        .join(DreamSheet, DreamSheet.executive_id == Executive.id)
        .where(DreamSheet.round_id == round_.id, Actor.active, Executive.active, *rules)
    )
    return set(session.scalars(query))


def _uncertified(session: Session, round_: Round, _now: datetime) -> set[int]:
    return _owners(session, round_, DreamSheet.state == SheetState.DRAFT)


def _without_consent(session: Session, round_: Round, _now: datetime) -> set[int]:
    return _owners(session, round_, DreamSheet.state.in_(entrants.COUNTING), ~consented())


def _undecided(session: Session, round_: Round, now: datetime) -> set[int]:
    """Who recommends next, or decides, at home or in a unit above, never the executives themselves: where no
    supervisor can, the agency decides at once."""
    query = (
        select(Release.state, Executive.id, Executive.home_agency_id)
        .join(Executive, Executive.id == Release.executive_id)
        .where(Release.round_id == round_.id, Release.state.in_(UNDECIDED))
    )
    rows = session.execute(query).all()
    advised = {who: home for state, who, home in rows if state is ReleaseState.PENDING_SUPERVISOR}
    advising = others_in_role(session, advised, Role.SUPERVISOR, now)
    decided = {who: home for _, who, home in rows if not advising.get(who)}
    deciding = others_in_role(session, decided, Role.AGENCY_COORDINATOR, now)
    return set().union(*advising.values(), *deciding.values())


def _unranked(session: Session, round_: Round, now: datetime) -> set[int]:
    ranked = (
        select(HostRanking.id)
        .where(
            HostRanking.round_id == ApplicantList.round_id,
            HostRanking.opportunity_id == ApplicantList.opportunity_id,
            HostRanking.state.in_(certified_rankings.COUNTING),
            ~certified_rankings.came_later(),
        )
        .exists()
    )
    query = (
        select(Agency)
        .join(Opportunity, Opportunity.host_agency_id == Agency.id)
        .join(ApplicantList, ApplicantList.opportunity_id == Opportunity.id)
        .where(ApplicantList.round_id == round_.id, APPROVED, ~ranked)
        .distinct()
    )
    return _holders(session, {(Role.HOST_CONTACT, agency) for agency in session.scalars(query)}, now)


def _unwaived(session: Session, round_: Round, now: datetime) -> set[int]:
    """Who decides on a waiver at each host: coordinators, or else its board."""
    return _speaking(session, [host.id for host, _count in hosts_deciding(session, round_)], now)


def _unapproved(session: Session, round_: Round, now: datetime) -> set[int]:
    """Who speaks for each agency that has not approved its moves: coordinators, or else its board."""
    waiting = [seat.agency.id for seat in conference.seats(session, round_) if seat.approved_at is None]
    return _speaking(session, waiting, now)


def _speaking(session: Session, agencies: Iterable[int], now: datetime) -> set[int]:
    return {one.id for people in speakers(session, agencies, now).values() for one in people}


def _unanswered(session: Session, round_: Round, now: datetime) -> set[int]:
    query = select(Proposal).where(Proposal.round_id == round_.id, Proposal.state.in_(PENDING))
    return asked_now(session, session.scalars(query), now)


def asked_now(session: Session, offers: Iterable[Proposal], now: datetime) -> set[int]:
    """The ids of the actors whose turn it is to answer these open offers."""
    people, asked = set(), set()
    for offer in offers:
        turn = TURN[offer.state]
        if turn is Party.EXECUTIVE:
            people.add(offer.executive_id)
        elif turn is Party.HOME:
            asked.add((Role.AGENCY_COORDINATOR, offer.executive.home_agency))
        else:
            asked.add((Role.HOST_CONTACT, offer.opportunity.host_agency))
    owners = select(Actor.id).where(Actor.active, Actor.executive_id.in_(people))
    return set(session.scalars(owners)) | _holders(session, asked, now)


def _holders(session: Session, asked: Iterable[tuple[Role, Agency]], now: datetime) -> set[int]:
    return {found for role, agency in asked for found in holders_at(session, role, agency, now)}


_WAITS: dict[Chased, Callable[[Session, Round, datetime], set[int]]] = {
    Chased.CERTIFY: _uncertified,
    Chased.CONSENT: _without_consent,
    Chased.RELEASE: _undecided,
    Chased.WAIVE: _unwaived,
    Chased.RANK: _unranked,
    Chased.APPROVE: _unapproved,
    Chased.ANSWER: _unanswered,
}


@dataclass(frozen=True)
class Concerned:
    """How many a later deadline concerns: executives with a sheet, agencies that host, undecided releases."""

    filers: int
    hosting: int
    undecided: int


def concerned(session: Session, round_: Round) -> Concerned:
    """Whom a later deadline of the round would be told to, in one statement."""
    sheets = select(func.count(DreamSheet.id)).where(DreamSheet.round_id == round_.id)
    hosts = (
        select(func.count(Opportunity.host_agency_id.distinct()))
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id)
    )
    waiting = Release.round_id == round_.id, Release.state.in_(UNDECIDED)
    undecided = select(func.count(Release.id)).where(*waiting)
    counts = (one.scalar_subquery() for one in (sheets, hosts, undecided))
    return Concerned(*session.execute(select(*counts)).one())
