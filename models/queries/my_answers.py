"""What one executive said to the gates of a round, opportunity by opportunity, and what the hosts said."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Subquery, case, func, select
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
        return max(0, self.closed(gates) - self.refused)

    def closed(self, gates: int) -> int:
        """How many of so many gates keep a list from being certified: unanswered, or refused."""
        return max(0, gates - self.attested - self.granted - self.asked)


NOTHING = Said()


STATES = {"attested": S.ATTESTED, "granted": S.GRANTED, "asked": S.ASKED, "refused": S.REFUSED}
"""The columns of `answers_by_opportunity`, in the order of Said."""


def answers_by_opportunity(executive_id: int) -> Subquery:
    """Rounds and opportunities with how many of their gates stand in each state for the executive."""
    counts = (
        func.sum(case((RequirementAnswer.state == state, 1), else_=0)).label(name)
        for name, state in STATES.items()
    )
    return (
        select(RequirementAnswer.round_id, Requirement.opportunity_id, *counts)
        .join(Requirement, Requirement.id == RequirementAnswer.requirement_id)
        .where(RequirementAnswer.executive_id == executive_id)
        .group_by(RequirementAnswer.round_id, Requirement.opportunity_id)
        .subquery()
    )


def said_to_gates(session: Session, round_: Round, executive: Executive) -> Mapping[str, Said]:
    """By slug of the opportunity, in one statement; one that is not there has no answer."""
    said = answers_by_opportunity(executive.id)
    query = (
        select(Opportunity.slug, *(said.c[name] for name in STATES))
        .join(said, said.c.opportunity_id == Opportunity.id)
        .where(said.c.round_id == round_.id)
    )
    return {slug: Said(*counts) for slug, *counts in session.execute(query)}
