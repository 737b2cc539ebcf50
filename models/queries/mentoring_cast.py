"""Who has something to do in mentoring, for the sign-in page of a demonstration."""

from sqlalchemy.orm import Session

from models.actors import Actor
from models.delegations import Delegation
from models.engagements import OPEN, Engagement, Side
from models.feedback import Feedback, Pulse
from models.mentoring_offers import MentoringOffer, OfferState
from models.mentors import MentorKind, MentorProfile
from models.queries.cast import Acting, acting, gather
from models.requests import MentoringRequest, RequestState


def mentoring_cast(session: Session) -> list[tuple[str, str, str]]:
    """People with something to do in mentoring, as `gather` returns them."""
    return gather(
        session,
        {
            "asks: a mentor or coach to choose": _to_choose(),
            "mentor: a request to answer": _asked(MentorKind.MENTOR),
            "coach: a request to answer": _asked(MentorKind.COACH),
            "asked: conversations that run": _mentee(acting(Engagement)).where(Engagement.state.in_(OPEN)),
            "mentor: conversations that run": _mentor(acting(Engagement)).where(Engagement.state.in_(OPEN)),
            "mentor: four questions afterwards": _afterwards(),
            "asked: one question three months later": _months_later(),
            "assistant: looks after a mentor's times": _assistants(),
        },
    )


def _to_choose() -> Acting:
    mine = Actor.executive_id == MentoringRequest.executive_id
    return acting(MentoringRequest).join(Actor, mine).where(MentoringRequest.state == RequestState.SUBMITTED)


def _asked(kind: MentorKind) -> Acting:
    waiting = MentoringOffer.state == OfferState.OFFERED, MentorProfile.kind == kind
    profile = MentorProfile.id == MentoringOffer.profile_id
    mine = Actor.executive_id == MentorProfile.executive_id
    return acting(MentoringOffer).join(MentorProfile, profile).join(Actor, mine).where(*waiting)


def _mentee(talks: Acting) -> Acting:
    """Who asked."""
    return talks.join(Actor, Actor.executive_id == Engagement.executive_id)


def _mentor(talks: Acting) -> Acting:
    """Who helps."""
    profile = MentorProfile.id == Engagement.profile_id
    return talks.join(MentorProfile, profile).join(Actor, Actor.executive_id == MentorProfile.executive_id)


def _afterwards() -> Acting:
    waiting = Feedback.answered_at.is_(None), Feedback.side == Side.MENTOR
    talks = acting(Feedback).join(Engagement, Engagement.id == Feedback.engagement_id)
    return _mentor(talks).where(*waiting)


def _months_later() -> Acting:
    talks = acting(Pulse).join(Engagement, Engagement.id == Pulse.engagement_id)
    return _mentee(talks).where(Pulse.answered_at.is_(None))


def _assistants() -> Acting:
    mine = Actor.id == Delegation.delegate_id
    return acting(Delegation).join(Actor, mine).where(Delegation.ended_at.is_(None))
