"""People as a list shows them."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity
from models.plans import DevelopmentPlan, PlanState
from models.proposals import Proposal, ProposalState
from models.queries.answering_cast import answering_cast
from models.queries.mentoring_cast import mentoring_cast
from models.queries.plan_cast import plan_cast
from models.queries.scramble_cast import scramble_cast
from models.rankings import ApplicantList
from models.rounds import Round, RoundState

FOUND = 20


@dataclass(frozen=True)
class Stranger:
    """A person one may be in a demonstration."""

    slug: str
    name: str
    what: str


FEATURED: dict[str, tuple[Role, int]] = {
    "Exchange coordinators: run the rounds, look after mentoring": (Role.EXCHANGE_COORDINATOR, 2),
    "Host contacts: offer posts, rank applicants": (Role.HOST_CONTACT, 6),
    "Agency coordinators: releases, offered posts, agreements, returns": (Role.AGENCY_COORDINATOR, 2),
    "Supervisors: recommend releases, sign agreements and plans, see to returns": (Role.SUPERVISOR, 2),
    "Executive Resources Board: decides escalated releases, reviews plans": (
        Role.EXECUTIVE_RESOURCES_BOARD,
        2,
    ),
    "Programme office: people, agencies, reports, mail": (Role.PROGRAMME_OFFICE, 2),
    "Auditor: reads the record": (Role.AUDITOR, 1),
}


ANSWERING = "A signature, an invitation, a waiver: who has one to think about"
MENTORING = "Mentoring and coaching: who has something to do in it"
PLANS = "Development plans: one at each step"
SCRAMBLE = "The scramble: who has something to do in it"


def featured(session: Session) -> dict[str, list[Stranger]]:
    """A few people of each role, under what they do."""
    found = {"Executives: ask a mentor, choose rotations, come back": _run(session, _executives().limit(6))}
    for title, (role, count) in FEATURED.items():
        query = (
            _staff()
            .where(RoleGrant.role == role)
            .order_by(~_has_applicants(), ~_has_plans(), Actor.slug)
            .limit(count)
        )
        found[title] = _run(session, query)
    casts = (
        (MENTORING, mentoring_cast),
        (PLANS, plan_cast),
        (ANSWERING, answering_cast),
        (SCRAMBLE, scramble_cast),
    )
    for title, cast in ((title, of(session)) for title, of in casts):
        if cast:
            found[title] = [Stranger(*row) for row in cast]
    return found


def _has_applicants() -> ColumnElement[bool]:
    """Whether the agency of the grant is to rank applicants now: such hosts come first."""
    return (
        select(ApplicantList.round_id)
        .join(Round, Round.id == ApplicantList.round_id)
        .join(Opportunity, Opportunity.id == ApplicantList.opportunity_id)
        .where(Round.state == RoundState.RANKING, Opportunity.host_agency_id == RoleGrant.agency_id)
        .exists()
    )


def _has_plans() -> ColumnElement[bool]:
    """Whether a development plan names the person, or is one of the agency of the grant and signed."""
    waits = and_(
        DevelopmentPlan.state == PlanState.SIGNED,
        Executive.home_agency_id == RoleGrant.agency_id,
        RoleGrant.role == Role.EXECUTIVE_RESOURCES_BOARD,
    )
    return (
        select(DevelopmentPlan.id)
        .join(Executive, Executive.id == DevelopmentPlan.executive_id)
        .where(or_(DevelopmentPlan.supervisor_id == Actor.id, waits))
        .exists()
    )


def guides(session: Session) -> list[Actor]:
    """One person of each kind to begin with, and of the executives one who has an offer to answer."""
    offered = (
        select(Actor)
        .join(Proposal, Proposal.executive_id == Actor.executive_id)
        .where(Proposal.state == ProposalState.OFFERED, Actor.active)
        .order_by(Actor.slug)
        .limit(1)
    )
    firsts = [people[0].slug for people in featured(session).values() if people]
    named = {actor.slug: actor for actor in session.scalars(select(Actor).where(Actor.slug.in_(firsts)))}
    chosen = [*session.scalars(offered), *(named[slug] for slug in firsts)]
    return list(dict.fromkeys(chosen))


def find_people(session: Session, words: str) -> list[Stranger]:
    """Active people whose name, slug or agency contains the words."""
    like = f"%{words.strip().lower()}%"
    in_name = or_(
        func.lower(Actor.name).like(like), Actor.slug.like(like), func.lower(Agency.name).like(like)
    )
    people = _run(session, _executives().where(in_name).limit(FOUND))
    people += _run(session, _staff().where(in_name).order_by(Actor.slug).limit(FOUND))
    named = or_(func.lower(Actor.name).like(like), Actor.slug.like(like))
    return people + _run(session, _without_a_role().where(named).limit(FOUND))


def find_stranger(session: Session, slug: str) -> Actor | None:
    """The active person of that slug; the system's own actor is nobody."""
    system = Actor.grants.any(RoleGrant.role == Role.SYSTEM)
    return session.scalar(select(Actor).where(Actor.slug == slug, Actor.active, ~system))


def _executives() -> Select[str, str, str]:
    return (
        select(Actor.slug, Actor.name, Agency.name)
        .join(Executive, Executive.id == Actor.executive_id)
        .join(Agency, Agency.id == Executive.home_agency_id)
        .where(Actor.active)
        .order_by(Actor.slug)
    )


def _staff() -> Select[str, str, str]:
    what = func.coalesce(Agency.name, "the whole programme")
    return (
        select(Actor.slug, Actor.name, what)
        .join(RoleGrant, RoleGrant.actor_id == Actor.id)
        .outerjoin(Agency, Agency.id == RoleGrant.agency_id)
        .where(Actor.active, RoleGrant.revoked_at.is_(None), RoleGrant.role != Role.SYSTEM, ~_granted_anew())
    )


def _without_a_role() -> Select[str, str, str]:
    """Who is no executive and was never given a role: assistants, and whoever was just added."""
    return (
        select(Actor.slug, Actor.name, literal("no role"))
        .where(Actor.active, Actor.executive_id.is_(None), ~Actor.grants.any())
        .order_by(Actor.slug)
    )


def _granted_anew() -> ColumnElement[bool]:
    """Whether the person was given the same role again: one that is confirmed each year counts once."""
    later = aliased(RoleGrant)
    same_agency = later.agency_id.is_not_distinct_from(RoleGrant.agency_id)
    same = later.actor_id == RoleGrant.actor_id, later.role == RoleGrant.role, same_agency
    return select(later.id).where(*same, later.id > RoleGrant.id).exists()


def _run(session: Session, query: Select[str, str, str]) -> list[Stranger]:
    return [Stranger(*row) for row in session.execute(query)]
