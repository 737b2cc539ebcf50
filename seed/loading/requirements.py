"""Requirements of the invented opportunities by their hosts' verbs, and three waivers asked of hosts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor
from models.executives import Executive
from models.opportunities import Opportunity
from models.requirements import Effect, Requirement, Subject
from models.rounds import Round, RoundOpportunity
from models.services import dreamsheets, requirements, waivers
from models.services.requirements import NewRequirement
from models.services.waivers import Verdict
from models.waivers import AnswerState, RequirementAnswer
from seed import records
from seed.loading.people import agency_actor_slug, get_actor, get_owner

ONE_IN, TECHNICAL, GATED = 20, 3, 7
"""One opportunity in so many has requirements: the remainder says whether technical points outweigh the
others, or whether there is a gate."""

LEADS = NewRequirement(
    "Has led a change across several offices.", Subject.ECQ, Effect.SCORE, "The purpose is such a change.", 60
)
BUDGETS = NewRequirement(
    "Has answered for a budget of its own.", Subject.TECHNICAL, Effect.SCORE, "The post signs for money.", 40
)
BUDGETS_FIRST = NewRequirement(BUDGETS.text, Subject.TECHNICAL, Effect.SCORE, BUDGETS.justification, 80)
TRAVELS = NewRequirement(
    "Can travel four days a month.", Subject.OTHER, Effect.FLAG, "Half of the offices are elsewhere."
)
LED_MANY = NewRequirement(
    "Has led an organization of at least 100 people.",
    Subject.OTHER,
    Effect.GATE,
    "The staff is that large, and nobody else stands in.",
)
SETS: dict[int, Sequence[NewRequirement]] = {
    TECHNICAL: (BUDGETS_FIRST, LEADS, TRAVELS),
    GATED: (LED_MANY, LEADS, BUDGETS),
}
REASONS = (
    "I have led 80 people through two mergers, with a budget of twice the size.",
    "I have led a task force of 140 people for a year, who were not mine on paper.",
    "I have led 25 people, and I learn quickly.",
)
ANOTHER = 3
WAITING = None
DECISIONS = (
    WAITING,
    (Verdict.GRANT, "A year with 140 people is what we look for."),
    (Verdict.REFUSE, "The step from 25 people to this staff is too large for a first day."),
)


def require_of(
    session: Session, *, actor: Actor, now: datetime, opportunity: Opportunity, item: records.Opportunity
) -> None:
    """Write what a draft requires, where it requires anything."""
    for new in SETS.get(crc32(item.slug.encode()) % ONE_IN, ()):
        requirements.add(session, actor=actor, now=now, opportunity=opportunity, new=new)


def gates(session: Session) -> dict[str, list[Requirement]]:
    """By slug of the opportunity."""
    query = select(Requirement).where(Requirement.effect == Effect.GATE).order_by(Requirement.id)
    found: dict[str, list[Requirement]] = {}
    for one in session.scalars(query.options(joinedload(Requirement.opportunity))):
        found.setdefault(one.opportunity.slug, []).append(one)
    return found


def ask_for_waivers(session: Session, *, now: datetime, round_: Round) -> None:
    """Two who had attested their gate ask for a waiver instead, and somebody who had said nothing; the second
    has it, the third is refused."""
    attested = _attested(session, round_)
    for answer in attested:
        waivers.take_back(session, actor=get_owner(session, answer.executive), now=now, answer=answer)
    asking = [(one.executive, one.requirement) for one in attested] + [_another(session, now, round_)]
    for (who, requirement), reason, decision in zip(asking, REASONS, DECISIONS, strict=True):
        question = waivers.Question(round_, who, requirement, reason)
        answer = waivers.ask(session, actor=get_owner(session, who), now=now, question=question)
        if decision is not WAITING:
            _decide(session, now, answer, *decision)


def _attested(session: Session, round_: Round) -> list[RequirementAnswer]:
    """One answer of each of the first two."""
    query = (
        select(RequirementAnswer)
        .join(Executive, Executive.id == RequirementAnswer.executive_id)
        .where(RequirementAnswer.round_id == round_.id, RequirementAnswer.state == AnswerState.ATTESTED)
        .order_by(Executive.slug, RequirementAnswer.id)
    )
    answers: dict[int, RequirementAnswer] = {}
    for one in session.scalars(query):
        answers.setdefault(one.executive_id, one)
    return list(answers.values())[:2]


def _another(session: Session, now: datetime, round_: Round) -> tuple[Executive, Requirement]:
    """One of those whom the sign-in page puts first, with the round's first gate on the draft."""
    query = (
        select(Requirement)
        .join(RoundOpportunity, RoundOpportunity.opportunity_id == Requirement.opportunity_id)
        .where(RoundOpportunity.round_id == round_.id, Requirement.effect == Effect.GATE)
    )
    gate = session.scalars(query.order_by(Requirement.id).limit(1)).one()
    who = session.scalars(select(Executive).order_by(Executive.slug).offset(ANOTHER).limit(1)).one()
    known: dict[str, Any] = {"round_": round_, "executive": who, "choices": [[gate.opportunity.slug]]}
    dreamsheets.file_sheet(session, actor=get_owner(session, who), now=now, **known)
    return who, gate


def _decide(
    session: Session, now: datetime, answer: RequirementAnswer, verdict: Verdict, reason: str
) -> None:
    host = answer.requirement.opportunity.host_agency.code
    by = get_actor(session, agency_actor_slug("coordinator", host))
    known: dict[str, Any] = {"actor": by, "now": now, "answer": answer, "version": answer.version}
    waivers.decide(session, verdict=verdict, reason=reason, **known)
