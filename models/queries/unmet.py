"""Which choices of a certified list have a requirement that is neither met nor asked to be waived."""

from collections.abc import Mapping

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.opportunities import Opportunity
from models.queries.offered import offered_there
from models.requirements import Effect, Requirement
from models.rounds import Round, RoundOpportunity
from models.sealed_lists import Groups
from models.waivers import MEETING, AnswerState, RequirementAnswer


def unmet(session: Session, executive_id: int, lists: Mapping[int, Groups]) -> dict[int, tuple[int, int]]:
    """By the id of the round of each list: how many choices have such a requirement, and of how many, which
    are those that the round still offers. In one statement, none without lists."""
    counted = {round_id: {slug for group in groups for slug in group} for round_id, groups in lists.items()}
    named = set().union(*counted.values())
    if not named:
        return {}
    answer = RequirementAnswer
    answered = (
        exists()
        .where(
            answer.requirement_id == Requirement.id,
            answer.round_id == RoundOpportunity.round_id,
            answer.executive_id == executive_id,
            answer.state.in_((*MEETING, AnswerState.ASKED)),
        )
        .correlate_except(answer)
    )
    gate = Requirement.opportunity_id == Opportunity.id, Requirement.effect == Effect.GATE
    query = (
        select(RoundOpportunity.round_id, Opportunity.slug, exists().where(*gate, ~answered))
        .join(Opportunity, Opportunity.id == RoundOpportunity.opportunity_id)
        .join(Round, Round.id == RoundOpportunity.round_id)
        .where(RoundOpportunity.round_id.in_(lists), Opportunity.slug.in_(named), offered_there())
    )
    offered = [
        (round_id, closed) for round_id, slug, closed in session.execute(query) if slug in counted[round_id]
    ]
    of = {round_id: [closed for there, closed in offered if there == round_id] for round_id in counted}
    return {round_id: (sum(found), len(found)) for round_id, found in of.items()}
