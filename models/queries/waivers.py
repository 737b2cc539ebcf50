"""Which gates stand closed to whom in a round, and what was said to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from matcher.policy.past import ASKING, Past, check_past
from matcher.policy.reasons import Reason
from matcher.policy.requirements import check_gates
from matcher.policy.rotation import Offer
from models.actors import Actor, Role
from models.agencies import Agency
from models.audit import AuditEvent
from models.dreamsheets import DreamSheet
from models.executives import Executive
from models.opportunities import Opportunity
from models.queries.desk_lines import line
from models.queries.line_below import below
from models.queries.offered import offered_in
from models.queries.pasts import pasts
from models.requirements import Effect, Requirement
from models.rounds import Round, RoundOpportunity, RoundState
from models.waivers import MEETING, AnswerState, AskedFor, RequirementAnswer

TO_WAIVE = "waive"
DECIDERS = frozenset({Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD})
BEFORE_FREEZE = (RoundState.PREFERENCES, RoundState.RELEASE_REVIEW, RoundState.RANKING)


@dataclass(frozen=True)
class Gates:
    """The gate requirements of a round by opportunity, and which of them who has met, by slug; and what the
    law of sabbaticals and IPA assignments has to read of those who asked for one."""

    required: dict[str, list[tuple[int, str]]]
    met: frozenset[tuple[str, int]]
    asking: Mapping[str, Offer] = field(default_factory=dict)
    pasts: Mapping[str, Past] = field(default_factory=dict)

    def against(self, who: str, where: str) -> list[Reason]:
        """Every gate of the opportunity that is closed to that executive."""
        gates = self.required.get(where, ())
        found = check_gates(where, [text for number, text in gates if (who, number) not in self.met])
        if where not in self.asking or who not in self.pasts:
            return found
        return found + check_past(self.pasts[who], self.asking[where])


NO_GATES = Gates({}, frozenset())


def closed_gates(session: Session, round_: Round, offered: Mapping[str, Offer]) -> Gates:
    """The gates of the round and of what it offers, in three statements at most."""
    query = (
        select(Opportunity.slug, Requirement.id, Requirement.text)
        .join(Requirement, Requirement.opportunity_id == Opportunity.id)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id, Requirement.effect == Effect.GATE)
        .order_by(Opportunity.slug, Requirement.ordinal, Requirement.id)
    )
    required: dict[str, list[tuple[int, str]]] = {}
    for slug, number, text in session.execute(query):
        required.setdefault(slug, []).append((number, text))
    asking = {slug: offer for slug, offer in offered.items() if offer.kind in ASKING}
    filed = Executive.id.in_(select(DreamSheet.executive_id).where(DreamSheet.round_id == round_.id))
    met = _met(session, round_) if required else frozenset()
    return Gates(required, met, asking, pasts(session, filed) if asking else {})


def _met(session: Session, round_: Round) -> frozenset[tuple[str, int]]:
    """Which gates whoever attested or was granted."""
    answers = (
        select(Executive.slug, RequirementAnswer.requirement_id)
        .join(Executive, Executive.id == RequirementAnswer.executive_id)
        .where(RequirementAnswer.round_id == round_.id, RequirementAnswer.state.in_(MEETING))
    )
    return frozenset((slug, number) for slug, number in session.execute(answers))


@dataclass(frozen=True)
class Gate:
    """One gate of an opportunity for one executive, with the answer given to it, if any; `offered` says
    whether the round still offers the opportunity."""

    requirement: Requirement
    answer: RequirementAnswer | None
    offered: bool


def my_gates(session: Session, round_: Round, executive: Executive, slugs: Iterable[str]) -> list[Gate]:
    """The gates of those opportunities, by title, with what the executive said; in one statement."""
    there = (RoundOpportunity.opportunity_id == Opportunity.id) & (RoundOpportunity.round_id == round_.id)
    mine = (
        (RequirementAnswer.requirement_id == Requirement.id)
        & (RequirementAnswer.round_id == round_.id)
        & (RequirementAnswer.executive_id == executive.id)
    )
    query = (
        select(Requirement, RequirementAnswer, offered_in(round_))
        .join(Opportunity, Opportunity.id == Requirement.opportunity_id)
        .join(RoundOpportunity, there)
        .outerjoin(RequirementAnswer, mine)
        .where(Requirement.effect == Effect.GATE, Opportunity.slug.in_(list(slugs)))
        .options(
            contains_eager(Requirement.opportunity).joinedload(Opportunity.host_agency),
            joinedload(RequirementAnswer.asked_for).joinedload(AskedFor.asked_by),
        )
        .order_by(Opportunity.title, Opportunity.id, Requirement.ordinal, Requirement.id)
    )
    return [Gate(*row) for row in session.execute(query)]


def count_answers(executive_id: BindParameter[int] | int, state: AnswerState) -> ScalarSelect[int]:
    """How many requirements of the round have such an answer for the executive, as an expression."""
    query = select(func.count()).where(
        RequirementAnswer.round_id == Round.id,
        RequirementAnswer.executive_id == executive_id,
        RequirementAnswer.state == state,
    )
    return query.correlate(Round).scalar_subquery()


def gates_of(session: Session, round_: Round, opportunity: str) -> list[Requirement]:
    """The gates of an opportunity that the round offers, in their order."""
    query = (
        select(Requirement)
        .join(Opportunity, Opportunity.id == Requirement.opportunity_id)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .where(RoundOpportunity.round_id == round_.id, offered_in(round_))
        .where(Opportunity.slug == opportunity, Requirement.effect == Effect.GATE)
        .options(contains_eager(Requirement.opportunity).joinedload(Opportunity.host_agency))
        .order_by(Requirement.ordinal, Requirement.id)
    )
    return list(session.scalars(query))


@dataclass(frozen=True)
class OnBehalf:
    """What was asked in an executive's name. What came of it is the executive's to read: an answer shows what
    is on a list."""

    at: datetime
    by: str
    requirement: Requirement


def asked_on_behalf(session: Session, round_: Round, executive: Executive) -> list[OnBehalf]:
    """Every question that home put for the executive in the round, the oldest first; in one statement."""
    query = (
        select(AuditEvent.at, Actor.name, Requirement)
        .join(Actor, Actor.id == AuditEvent.actor_id)
        .join(RequirementAnswer, RequirementAnswer.id == AuditEvent.object_id)
        .join(Requirement, Requirement.id == RequirementAnswer.requirement_id)
        .join(Requirement.opportunity)
        .where(
            AuditEvent.object_type == RequirementAnswer.__tablename__,
            AuditEvent.action == "waivers.ask_on_behalf",
            RequirementAnswer.round_id == round_.id,
            RequirementAnswer.executive_id == executive.id,
        )
        .options(contains_eager(Requirement.opportunity).joinedload(Opportunity.host_agency))
        .order_by(AuditEvent.id)
    )
    return [OnBehalf(*row) for row in session.execute(query)]


@dataclass(frozen=True)
class Gated:
    """An opportunity of a round that has a gate."""

    slug: str
    title: str
    host: str


def gated(session: Session, round_: Round) -> list[Gated]:
    """What the round offers with a gate, by host and title: the same for everybody, it tells of no list."""
    query = (
        select(Opportunity.slug, Opportunity.title, Agency.name)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Opportunity.id)
        .join(Agency, Agency.id == Opportunity.host_agency_id)
        .where(RoundOpportunity.round_id == round_.id, offered_in(round_))
        .where(
            Opportunity.id.in_(select(Requirement.opportunity_id).where(Requirement.effect == Effect.GATE))
        )
        .order_by(Agency.name, Opportunity.title, Opportunity.id)
    )
    return [Gated(*row) for row in session.execute(query)]


def unanswered(session: Session, round_: Round, executive: Executive, slugs: Iterable[str]) -> list[Reason]:
    """The gates of what is offered of those that the executive neither attested nor asked to be waived."""
    return [
        reason
        for gate in my_gates(session, round_, executive, slugs)
        if gate.offered
        and (gate.answer is None or gate.answer.state in (AnswerState.OPEN, AnswerState.REFUSED))
        for reason in check_gates(gate.requirement.opportunity.slug, [gate.requirement.text])
    ]


def undecided(round_: Round) -> Any:
    """The SELECT that counts the waivers of a round which wait for their hosts."""
    return (
        select(func.count())
        .select_from(RequirementAnswer)
        .where(RequirementAnswer.round_id == round_.id, RequirementAnswer.state == AnswerState.ASKED)
    )


def undecided_there() -> ScalarSelect[int]:
    """The same of one opportunity in one round, as an expression."""
    query = select(func.count()).select_from(RequirementAnswer)
    query = query.join(Requirement, Requirement.id == RequirementAnswer.requirement_id).where(
        RequirementAnswer.round_id == Round.id,
        RequirementAnswer.state == AnswerState.ASKED,
        Requirement.opportunity_id == Opportunity.id,
    )
    return query.correlate(Round, Opportunity).scalar_subquery()


def hosts_deciding(session: Session, round_: Round) -> list[tuple[Agency, int]]:
    """The host agencies whose decision on waivers the round waits for, by name, with how many wait."""
    waiting = (
        select(Opportunity.host_agency_id, func.count().label("number"))
        .select_from(RequirementAnswer)
        .join(Requirement, Requirement.id == RequirementAnswer.requirement_id)
        .join(Opportunity, Opportunity.id == Requirement.opportunity_id)
        .where(RequirementAnswer.round_id == round_.id, RequirementAnswer.state == AnswerState.ASKED)
        .group_by(Opportunity.host_agency_id)
        .subquery()
    )
    query = select(Agency, waiting.c.number).join(waiting, waiting.c.host_agency_id == Agency.id)
    return [(host, count) for host, count in session.execute(query.order_by(Agency.name))]


def requests(session: Session, actor: Actor, now: datetime) -> list[RequirementAnswer]:
    """The waivers asked of the actor's agencies before a freeze, those that wait first."""
    ours = below(actor, now, DECIDERS, "waivers_below")
    if ours is None:
        return []
    shown = (AnswerState.ASKED, AnswerState.GRANTED, AnswerState.REFUSED)
    query = (
        _whole()
        .where(
            Opportunity.host_agency_id.in_(ours),
            RequirementAnswer.state.in_(shown),
            Round.state.in_(BEFORE_FREEZE),
            RequirementAnswer.executive_id.is_distinct_from(actor.executive_id),
        )
        .order_by(RequirementAnswer.state != AnswerState.ASKED, Round.results_at, RequirementAnswer.id)
    )
    return list(session.scalars(query))


def find_request(session: Session, number: int) -> RequirementAnswer | None:
    """One answer with everything its page and its permission need."""
    return session.scalar(_whole().where(RequirementAnswer.id == number))


def _whole() -> Select[*tuple[RequirementAnswer]]:
    offer = contains_eager(RequirementAnswer.requirement).contains_eager(Requirement.opportunity)
    return (
        select(RequirementAnswer)
        .join(RequirementAnswer.round)
        .join(RequirementAnswer.requirement)
        .join(Requirement.opportunity)
        .options(
            contains_eager(RequirementAnswer.round),
            offer.joinedload(Opportunity.host_agency).joinedload(Agency.parent).joinedload(Agency.parent),
            joinedload(RequirementAnswer.executive).joinedload(Executive.home_agency),
            joinedload(RequirementAnswer.asked_for).joinedload(AskedFor.asked_by),
        )
    )


def waiting_to_waive(actor: Actor, now: datetime) -> Any:
    """Waivers that wait for the host's decision, counted by round; None for whoever decides none."""
    ours = below(actor, now, DECIDERS, "to_waive_below")
    if ours is None:
        return None
    return (
        line(kind=TO_WAIVE, number=func.count(), name=Round.name, due=func.min(Round.rankings_close_at))
        .select_from(RequirementAnswer)
        .join(Requirement, Requirement.id == RequirementAnswer.requirement_id)
        .join(Opportunity, Opportunity.id == Requirement.opportunity_id)
        .join(Round, Round.id == RequirementAnswer.round_id)
        .where(
            RequirementAnswer.state == AnswerState.ASKED,
            Round.state.in_(BEFORE_FREEZE),
            Opportunity.host_agency_id.in_(ours),
            RequirementAnswer.executive_id.is_distinct_from(actor.executive_id),
        )
        .group_by(Round.id, Round.name)
    )
