"""E-01 asks: mentors with times, requests that wait in every way, and conversations in every state."""

from datetime import timedelta

from sqlalchemy.orm import Session

from models.actors import Actor
from models.engagements import Engagement
from models.executives import Executive
from models.feedback import QUESTIONS, Pulse
from models.queries.mentoring_due import Due
from models.services import (
    engagements,
    feedback,
    meetings,
    mentoring_clock,
    mentoring_desk,
    mentoring_offers,
    no_lists,
    requests,
)
from models.services.drafts import Question
from tests.models.mentoring import (
    BEST,
    NEW_ROLE,
    SECOND,
    THIRD,
    accepted,
    chosen,
    draft,
    four_mentors,
    mentor_actor,
    submitted,
)
from tests.models.talks import WEDNESDAY_9, open_week
from tests.models.world import NOW, actor, find

HOUR = timedelta(hours=1)


def with_mentors(session: Session, times: int = 1) -> None:
    """Four who can help, three of them with times."""
    four_mentors(session)
    for slug in (BEST, SECOND, THIRD):
        open_week(session, slug)


def ask(session: Session, times: int = 1) -> None:
    """A request for which nobody was found, one whose mentor asks for more, one with a shortlist, a draft."""
    with_mentors(session)
    me, owner = find(session, Executive, "E-01"), actor(session, "e-01")
    _unfound(session, me, owner)
    offer = chosen(session, submitted(session), BEST)
    by = mentor_actor(session, offer)
    mentoring_offers.ask(session, actor=by, now=NOW, offer=offer, question="Which offices are these?")
    submitted(session, need_by=(NOW + 14 * timedelta(days=1)).date())
    for _ in range(times):
        draft(session)
    avoided = [find(session, Executive, slug) for slug in ("E-08", "E-11", "E-12")[:times]]
    facts = {"executive": me, "people": avoided, "agencies": [me.home_agency]}
    no_lists.save(session, actor=owner, now=NOW, **facts)


def _unfound(session: Session, me: Executive, owner: Actor) -> None:
    part = Question([(NEW_ROLE, True)], "Everything is new.")
    request = requests.save(session, actor=owner, now=NOW, executive=me, part=part)
    requests.submit(session, actor=owner, now=NOW, request=request)
    by = actor(session, "exchange")
    mentoring_desk.give_up(session, actor=by, now=NOW, request=request, reason="nobody")


def get_help(session: Session, times: int = 1) -> None:
    """Conversations that run with messages, that wait for their rating, and that ended months ago."""
    with_mentors(session)
    owner = actor(session, "e-01")
    running = _met(session, BEST, 0)
    for number in range(times):
        for by, text in ((owner, f"Shall we begin at nine? {number}"), (actor(session, "e-05"), "Yes.")):
            engagements.write(session, actor=by, now=NOW, engagement=running, text=text)
    _over(session, _met(session, SECOND, 2))
    old = _met(session, THIRD, 2)
    _over(session, old)
    for slug in ("e-01", THIRD.lower()):
        by, figures = actor(session, slug), dict.fromkeys(QUESTIONS, 4)
        feedback.answer(session, actor=by, now=NOW, engagement=old, figures=figures)
    session.add(Pulse(engagement_id=old.id, asked_at=NOW))
    session.flush()


def _met(session: Session, mentor: str, hours: int) -> Engagement:
    talk = accepted(session, chosen(session, submitted(session), mentor))
    start = WEDNESDAY_9 + hours * HOUR
    meetings.book(session, actor=actor(session, "e-01"), now=NOW, engagement=talk, start=start)
    return talk


def _over(session: Session, talk: Engagement) -> None:
    """Finished, and both sides asked."""
    engagements.finish(session, actor=actor(session, "e-01"), now=NOW - HOUR, engagement=talk)
    item = Due("ask_feedback", talk.id)
    mentoring_clock.act(session, actor=actor(session, "system"), now=NOW, item=item)
