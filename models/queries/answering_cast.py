"""Who has to sign, to answer or to decide outside a scramble, for the sign-in page of a demonstration."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from matcher.policy.return_basis import ReturnBasis
from models.actors import Actor, Role, RoleGrant
from models.agreements import Agreement, AgreementEvent, AgreementSignature, AgreementState
from models.nominations import Nomination, NominationState
from models.opportunities import PERMANENT, Opportunity
from models.proposals import Proposal, ProposalState
from models.queries.cast import Acting, acting, gather
from models.requirements import Requirement
from models.waivers import AnswerState, RequirementAnswer


def answering_cast(session: Session) -> list[tuple[str, str, str]]:
    """People with a signature, an answer or a decision to give, as `gather` returns them."""
    none = Agreement.return_basis == ReturnBasis.NONE
    return gather(
        session,
        {
            "an agreement to sign": _to_sign(~none),
            "an agreement without a way back": _to_sign(none),
            "an offer without a way back": _lasting(),
            "an invitation to answer": _invited(),
            "host: a waiver to decide": _to_waive(),
            "a waiver granted": _answered(AnswerState.GRANTED),
            "a waiver refused": _answered(AnswerState.REFUSED),
        },
    )


def _to_sign(rule: ColumnElement[bool]) -> Acting:
    """Executives whose own signature an agreement lacks."""
    signed = AgreementSignature.event_id == AgreementEvent.id, AgreementSignature.actor_id == Actor.id
    open_ = AgreementEvent.in_force_at.is_(None), AgreementEvent.dropped_at.is_(None)
    return (
        acting(Actor)
        .join(Agreement, Agreement.executive_id == Actor.executive_id)
        .join(AgreementEvent, AgreementEvent.agreement_id == Agreement.id)
        .where(Agreement.state == AgreementState.IN_SIGNATURE, *open_, rule)
        .where(~select(AgreementSignature.id).where(*signed).exists())
    )


def _lasting() -> Acting:
    """Executives with an offer of a post from which nothing brings them back."""
    return (
        acting(Actor)
        .join(Proposal, Proposal.executive_id == Actor.executive_id)
        .join(Opportunity, Opportunity.id == Proposal.opportunity_id)
        .where(Proposal.state == ProposalState.OFFERED, Opportunity.kind.in_(PERMANENT))
    )


def _invited() -> Acting:
    return (
        acting(Actor)
        .join(Nomination, Nomination.executive_id == Actor.executive_id)
        .where(Nomination.state == NominationState.INVITED, Nomination.put_away_at.is_(None))
    )


def _to_waive() -> Acting:
    """Coordinators of a host that is asked for a waiver."""
    grant = RoleGrant.role == Role.AGENCY_COORDINATOR, RoleGrant.revoked_at.is_(None)
    return (
        acting(Actor)
        .join(RoleGrant, RoleGrant.actor_id == Actor.id)
        .join(Opportunity, Opportunity.host_agency_id == RoleGrant.agency_id)
        .join(Requirement, Requirement.opportunity_id == Opportunity.id)
        .join(RequirementAnswer, RequirementAnswer.requirement_id == Requirement.id)
        .where(RequirementAnswer.state == AnswerState.ASKED, *grant)
    )


def _answered(state: AnswerState) -> Acting:
    return (
        acting(Actor)
        .join(RequirementAnswer, RequirementAnswer.executive_id == Actor.executive_id)
        .where(RequirementAnswer.state == state)
    )
