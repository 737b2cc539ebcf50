"""What leaving a frozen round would do, told before it is done."""

import enum
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, joinedload

from models.consents import Consent
from models.executives import Executive
from models.opportunities import Opportunity
from models.outcomes import Decision
from models.proposals import LIVE, Proposal, ProposalState
from models.rankings import ApplicantList
from models.rounds import Round, RoundState

NEVER = "You are not in this round, so there is nothing to withdraw from."
CONFIRMED = (
    "Your place was confirmed by all three sides: from there on its agreement says what becomes of it."
)
OVER = "The round is over; there is nothing left to withdraw from."


class Effect(enum.StrEnum):
    """What the withdrawal of one person does to the round, as the person reads it: before the results are
    published not whether a place is proposed, for everybody is told of places at one moment."""

    NEXT_RUN = "next_run"
    BEFORE_RESULT = "before_result"
    DECLINE = "decline"
    NO_PLACE_AFTER = "no_place_after"


@dataclass(frozen=True)
class Leaving:
    """One person in a frozen round: the consent that would end, the proposed or offered place, and what
    withdrawing does; `fault` says why it is not possible (empty: it is)."""

    consent: Consent | None
    place: Proposal | None
    effect: Effect | None
    fault: str = ""

    @property
    def sends_back(self) -> bool:
        """Whether a run is before the agencies that proposes a place: without it the run does not stand."""
        return self.effect is Effect.BEFORE_RESULT and self.place is not None


def leaving(session: Session, round_: Round, executive: Executive) -> Leaving:
    """What withdrawing now would do, in two statements."""
    consent = session.scalar(
        select(Consent).where(
            Consent.round_id == round_.id,
            Consent.executive_id == executive.id,
            Consent.withdrawn_at.is_(None),
        )
    )
    place = _place(session, round_, executive)
    if consent is None:
        return Leaving(None, place, None, NEVER)
    if round_.state in (RoundState.FROZEN, RoundState.SOLVED):
        return Leaving(consent, None, Effect.NEXT_RUN)
    if round_.state in (RoundState.CONFERENCE, RoundState.APPROVED):
        return Leaving(consent, place, Effect.BEFORE_RESULT)
    if round_.state not in (RoundState.PUBLISHED, RoundState.SCRAMBLE):
        return Leaving(consent, place, None, OVER)
    if place is not None and place.state is ProposalState.CONFIRMED:
        return Leaving(consent, place, None, CONFIRMED)
    return Leaving(consent, place, Effect.DECLINE if place else Effect.NO_PLACE_AFTER)


def _place(session: Session, round_: Round, executive: Executive) -> Proposal | None:
    """The place of the run before the agencies, or the offer nobody said no to."""
    query = (
        select(Proposal)
        .outerjoin(
            Decision, and_(Decision.round_id == Proposal.round_id, Decision.outcome_id == Proposal.outcome_id)
        )
        .where(
            Proposal.round_id == round_.id,
            Proposal.executive_id == executive.id,
            Proposal.state.in_(LIVE)
            | and_(Proposal.state == ProposalState.PROPOSED, Decision.outcome_id.is_not(None)),
        )
        .options(joinedload(Proposal.opportunity).joinedload(Opportunity.host_agency))
    )
    return session.scalar(query)


def hosts_who_ranked(session: Session, round_: Round, executive: Executive) -> list[Opportunity]:
    """The opportunities whose hosts were shown the executive, by id."""
    lists = session.scalars(select(ApplicantList).where(ApplicantList.round_id == round_.id))
    shown = [one.opportunity_id for one in lists if executive.slug in one.executives]
    query = select(Opportunity).where(Opportunity.id.in_(shown)).order_by(Opportunity.id)
    return list(session.scalars(query.options(joinedload(Opportunity.host_agency))))
