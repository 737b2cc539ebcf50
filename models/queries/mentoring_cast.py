"""Who has something to do in mentoring, for the sign-in page of a demonstration."""

from typing import Any

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from models.actors import Actor
from models.delegations import Delegation
from models.engagements import OPEN, Engagement, Side
from models.feedback import Feedback, Pulse
from models.mentoring_offers import MentoringOffer, OfferState
from models.mentors import MentorKind, MentorProfile
from models.requests import MentoringRequest, RequestState

EACH = 2


def mentoring_cast(session: Session) -> list[tuple[str, str, str]]:
    """(slug, name, what waits for them): a few people for each act, in one statement."""
    acts = (
        _to_choose(),
        _asked(3, "mentor: a request to answer", MentorKind.MENTOR),
        _asked(4, "coach: a request to answer", MentorKind.COACH),
        _talking(5, "asked: conversations that run").join(
            Actor, Actor.executive_id == Engagement.executive_id
        ),
        _talking(6, "mentor: conversations that run")
        .join(MentorProfile, MentorProfile.id == Engagement.profile_id)
        .join(Actor, Actor.executive_id == MentorProfile.executive_id),
        _afterwards(),
        _months_later(),
        _assistants(),
    )
    few = [act.where(Actor.active).order_by(Actor.slug).distinct().limit(EACH).subquery() for act in acts]
    rows = session.execute(union_all(*(select(act) for act in few))).all()
    return [(slug, name, what) for _order, what, slug, name in sorted(map(tuple, rows))]


def _acting(order: int, what: str, table: Any) -> Select[*tuple[Any, ...]]:
    return select(literal(order), literal(what), Actor.slug, Actor.name).select_from(table)


def _to_choose() -> Select[*tuple[Any, ...]]:
    mine = Actor.executive_id == MentoringRequest.executive_id
    waiting = MentoringRequest.state == RequestState.SUBMITTED
    return _acting(1, "asks: a mentor or coach to choose", MentoringRequest).join(Actor, mine).where(waiting)


def _asked(order: int, what: str, kind: MentorKind) -> Select[*tuple[Any, ...]]:
    waiting = MentoringOffer.state == OfferState.OFFERED, MentorProfile.kind == kind
    profile = MentorProfile.id == MentoringOffer.profile_id
    mine = Actor.executive_id == MentorProfile.executive_id
    return _acting(order, what, MentoringOffer).join(MentorProfile, profile).join(Actor, mine).where(*waiting)


def _talking(order: int, what: str) -> Select[*tuple[Any, ...]]:
    return _acting(order, what, Engagement).where(Engagement.state.in_(OPEN))


def _afterwards() -> Select[*tuple[Any, ...]]:
    waiting = Feedback.answered_at.is_(None), Feedback.side == Side.MENTOR
    return (
        _acting(7, "mentor: four questions afterwards", Feedback)
        .join(Engagement, Engagement.id == Feedback.engagement_id)
        .join(MentorProfile, MentorProfile.id == Engagement.profile_id)
        .join(Actor, Actor.executive_id == MentorProfile.executive_id)
        .where(*waiting)
    )


def _months_later() -> Select[*tuple[Any, ...]]:
    return (
        _acting(8, "asked: one question three months later", Pulse)
        .join(Engagement, Engagement.id == Pulse.engagement_id)
        .join(Actor, Actor.executive_id == Engagement.executive_id)
        .where(Pulse.answered_at.is_(None))
    )


def _assistants() -> Select[*tuple[Any, ...]]:
    mine = Actor.id == Delegation.delegate_id
    open_ones = Delegation.ended_at.is_(None)
    return (
        _acting(9, "assistant: looks after a mentor's times", Delegation).join(Actor, mine).where(open_ones)
    )
