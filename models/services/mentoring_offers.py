"""Offers answered: accepted, declined, or kept waiting once for more."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from matcher.mentoring.business import (
    DAY,
    add_business_time,
    business_time_between,
    end_of_day,
    local_day,
)
from matcher.policy.mentoring_clauses import (
    ENGAGEMENT_DAYS,
    ENGAGEMENT_MEETINGS,
    TELL_MORE_DAYS,
)
from models.access import require
from models.actors import Actor
from models.audit import record
from models.engagements import Engagement
from models.errors import Conflict, Invalid
from models.lifecycles import advance, must_allow
from models.locks import fresh, lock_mentoring
from models.mentoring_offers import DeclineReason, MentoringOffer, OfferState
from models.mentors import MentorProfile
from models.queries.loads import running
from models.queries.meetings import book_by
from models.services.placing import end_and_half, offer_next, release
from models.services.telling import tell

LONGEST_WORDS = 2000


def accept(session: Session, *, actor: Actor, now: datetime, offer: MentoringOffer) -> Engagement:
    """Say yes: an engagement begins. Where that was the last place, other offers of this mentor go on to the
    next; of two on a last place the second finds its offer gone."""
    require(actor, "mentoring_offers.accept", offer, now=now)
    profile = _locked(session, offer)
    must_allow(offer, "accept")
    _must_have_place(session, profile)
    offer.ended_at, offer.remind_at = now, None
    advance(session, offer, "accept", actor=actor, now=now)
    profile.silent_offers = 0
    advance(session, offer.request, "accept", actor=actor, now=now)
    engagement = _begin(session, offer, now)
    tell(session, offer.request.executive_id, "mentoring_accepted", f"offer/{offer.id}/accepted", now=now)
    if running(session, profile.id) >= profile.capacity:
        release(session, profile, by=actor, now=now)
    session.flush()
    return engagement


def _begin(session: Session, offer: MentoringOffer, now: datetime) -> Engagement:
    engagement = Engagement(
        request_id=offer.request_id,
        request=offer.request,
        offer_id=offer.id,
        offer=offer,
        profile_id=offer.profile_id,
        profile=offer.profile,
        executive_id=offer.request.executive_id,
        began_at=now,
        runs_until=local_day(now) + ENGAGEMENT_DAYS.figure * DAY,
        meetings_allowed=ENGAGEMENT_MEETINGS.figure,
    )
    engagement.book_by = book_by(session, engagement, now)
    session.add(engagement)
    session.flush()
    return engagement


def _must_have_place(session: Session, profile: MentorProfile) -> None:
    if running(session, profile.id) >= profile.capacity:
        raise Conflict(
            "Your limit of conversations is reached: raise “Conversations at a time” in your profile as a "
            f"{profile.kind}, or decline."
        )


def _locked(session: Session, offer: MentoringOffer) -> MentorProfile:
    """Everything the offer touches, as it stands once nobody else moves a place."""
    lock_mentoring(session)
    fresh(session, offer)
    fresh(session, offer.request)
    return fresh(session, offer.profile)


def decline(
    session: Session, *, actor: Actor, now: datetime, offer: MentoringOffer, reason: DeclineReason
) -> None:
    """Say no: the next mentor is asked in the same transaction. The reason stands in the offer, not on the
    trail."""
    require(actor, "mentoring_offers.decline", offer, now=now)
    profile = _locked(session, offer)
    must_allow(offer, "decline")
    offer.ended_at, offer.remind_at, offer.decline_reason = now, None, reason
    advance(session, offer, "decline", actor=actor, now=now)
    profile.silent_offers = 0
    session.flush()
    hand_on(session, offer, by=actor, now=now)


def hand_on(session: Session, offer: MentoringOffer, *, by: Actor, now: datetime) -> None:
    """Count the refusal of an offer that has ended, and ask the next mentor."""
    offer.request.refusals += 1
    offer_next(session, offer.request, by=by, now=now)


def ask(session: Session, *, actor: Actor, now: datetime, offer: MentoringOffer, question: str) -> None:
    """Ask for more before deciding: the clock stops, once."""
    require(actor, "mentoring_offers.ask", offer, now=now)
    _locked(session, offer)
    must_allow(offer, "ask")
    if offer.asked_at is not None:
        raise Conflict("You asked already: the clock stops once.")
    offer.question = _words(question, "Write what you would like to know.")
    offer.asked_at = now
    offer.seconds_left = int(business_time_between(now, offer.due_at).total_seconds())
    offer.due_at = offer.request.in_time(add_business_time(now, TELL_MORE_DAYS.figure * DAY), now)
    offer.remind_at = None
    advance(session, offer, "ask", actor=actor, now=now)
    tell(
        session,
        offer.request.executive_id,
        "mentoring_question",
        f"offer/{offer.id}/asked",
        now=now,
        by=offer.due_at,
    )
    session.flush()


def _words(text: str, missing: str) -> str:
    words = text.strip()
    if not words:
        raise Invalid(missing)
    if len(words) > LONGEST_WORDS:
        raise Invalid(f"Write at most {LONGEST_WORDS} characters.")
    return words


def tell_more(session: Session, *, actor: Actor, now: datetime, offer: MentoringOffer, answer: str) -> None:
    """Answer what the mentor asked: the clock goes on with the time that was left. Where it went on without
    the answer, a late one still helps whoever decides, and changes no time."""
    require(actor, "mentoring_offers.tell_more", offer, now=now)
    _locked(session, offer)
    late = offer.is_unanswered and offer.state is OfferState.OFFERED
    if not late:
        must_allow(offer, "tell")
    offer.answer = _words(answer, "Write your answer.")
    if late:
        record(session, offer, "mentoring_offers.tell", actor=actor, now=now)
    else:
        go_on(session, offer, "tell", by=actor, now=now)
    tell(
        session,
        offer.profile.executive_id,
        "mentoring_told",
        f"offer/{offer.id}/told",
        now=now,
        by=offer.due_at,
    )
    session.flush()


def go_on(session: Session, offer: MentoringOffer, action: str, *, by: Actor, now: datetime) -> None:
    """Start the clock of a stopped offer again, by an answer or without one: with the time that was left, and
    until the end of the day on which that is over, so that the stop gives nobody an hour to remember."""
    over = add_business_time(now, timedelta(seconds=offer.seconds_left or 0))
    last = end_of_day(local_day(over - timedelta.resolution))
    offer.told_at = now
    offer.due_at, offer.remind_at = end_and_half(offer.request, now, business_time_between(now, last))
    advance(session, offer, action, actor=by, now=now)
    session.flush()
