"""The opportunities of a round as policy sees them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.rotation import Offer
from models.agencies import Agency, SesCoverage
from models.opportunities import Opportunity, OpportunityState
from models.positions import Position
from models.rounds import Round, RoundOpportunity


def offers(session: Session, round_: Round, slugs: Sequence[str] | None = None) -> dict[str, Offer]:
    """By slug: the approved opportunities of the round, or those of them named in `slugs`."""
    query = (
        select(
            Opportunity.slug,
            Agency.code,
            Opportunity.duration_days,
            Opportunity.starts_until,
            Opportunity.clearance,
            Position.position_type,
            Agency.ses_coverage,
            Opportunity.starts_from,
            Opportunity.kind,
        )
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .join(Agency, Agency.id == Opportunity.host_agency_id)
        .outerjoin(Position, Position.id == Opportunity.position_id)
        .where(RoundOpportunity.round_id == round_.id, Opportunity.state == OpportunityState.APPROVED)
    )
    if slugs is not None:
        query = query.where(Opportunity.slug.in_(slugs))
    return {
        slug: Offer(
            slug, host, days, until, clearance, position, coverage is not SesCoverage.NO, begins, kind
        )
        for slug, host, days, until, clearance, position, coverage, begins, kind in session.execute(query)
    }


def offer_of(opportunity: Opportunity) -> Offer:
    """One opportunity, in whatever state."""
    host, post = opportunity.host_agency, opportunity.position
    return Offer(
        id=opportunity.slug,
        host=host.code,
        duration_days=opportunity.duration_days,
        starts_until=opportunity.starts_until,
        clearance=opportunity.clearance,
        position_type=None if post is None else post.position_type,
        in_ses=host.ses_coverage is not SesCoverage.NO,
        starts_from=opportunity.starts_from,
        kind=opportunity.kind,
    )
