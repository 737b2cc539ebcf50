"""What the pages need that write an opportunity: its whole text, whose it may be, what it can develop."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency, line_of
from models.competencies import Ecq
from models.holding import Holder
from models.opportunities import Opportunity
from models.positions import Position
from models.proposals import PENDING, Proposal
from models.queries.cards import ecqs_in_force
from models.queries.our_offers import APPROVERS, ROLES, agencies_of
from models.queries.recipients import by_name
from models.rounds import Round, RoundOpportunity, RoundState

SEALED = frozenset({RoundState.FROZEN, RoundState.SOLVED, RoundState.CONFERENCE, RoundState.APPROVED})
"""While a round is in one of these, no opportunity of its snapshot is withdrawn."""
OFFERED = frozenset({RoundState.PUBLISHED, RoundState.SCRAMBLE})
"""In these, one is withdrawn while no offer of it waits: its free seats are then offered to nobody else."""

CANNOT_GO_AHEAD = (
    "If it cannot go ahead, each offer of it can be refused when it comes to your agency to confirm; once no "
    "offer of it waits it can be withdrawn, and its free seats are offered to nobody else. Tell the exchange "
    "coordinators now: {}."
)


def find_opportunity(session: Session, slug: str) -> Opportunity | None:
    """With everything its text says."""
    parts = Opportunity.objectives, Opportunity.indicators, Opportunity.results, Opportunity.ecqs
    query = (
        select(Opportunity)
        .where(Opportunity.slug == slug)
        .options(
            joinedload(Opportunity.host_agency).joinedload(Agency.parent).joinedload(Agency.parent),
            joinedload(Opportunity.organization),
            joinedload(Opportunity.position).joinedload(Position.organization),
            joinedload(Opportunity.way_back),
            *(selectinload(part) for part in parts),
        )
    )
    return session.scalar(query)


def rounds_of(session: Session, opportunity: Opportunity) -> list[Round]:
    """The rounds that offer it, in a fixed order."""
    query = select(Round).join(RoundOpportunity, RoundOpportunity.round_id == Round.id)
    return list(
        session.scalars(query.where(RoundOpportunity.opportunity_id == opportunity.id).order_by(Round.id))
    )


def why_held(
    session: Session, opportunity: Opportunity, rounds: Iterable[Round], now: datetime
) -> str | None:
    """Why an opportunity of those rounds is not withdrawn now, and what to do if it cannot go ahead; None
    where it can be withdrawn."""
    held = next(filter(None, (held_by(session, opportunity, one) for one in rounds)), None)
    if held is None:
        return None
    deciders = ", ".join(one.name for one in by_name(session, Role.EXCHANGE_COORDINATOR, now))
    return f"{held} {CANNOT_GO_AHEAD.format(deciders or 'nobody holds that role now')}"


def held_by(session: Session, opportunity: Opportunity, round_: Round) -> str | None:
    """Why an opportunity of that round is not withdrawn now; None where the round does not hold it."""
    if round_.state in SEALED and _is_sealed(session, opportunity, round_):
        return f"{round_.name} holds this opportunity in its snapshot until its results are published."
    if round_.state in OFFERED and _is_offered(session, opportunity, round_):
        return f"An offer of it in {round_.name} waits for an answer."
    return None


def _is_sealed(session: Session, opportunity: Opportunity, round_: Round) -> bool:
    """Whether it is in the snapshot: one that was filled at the freeze and is open anew is not."""
    here = RoundOpportunity.round_id == round_.id, RoundOpportunity.opportunity_id == opportunity.id
    return session.scalar(select(RoundOpportunity.seats).where(*here)) is not None


def _is_offered(session: Session, opportunity: Opportunity, round_: Round) -> bool:
    """Whether an offer of the opportunity is on its way."""
    here = Proposal.round_id == round_.id, Proposal.opportunity_id == opportunity.id
    query = select(Proposal.id).where(*here, Proposal.state.in_(PENDING)).limit(1)
    return session.scalar(query) is not None


def hosts(session: Session, actor: Actor, now: datetime) -> list[Agency]:
    """The open agencies the actor writes for, by name."""
    ours = agencies_of(session, actor, now)
    query = select(Agency).where(Agency.id.in_(ours), Agency.active).order_by(Agency.name)
    return list(session.scalars(query))


def own_of(hosts: Sequence[Agency], actor: Actor, now: datetime) -> str | None:
    """The code of the first agency for which the role itself was granted; None where each lies below one."""
    granted = {grant.agency_id for grant in Holder(actor, now).grants() if grant.role in ROLES}
    return next((one.code for one in hosts if one.id in granted), None)


def approvers_of(session: Session, opportunity: Opportunity, now: datetime) -> list[str]:
    """The names of those who may approve it, none of whom wrote it, by name."""
    at_host = RoleGrant.role.in_(APPROVERS), RoleGrant.agency_id.in_(list(line_of(opportunity.host_agency)))
    held = select(RoleGrant.actor_id).where(*at_host, RoleGrant.in_force(now))
    others = Actor.active, Actor.id != opportunity.created_by_id, Actor.id.in_(held)
    return list(session.scalars(select(Actor.name).where(*others).order_by(Actor.name, Actor.id)))


def ecqs_on(session: Session, day: date) -> list[Ecq]:
    """The ECQs of the frameworks in force, in their own order."""
    ids = [number for number, _name in ecqs_in_force(session, day)]
    return list(session.scalars(select(Ecq).where(Ecq.id.in_(ids)).order_by(Ecq.framework_id, Ecq.ordinal)))
