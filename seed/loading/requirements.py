"""Requirements of the invented opportunities by their hosts' verbs, and two waivers asked of hosts."""

from collections.abc import Sequence
from datetime import datetime
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor
from models.executives import Executive
from models.opportunities import Opportunity
from models.requirements import Effect, Requirement, Subject
from models.rounds import Round
from models.services import requirements, waivers
from models.services.requirements import NewRequirement
from models.services.waivers import Verdict
from models.waivers import AnswerState, RequirementAnswer
from seed import records
from seed.loading.people import agency_actor_slug, get_actor

ONE_IN, TECHNICAL, GATED = 20, 3, 7
"""One opportunity in so many has requirements: the remainder says whether technical points outweigh the
others, or whether there is a gate."""

LEADS = NewRequirement(
    "Has led a change across several offices.", Subject.ECQ, Effect.SCORE, "the purpose is such a change", 60
)
BUDGETS = NewRequirement(
    "Has answered for a budget of its own.", Subject.TECHNICAL, Effect.SCORE, "the post signs for money", 40
)
BUDGETS_FIRST = NewRequirement(BUDGETS.text, Subject.TECHNICAL, Effect.SCORE, BUDGETS.justification, 80)
TRAVELS = NewRequirement(
    "Can travel four days a month.", Subject.OTHER, Effect.FLAG, "half of the offices are elsewhere"
)
LED_MANY = NewRequirement(
    "Has led an organization of at least 100 people.",
    Subject.OTHER,
    Effect.GATE,
    "the staff is that large, and nobody else stands in",
)
SETS: dict[int, Sequence[NewRequirement]] = {
    TECHNICAL: (BUDGETS_FIRST, LEADS, TRAVELS),
    GATED: (LED_MANY, LEADS, BUDGETS),
}
REASONS = (
    "I have led 80 people through two mergers, with a budget of twice the size.",
    "I have led a task force of 140 people for a year, who were not mine on paper.",
)
GRANTED = "A year with 140 people is what we look for."


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
    """Two who had attested their gate ask for a waiver instead; the second has it."""
    query = (
        select(RequirementAnswer)
        .join(Executive, Executive.id == RequirementAnswer.executive_id)
        .where(RequirementAnswer.round_id == round_.id, RequirementAnswer.state == AnswerState.ATTESTED)
        .order_by(Executive.slug, RequirementAnswer.id)
    )
    answers: dict[int, RequirementAnswer] = {}
    for one in session.scalars(query):
        answers.setdefault(one.executive_id, one)
    for answer, reason in zip(list(answers.values())[:2], REASONS, strict=True):
        by = session.scalars(select(Actor).where(Actor.executive_id == answer.executive_id)).one()
        waivers.take_back(session, actor=by, now=now, answer=answer)
        question = waivers.Question(round_, answer.executive, answer.requirement, reason)
        waivers.ask(session, actor=by, now=now, question=question)
    host = answer.requirement.opportunity.host_agency.code
    waivers.decide(
        session,
        actor=get_actor(session, agency_actor_slug("coordinator", host)),
        now=now,
        answer=answer,
        version=answer.version,
        verdict=Verdict.GRANT,
        reason=GRANTED,
    )
