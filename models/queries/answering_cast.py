"""Who has to sign, to answer or to decide outside a scramble, for the sign-in page of a demonstration."""

from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select, union_all
from sqlalchemy.orm import Session

from matcher.policy.return_basis import ReturnBasis
from models.actors import Actor, Role, RoleGrant
from models.agreements import Agreement, AgreementEvent, AgreementSignature, AgreementState
from models.nominations import Nomination, NominationState
from models.opportunities import PERMANENT, Opportunity
from models.proposals import Proposal, ProposalState
from models.requirements import Requirement
from models.waivers import AnswerState, RequirementAnswer

EACH = 2


def answering_cast(session: Session) -> list[tuple[str, str, str]]:
    """(slug, name, what waits for them): a few people for each act, in one statement."""
    acts = (
        _to_sign(1, "an agreement to sign", Agreement.return_basis != ReturnBasis.NONE),
        _to_sign(2, "an agreement without a way back", Agreement.return_basis == ReturnBasis.NONE),
        _lasting(),
        _invited(),
        _to_waive(),
        _answered(6, "a waiver granted", AnswerState.GRANTED),
        _answered(7, "a waiver refused", AnswerState.REFUSED),
    )
    parts = (select(act.order_by(Actor.slug).limit(EACH).subquery()) for act in acts)
    rows = session.execute(union_all(*parts)).all()
    return [(slug, name, what) for _order, what, slug, name in sorted(map(tuple, rows))]


def _people(order: int, what: str) -> Select[*tuple[Any, ...]]:
    return select(literal(order), literal(what), Actor.slug, Actor.name).distinct().where(Actor.active)


def _to_sign(order: int, what: str, rule: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Executives whose own signature an agreement lacks."""
    signed = AgreementSignature.event_id == AgreementEvent.id, AgreementSignature.actor_id == Actor.id
    open_ = AgreementEvent.in_force_at.is_(None), AgreementEvent.dropped_at.is_(None)
    return (
        _people(order, what)
        .join(Agreement, Agreement.executive_id == Actor.executive_id)
        .join(AgreementEvent, AgreementEvent.agreement_id == Agreement.id)
        .where(Agreement.state == AgreementState.IN_SIGNATURE, *open_, rule)
        .where(~select(AgreementSignature.id).where(*signed).exists())
    )


def _lasting() -> Select[*tuple[Any, ...]]:
    """Executives with an offer of a post from which nothing brings them back."""
    return (
        _people(3, "an offer without a way back")
        .join(Proposal, Proposal.executive_id == Actor.executive_id)
        .join(Opportunity, Opportunity.id == Proposal.opportunity_id)
        .where(Proposal.state == ProposalState.OFFERED, Opportunity.kind.in_(PERMANENT))
    )


def _invited() -> Select[*tuple[Any, ...]]:
    return (
        _people(4, "an invitation to answer")
        .join(Nomination, Nomination.executive_id == Actor.executive_id)
        .where(Nomination.state == NominationState.INVITED, Nomination.put_away_at.is_(None))
    )


def _to_waive() -> Select[*tuple[Any, ...]]:
    """Coordinators of a host that is asked for a waiver."""
    grant = RoleGrant.role == Role.AGENCY_COORDINATOR, RoleGrant.revoked_at.is_(None)
    return (
        _people(5, "host: a waiver to decide")
        .join(RoleGrant, RoleGrant.actor_id == Actor.id)
        .join(Opportunity, Opportunity.host_agency_id == RoleGrant.agency_id)
        .join(Requirement, Requirement.opportunity_id == Opportunity.id)
        .join(RequirementAnswer, RequirementAnswer.requirement_id == Requirement.id)
        .where(RequirementAnswer.state == AnswerState.ASKED, *grant)
    )


def _answered(order: int, what: str, state: AnswerState) -> Select[*tuple[Any, ...]]:
    return (
        _people(order, what)
        .join(RequirementAnswer, RequirementAnswer.executive_id == Actor.executive_id)
        .where(RequirementAnswer.state == state)
    )
