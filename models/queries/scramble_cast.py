"""Who has something to do in a scramble, for the sign-in page of a demonstration."""

from typing import Any

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from models.actors import Actor, Role, RoleGrant
from models.consents import Consent
from models.executives import Executive
from models.kept_sheets import KeptSheet
from models.opportunities import Opportunity
from models.proposals import Proposal, ProposalState
from models.queries.scramble import had_an_offer
from models.rounds import Round, RoundState

EACH = 2


def scramble_cast(session: Session) -> list[tuple[str, str, str]]:
    """(slug, name, what waits for them): a few people for each act, in one statement."""
    acts = [act.limit(EACH).subquery() for act in (_to_keep(), _to_answer(), _at_home(), _at_the_host())]
    rows = session.execute(union_all(*(select(act) for act in acts))).all()
    return [(slug, name, what) for _order, what, slug, name in sorted(map(tuple, rows))]


def _to_keep() -> Select[*tuple[Any, ...]]:
    """Without a place in a published round in which others kept their sheets already."""
    begun = select(KeptSheet.round_id).where(KeptSheet.round_id == Round.id).exists()
    word = KeptSheet.round_id == Round.id, KeptSheet.executive_id == Consent.executive_id
    return (
        select(literal(1), literal("no place: may keep the sheet"), Actor.slug, Actor.name)
        .select_from(Consent)
        .join(Round, Round.id == Consent.round_id)
        .join(Actor, Actor.executive_id == Consent.executive_id)
        .where(Round.state == RoundState.PUBLISHED, Consent.withdrawn_at.is_(None), Actor.active, begun)
        .where(~select(KeptSheet.round_id).where(*word).exists())
        .where(~had_an_offer(Round.id, Consent.executive_id))
        .order_by(Actor.slug)
    )


def _offers(order: int, what: str, state: ProposalState) -> Select[*tuple[Any, ...]]:
    return (
        select(literal(order), literal(what), Actor.slug, Actor.name)
        .select_from(Proposal)
        .join(Round, Round.id == Proposal.round_id)
        .where(Round.state == RoundState.SCRAMBLE, Proposal.state == state)
        .order_by(Actor.slug)
        .distinct()
    )


def _to_answer() -> Select[*tuple[Any, ...]]:
    mine = Actor.executive_id == Proposal.executive_id
    return _offers(2, "an offer to answer", ProposalState.OFFERED).join(Actor, mine).where(Actor.active)


def _at_home() -> Select[*tuple[Any, ...]]:
    offers = _offers(3, "home agency: an answer to give", ProposalState.ACCEPTED)
    offers = offers.join(Executive, Executive.id == Proposal.executive_id)
    return _holding(offers, Role.AGENCY_COORDINATOR, Executive.home_agency_id)


def _at_the_host() -> Select[*tuple[Any, ...]]:
    offers = _offers(4, "host: an offer to confirm", ProposalState.HOME_AGREED)
    offers = offers.join(Opportunity, Opportunity.id == Proposal.opportunity_id)
    return _holding(offers, Role.HOST_CONTACT, Opportunity.host_agency_id)


def _holding(offers: Select[*tuple[Any, ...]], role: Role, agency: Any) -> Select[*tuple[Any, ...]]:
    """Whoever holds the role at the agency itself."""
    grant = RoleGrant.agency_id == agency, RoleGrant.role == role, RoleGrant.revoked_at.is_(None)
    return (
        offers.join(RoleGrant, RoleGrant.agency_id == agency)
        .join(Actor, Actor.id == RoleGrant.actor_id)
        .where(*grant, Actor.active)
    )
