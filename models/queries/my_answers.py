"""What one executive said to the gates of a round, opportunity by opportunity, and what the hosts said."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.opportunities import Opportunity
from models.requirements import Requirement
from models.rounds import Round
from models.waivers import AnswerState, RequirementAnswer

S = AnswerState


@dataclass(frozen=True)
class Said:
    """How many gates of one opportunity were attested, granted, asked to be waived, and refused."""

    attested: int = 0
    granted: int = 0
    asked: int = 0
    refused: int = 0

    def left(self, gates: int) -> int:
        """How many of so many gates wait for the executive; a refused one does not count here."""
        return max(0, gates - self.attested - self.granted - self.asked - self.refused)


NOTHING = Said()


def said_to_gates(session: Session, round_: Round, executive: Executive) -> Mapping[str, Said]:
    """By slug of the opportunity, in one statement; one that is not there has no answer."""
    query = (
        select(Opportunity.slug, RequirementAnswer.state, func.count())
        .join(Requirement, Requirement.id == RequirementAnswer.requirement_id)
        .join(Opportunity, Opportunity.id == Requirement.opportunity_id)
        .where(RequirementAnswer.round_id == round_.id, RequirementAnswer.executive_id == executive.id)
        .group_by(Opportunity.slug, RequirementAnswer.state)
    )
    found: dict[str, Counter[AnswerState]] = {}
    for slug, state, count in session.execute(query):
        found.setdefault(slug, Counter())[state] = count
    return {
        slug: Said(states[S.ATTESTED], states[S.GRANTED], states[S.ASKED], states[S.REFUSED])
        for slug, states in found.items()
    }
