"""People who give mentoring in the invented world, at every place where somebody waits for somebody."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.engagements import Engagement, Side
from models.executives import Executive
from models.feedback import QUESTIONS, Feedback
from models.lifecycles import advance
from models.mentors import MentorKind
from models.services import engagements, meetings, mentoring_offers, mentors, no_lists, sweeps
from tests.models.mentoring import (
    accepted,
    chosen,
    decline,
    draft_profile,
    load_reference,
    mentor,
    mentor_actor,
    profile_of,
    request_of,
    submitted,
)
from tests.models.talks import booked
from tests.models.world import DAY, NOW, actor, find

ME = "E-01"
HELPER = "E-07"
"""A mentor of EN who is approved after a request of TR found nobody."""


def fill(session: Session, times: int = 1) -> None:
    """E-01 is a mentor and a coach with two offers, conversations and thanks, and avoids somebody; others
    wait for approval by EN; requests are stuck; somebody reported something; a sweep is prepared."""
    load_reference(session)
    mentor(session, ME, capacity=3)
    for number, slug in enumerate(("E-05", "E-06", "E-08", "E-12")[:times]):
        _talked(session, slug, number)
    for _ in range(times):
        decline(session, chosen(session, submitted(session, "E-11"), ME))
    chosen(session, submitted(session, "E-09", urgent=True, need_by=date(2026, 12, 18)), ME)
    offer = chosen(session, submitted(session, "E-10"), ME)
    question: dict[str, Any] = {"offer": offer, "question": "How many offices are there?"}
    mentoring_offers.ask(session, actor=mentor_actor(session, offer), now=NOW, **question)
    for slug in ("E-06", "E-05", "E-08", "E-12")[:times]:
        waiting = draft_profile(session, slug, kind=MentorKind.COACH)
        mentors.submit(session, actor=actor(session, slug.lower()), now=NOW, profile=waiting)
    mentor(session, HELPER, capacity=2)
    submitted(session, "E-03")
    mentor(session, ME, kind=MentorKind.COACH)
    avoided: dict[str, Any] = {"people": [find(session, Executive, "E-12")], "agencies": []}
    me, by = find(session, Executive, ME), actor(session, ME.lower())
    no_lists.save(session, actor=by, now=NOW, executive=me, **avoided)
    for _ in range(times):
        _sweep(session)


def _sweep(session: Session) -> None:
    """A sweep that waits for its publication, with the stuck request fixed."""
    by, request = actor(session, "exchange"), request_of(session, "E-11")
    made = sweeps.prepare(session, actor=by, now=NOW)
    pinned: dict[str, Any] = {"request": request, "profile": profile_of(session, HELPER)}
    sweeps.pin(session, actor=by, now=NOW, sweep=made, reason="They know the same law.", **pinned)


def _talked(session: Session, slug: str, number: int) -> Engagement:
    """Two sessions held, thanked for, and something reported."""
    talk = accepted(session, chosen(session, submitted(session, slug), ME))
    system, by = actor(session, "system"), actor(session, slug.lower())
    advance(session, talk, "book", actor=system, now=NOW)
    for days in (1, 2):
        meeting = booked(session, talk, NOW - (2 * number + days) * DAY, arranged_at=NOW - 20 * DAY)
        meetings.hold(session, actor=system, now=NOW, meeting=meeting)
    engagements.report(session, actor=by, now=NOW, engagement=talk, text="I was asked for a favour.")
    engagements.finish(session, actor=by, now=NOW, engagement=talk)
    answered = {"asked_at": NOW, "closes_at": NOW + 10 * DAY, "answered_at": NOW}
    figures = dict.fromkeys(QUESTIONS, 5)
    session.add(Feedback(engagement_id=talk.id, side=Side.MENTEE, **answered, **figures))
    session.flush()
    return talk
