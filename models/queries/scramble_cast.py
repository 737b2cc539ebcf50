"""Who has something to do in a scramble, for the sign-in page of a demonstration."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor, Role, RoleGrant
from models.consents import Consent
from models.executives import Executive
from models.kept_sheets import KeptSheet
from models.opportunities import Opportunity
from models.proposals import Proposal, ProposalState
from models.queries.cast import Acting, acting, gather
from models.queries.scramble import had_an_offer
from models.rounds import Round, RoundState


def scramble_cast(session: Session) -> list[tuple[str, str, str]]:
    """People with something to do in a scramble, as `gather` returns them."""
    return gather(
        session,
        {
            "no place: may keep the sheet": _to_keep(),
            "an offer to answer": _to_answer(),
            "home agency: an answer to give": _at_home(),
            "host: an offer to confirm": _at_the_host(),
        },
    )


def _to_keep() -> Acting:
    """Without a place in a published round in which others kept their sheets already."""
    begun = select(KeptSheet.round_id).where(KeptSheet.round_id == Round.id).exists()
    word = KeptSheet.round_id == Round.id, KeptSheet.executive_id == Consent.executive_id
    return (
        acting(Consent)
        .join(Round, Round.id == Consent.round_id)
        .join(Actor, Actor.executive_id == Consent.executive_id)
        .where(Round.state == RoundState.PUBLISHED, Consent.withdrawn_at.is_(None), begun)
        .where(~select(KeptSheet.round_id).where(*word).exists())
        .where(~had_an_offer(Round.id, Consent.executive_id))
    )


def _offers(state: ProposalState) -> Acting:
    return (
        acting(Proposal)
        .join(Round, Round.id == Proposal.round_id)
        .where(Round.state == RoundState.SCRAMBLE, Proposal.state == state)
    )


def _to_answer() -> Acting:
    mine = Actor.executive_id == Proposal.executive_id
    return _offers(ProposalState.OFFERED).join(Actor, mine)


def _at_home() -> Acting:
    offers = _offers(ProposalState.ACCEPTED)
    offers = offers.join(Executive, Executive.id == Proposal.executive_id)
    return _holding(offers, Role.AGENCY_COORDINATOR, Executive.home_agency_id)


def _at_the_host() -> Acting:
    offers = _offers(ProposalState.HOME_AGREED)
    offers = offers.join(Opportunity, Opportunity.id == Proposal.opportunity_id)
    return _holding(offers, Role.HOST_CONTACT, Opportunity.host_agency_id)


def _holding(offers: Acting, role: Role, agency: Any) -> Acting:
    """Whoever holds the role at the agency itself."""
    grant = RoleGrant.agency_id == agency, RoleGrant.role == role, RoleGrant.revoked_at.is_(None)
    return (
        offers.join(RoleGrant, RoleGrant.agency_id == agency)
        .join(Actor, Actor.id == RoleGrant.actor_id)
        .where(*grant)
    )
