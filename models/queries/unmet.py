"""Which choices of a certified list have a requirement that is neither met nor asked to be waived."""

from collections.abc import Mapping

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from models.opportunities import Opportunity
from models.requirements import Effect, Requirement
from models.rounds import RoundOpportunity
from models.sealed_lists import Groups
from models.waivers import MEETING, AnswerState, RequirementAnswer


def unmet(session: Session, executive_id: int, lists: Mapping[int, Groups]) -> dict[int, tuple[int, int]]:
    """By the id of the round of each list: how many choices have such a requirement, and of how many. In one
    statement, none without lists."""
    counted = {round_id: [slug for group in groups for slug in group] for round_id, groups in lists.items()}
    named = {slug for slugs in counted.values() for slug in slugs}
    if not named:
        return {}
    answered = and_(
        RequirementAnswer.requirement_id == Requirement.id,
        RequirementAnswer.round_id == RoundOpportunity.round_id,
        RequirementAnswer.executive_id == executive_id,
        RequirementAnswer.state.in_((*MEETING, AnswerState.ASKED)),
    )
    query = (
        select(RoundOpportunity.round_id, Opportunity.slug)
        .join(Opportunity, Opportunity.id == RoundOpportunity.opportunity_id)
        .join(Requirement, Requirement.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id.in_(lists), Opportunity.slug.in_(named))
        .where(Requirement.effect == Effect.GATE)
        .where(~select(RequirementAnswer.id).where(answered).exists())
        .distinct()
    )
    closed = {(round_id, slug) for round_id, slug in session.execute(query)}
    return {
        round_id: (sum((round_id, slug) in closed for slug in slugs), len(slugs))
        for round_id, slugs in counted.items()
    }
