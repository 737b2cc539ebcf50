"""Those who asked for an opportunity in a round, as its host may see them; and the host's order of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, joinedload

from matcher.policy.reasons import Reason
from matcher.policy.rotation import Card, check_pair
from models.actors import Actor
from models.agencies import Agency, Organization
from models.audit import AuditEvent
from models.consents import Consent
from models.executives import Executive, Relocation, Skill
from models.opportunities import Opportunity
from models.positions import Position
from models.queries.certified_rankings import came_later
from models.queries.offered import awaited_there, offered_there
from models.queries.offers import offer_of
from models.queries.released import kept_home
from models.queries.seats import seats_there
from models.queries.waivers import undecided_there
from models.rankings import ApplicantList, HostRanking, HostRankingVersion
from models.requirements import Requirement
from models.rounds import Round, RoundOpportunity, RoundState
from models.sealed_lists import Groups, kept
from models.waivers import RequirementAnswer

OPENED_FOR = timedelta(days=1)
"""One disclosure on the record stands for a day, unless a waiver brings somebody new meanwhile."""


@dataclass(frozen=True)
class Place:
    """One opportunity in one round; `asked` is empty before the rankings open and where nobody asked.

    `offered` says whether the round offers it, or still will; `awaited` whether an offer of it is still to be
    answered; `seats` are the round's to fill; `overtaken` that somebody came after the ranking was certified;
    `undecided` counts the waivers of the opportunity that may still bring somebody.
    """

    round: Round
    opportunity: Opportunity
    seats: int
    asked: tuple[str, ...]
    ranking: HostRanking | None
    certified: HostRankingVersion | None
    offered: bool
    awaited: bool
    overtaken: bool = False
    undecided: int = 0

    @property
    def host_agency(self) -> Agency:
        """Whose permission counts."""
        return self.opportunity.host_agency

    @property
    def version(self) -> int:
        """Counts the changes of the ranking; 0 while there is none."""
        return 0 if self.ranking is None else self.ranking.version

    def is_open(self, now: datetime) -> bool:
        """Whether the host may rank now."""
        return self.offered and self.round.state is RoundState.RANKING and now <= self.round.rankings_close_at


@dataclass(frozen=True)
class Applicant:
    """One line of the list; the whole card is in `models.queries.cards`. `reasons` are what policy says of
    this person at this opportunity."""

    id: int
    slug: str
    name: str
    home: str
    position: str | None
    organization: str | None
    relocation: Relocation
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Standing:
    """Where each applicant stands with the host: in the order, turned down with a reason, or neither."""

    order: Groups
    refused: dict[str, str]
    unranked: tuple[str, ...]


def find_place(session: Session, round_slug: str, slug: str) -> Place | None:
    """The opportunity in the round, with its applicants and ranking, in one statement."""
    agency = joinedload(Opportunity.host_agency)
    query = (
        select(
            Round,
            Opportunity,
            seats_there(),
            ApplicantList,
            HostRanking,
            HostRankingVersion,
            offered_there(),
            awaited_there(),
            came_later(),
            undecided_there(),
        )
        .join(RoundOpportunity, RoundOpportunity.round_id == Round.id)
        .join(Opportunity, Opportunity.id == RoundOpportunity.opportunity_id)
        .outerjoin(ApplicantList, _same(ApplicantList))
        .outerjoin(HostRanking, _same(HostRanking))
        .outerjoin(
            HostRankingVersion,
            and_(HostRankingVersion.ranking_id == HostRanking.id, HostRankingVersion.superseded_at.is_(None)),
        )
        .where(Round.slug == round_slug, Opportunity.slug == slug)
        .options(agency.joinedload(Agency.parent).joinedload(Agency.parent), joinedload(Opportunity.position))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    round_, opportunity, seats, asked, *facts = row
    people = tuple(asked.executives) if asked else ()
    return Place(round_, opportunity, seats, people, *facts)


def _same(table: type[ApplicantList] | type[HostRanking]) -> ColumnElement[bool]:
    return and_(table.round_id == Round.id, table.opportunity_id == Opportunity.id)


def opened_at(session: Session, place: Place, actor: Actor, now: datetime) -> datetime | None:
    """When the actor last opened these applicants, if that still stands: nobody came since."""
    came = (
        select(RequirementAnswer.id)
        .join(Requirement, Requirement.id == RequirementAnswer.requirement_id)
        .where(
            RequirementAnswer.round_id == place.round.id,
            Requirement.opportunity_id == place.opportunity.id,
            RequirementAnswer.shown_at > AuditEvent.at,
        )
    )
    query = (
        select(AuditEvent.at, AuditEvent.facts)
        .where(
            AuditEvent.object_type == Opportunity.__tablename__,
            AuditEvent.object_id == place.opportunity.id,
            AuditEvent.action == "rankings.see_applicants",
            AuditEvent.actor_id == actor.id,
            AuditEvent.at > now - OPENED_FOR,
            ~came.exists(),
        )
        .order_by(AuditEvent.at.desc())
    )
    return next((at for at, facts in session.execute(query) if facts["round"] == place.round.slug), None)


def applicants(session: Session, place: Place) -> dict[str, Applicant]:
    """By slug, in the order of the names: those who asked and whose consent stands."""
    if not place.asked:
        return {}
    offer = offer_of(place.opportunity)
    return {
        person.slug: Applicant(
            id=person.id,
            slug=person.slug,
            name=person.name,
            home=home,
            position=title,
            organization=organization,
            relocation=person.relocation,
            reasons=tuple(check_pair(Card(code, person.appointment, person.clearance), offer)),
        )
        for person, code, home, title, organization in session.execute(_lines(place))
    }


def _lines(place: Place) -> Select[Executive, str, str, str | None, str | None]:
    return (
        select(Executive, Agency.code, Agency.name, Position.title, Organization.name)
        .join(Consent, Consent.executive_id == Executive.id)
        .join(Agency, Agency.id == Executive.home_agency_id)
        .outerjoin(Position, Position.id == Executive.position_id)
        .outerjoin(Organization, Organization.id == Position.organization_id)
        .where(
            Consent.round_id == place.round.id,
            Consent.withdrawn_at.is_(None),
            Executive.slug.in_(place.asked),
            ~kept_home(Consent.round_id, Consent.executive_id),
        )
        .order_by(Executive.name, Executive.slug)
    )


def strengths(session: Session, people: Collection[str]) -> dict[str, list[str]]:
    """By slug: the strengths on the cards of these people, in their own order."""
    query = (
        select(Executive.slug, Skill.name)
        .join(Skill, Skill.executive_id == Executive.id)
        .where(Executive.slug.in_(people))
        .order_by(Executive.slug, Skill.ordinal)
    )
    found: dict[str, list[str]] = {slug: [] for slug in people}
    for slug, name in session.execute(query):
        found[slug].append(name)
    return found


def standing(place: Place, people: Collection[str]) -> Standing:
    """The draft over those of `people`; whoever took the consent back is in none of its parts."""
    draft = place.ranking.draft if place.ranking is not None else {"ranking": [], "refused": {}}
    return arrange(draft, people)


def arrange(value: dict[str, Any], people: Collection[str]) -> Standing:
    """A stored ranking (a draft or a certified one) over those of `people`."""
    known = frozenset(people)
    order = kept(value["ranking"], known)
    refused = {slug: why for slug, why in value["refused"].items() if slug in known}
    settled = set(refused) | {slug for group in order for slug in group}
    return Standing(order, refused, tuple(slug for slug in people if slug not in settled))
