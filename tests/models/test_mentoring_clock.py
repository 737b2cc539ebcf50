"""Every time of mentoring: nothing before it, the right thing at it, and nothing more the second time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import end_of_day
from models.audit import AuditEvent
from models.engagements import EndReason, Engagement, EngagementState
from models.feedback import Feedback, Pulse
from models.mentoring_offers import OfferState
from models.mentors import ProfileState
from models.queries.mentoring_due import Due, due
from models.requests import MentoringRequest, RequestState
from models.services import (
    engagements,
    feedback,
    meetings,
    mentoring_clock,
    mentoring_desk,
    mentoring_offers,
    mentors,
)
from models.services.mentoring_clock import NOBODY, STEPS
from tests.models.mentoring import (
    BEST,
    SECOND,
    THIRD,
    accepted,
    asked_mentor,
    chosen,
    decline,
    draft,
    live,
    mentor_actor,
    notices,
    profile_of,
    submitted,
)
from tests.models.talks import WEDNESDAY_9, open_week
from tests.models.world import DAY, NOW, actor

SECOND_OF_TIME = timedelta(seconds=1)
FIGURES = {"advice": 5, "understanding": 4, "time_well_spent": 5, "again": 3}


@pytest.fixture
def template() -> str:
    return "mentoring"


def tick(session: Session, now: datetime) -> list[str]:
    """What the clock does at an instant."""
    system, done = actor(session, "system"), []
    for item in due(session, now):
        if mentoring_clock.act(session, actor=system, now=now, item=item):
            done.append(item.what)
    return done


def offered(session: Session) -> datetime:
    return chosen(session, submitted(session), BEST).due_at


def half_offered(session: Session) -> datetime:
    remind_at = chosen(session, submitted(session), BEST).remind_at
    assert remind_at is not None
    return remind_at


def stopped(session: Session) -> datetime:
    offer = chosen(session, submitted(session), BEST)
    mentoring_offers.ask(session, actor=mentor_actor(session, offer), now=NOW, offer=offer, question="Who?")
    return offer.due_at


def unchosen(session: Session) -> datetime:
    due_at = submitted(session).due_at
    assert due_at is not None
    return due_at


def at_desk(session: Session) -> datetime:
    request = submitted(session)
    decline(session, chosen(session, request, BEST, SECOND, THIRD))
    decline(session, live(session, request))
    decline(session, live(session, request))
    assert request.due_at is not None
    return request.due_at


def drafted(session: Session) -> datetime:
    draft(session)
    return NOW + 14 * DAY


def old_draft(session: Session) -> datetime:
    draft(session)
    tick(session, NOW + 20 * DAY)
    return NOW + 30 * DAY


def paused(session: Session) -> datetime:
    by, profile = actor(session, "e-05"), profile_of(session, BEST)
    mentors.pause(session, actor=by, now=NOW, profile=profile, returns_on=date(2026, 12, 14))
    return end_of_day(date(2026, 12, 13))


def arranging(session: Session) -> Engagement:
    open_week(session)
    return accepted(session, chosen(session, submitted(session), BEST))


def first_nudge(session: Session) -> datetime:
    arranging(session)
    return datetime(2026, 11, 25, 15, tzinfo=UTC)


def second_nudge(session: Session) -> datetime:
    tick(session, first_nudge(session))
    return datetime(2026, 11, 30, 15, tzinfo=UTC)


def unbooked(session: Session) -> datetime:
    tick(session, second_nudge(session))
    return datetime(2026, 12, 1, 15, tzinfo=UTC)


def never_met(session: Session) -> datetime:
    tick(session, unbooked(session))
    return end_of_day(date(2027, 1, 22))


def met(session: Session) -> Engagement:
    """A first meeting was held."""
    engagement = arranging(session)
    by = actor(session, "e-01")
    meeting = meetings.book(session, actor=by, now=NOW, engagement=engagement, start=WEDNESDAY_9)
    meetings.hold(session, actor=by, now=meeting.ends_at, meeting=meeting)
    return engagement


def run_out(session: Session) -> datetime:
    met(session)
    return end_of_day(date(2027, 1, 22))


def all_held(session: Session) -> datetime:
    engagement = met(session)
    engagement.meetings_allowed = 2
    by, now = actor(session, "e-01"), WEDNESDAY_9 + timedelta(hours=2)
    start = datetime(2026, 11, 30, 14, tzinfo=UTC)
    meeting = meetings.book(session, actor=by, now=now, engagement=engagement, start=start)
    meetings.hold(session, actor=by, now=meeting.ends_at, meeting=meeting)
    return meeting.ends_at


def finished(session: Session) -> datetime:
    engagement = met(session)
    now = WEDNESDAY_9 + timedelta(hours=2)
    engagements.finish(session, actor=actor(session, "e-01"), now=now, engagement=engagement)
    return now + timedelta(hours=1)


def asked(session: Session) -> datetime:
    tick(session, finished(session))
    return datetime(2026, 11, 30, 5, tzinfo=UTC) + timedelta(hours=12)


def unanswered(session: Session) -> datetime:
    now = finished(session)
    tick(session, now)
    closes_at = session.scalars(select(Feedback.closes_at).limit(1)).one()
    tick(session, closes_at - SECOND_OF_TIME)
    return closes_at


def closed(session: Session) -> datetime:
    now = finished(session)
    tick(session, now)
    engagement = session.scalars(select(Engagement)).one()
    for by in ("e-01", "e-05"):
        feedback.answer(
            session,
            actor=actor(session, by),
            now=now,
            engagement=engagement,
            figures=FIGURES,
            changed="Much.",
        )
    assert engagement.state is EngagementState.CLOSED
    assert engagement.ended_at is not None
    return engagement.ended_at + 90 * DAY


def long_over(session: Session) -> datetime:
    tick(session, closed(session))
    request = session.scalars(select(MentoringRequest)).one()
    assert request.closed_at is not None
    return request.closed_at + 180 * DAY


def reported(session: Session) -> datetime:
    engagement = arranging(session)
    made = engagements.report(
        session, actor=actor(session, "e-01"), now=NOW, engagement=engagement, text="Rude."
    )
    engagements.end(
        session,
        actor=actor(session, "e-01"),
        now=NOW,
        engagement=engagement,
        reason=EndReason.OTHER,
    )
    office = actor(session, "office")
    mentoring_desk.handle_report(session, actor=office, now=NOW, report=made, handling="spoke with both")
    return NOW + 180 * DAY


TIMES: dict[str, Callable[[Session], datetime]] = {
    "all_held": all_held,
    "ask_feedback": finished,
    "ask_pulse": closed,
    "choose_for": unchosen,
    "close_feedback": unanswered,
    "delete_draft": old_draft,
    "expire_offer": offered,
    "give_up": at_desk,
    "go_on": stopped,
    "mentor_back": paused,
    "nudge_1": first_nudge,
    "nudge_2": second_nudge,
    "nudge_3": unbooked,
    "purge": long_over,
    "purge_report": reported,
    "remind_draft": drafted,
    "remind_feedback": asked,
    "remind_offer": half_offered,
    "run_out": run_out,
}


def test_every_step_has_its_time() -> None:
    assert set(TIMES) == set(STEPS)


@pytest.mark.parametrize("what", TIMES)
def test_step_is_taken_at_its_time_and_once(session: Session, what: str) -> None:
    at = TIMES[what](session)
    session.flush()
    before = tick(session, at - SECOND_OF_TIME) if what != "all_held" else []
    assert what not in before
    written = len(notices(session))
    assert what in tick(session, at)
    told = len(notices(session))
    assert (tick(session, at), tick(session, at + SECOND_OF_TIME)) == ([], [])
    assert len(notices(session)) == told >= written
    session.commit()


def test_step_that_is_not_due_is_not_taken(session: Session) -> None:
    offer = chosen(session, submitted(session), BEST)
    item = Due("expire_offer", offer.id)
    assert not mentoring_clock.act(session, actor=actor(session, "system"), now=NOW, item=item)
    assert offer.state is OfferState.OFFERED


def test_offer_without_an_answer_goes_to_the_next_in_the_same_transaction(session: Session) -> None:
    request = submitted(session)
    offer = chosen(session, request, BEST, THIRD)
    assert tick(session, offer.due_at) == ["expire_offer"]
    following = live(session, request)
    assert (offer.state, asked_mentor(session, following)) == (OfferState.EXPIRED, THIRD)
    assert (request.refusals, following.offered_at) == (1, offer.due_at)
    assert notices(session)[-2:] == [("e-05", "mentoring_offer_ended"), ("e-06", "mentoring_offer")]


def test_reminder_is_written_once_at_half_time(session: Session) -> None:
    offer = chosen(session, submitted(session), BEST)
    assert tick(session, NOW + DAY) == ["remind_offer"]
    assert notices(session)[-1] == ("e-05", "mentoring_offer_waits")
    assert tick(session, offer.due_at) == ["expire_offer"]


def test_second_silence_in_a_row_pauses_the_mentor(session: Session) -> None:
    profile = profile_of(session, BEST)
    for slug, silent, state in (("E-01", 1, ProfileState.ACTIVE), ("E-02", 2, ProfileState.PAUSED)):
        offer = chosen(session, submitted(session, slug), BEST)
        tick(session, offer.due_at)
        assert (profile.silent_offers, profile.state) == (silent, state)
    assert ("e-05", "mentor_still_there") in notices(session)
    assert profile.returns_on is None
    mentors.resume(session, actor=actor(session, "e-05"), now=NOW + 9 * DAY, profile=profile)
    assert (profile.state, profile.silent_offers) == (ProfileState.ACTIVE, 0)


def test_any_answer_ends_the_silence(session: Session) -> None:
    profile = profile_of(session, BEST)
    tick(session, chosen(session, submitted(session), BEST).due_at)
    decline(session, chosen(session, submitted(session, "E-02"), BEST))
    assert profile.silent_offers == 0


def test_question_without_an_answer_lets_the_clock_go_on(session: Session) -> None:
    at = stopped(session)
    tick(session, at)
    offer = live(session, session.scalars(select(MentoringRequest)).one())
    assert (offer.state, offer.answer, offer.told_at) == (OfferState.OFFERED, None, at)
    assert offer.due_at == datetime(2026, 11, 30, 15, tzinfo=UTC)
    assert ("e-05", "mentoring_untold") in notices(session)


def test_third_silence_goes_to_the_desk_and_the_desk_has_two_days(session: Session) -> None:
    request = submitted(session)
    chosen(session, request, BEST, SECOND, THIRD)
    for _ in range(3):
        tick(session, live(session, request).due_at)
    states = [request.state]
    assert request.due_at is not None
    tick(session, request.due_at)
    assert [*states, request.state] == [RequestState.MANUAL, RequestState.NO_MATCH]
    assert notices(session)[-1] == ("e-01", "mentoring_no_match")
    reasons = session.scalars(select(AuditEvent.reason).where(AuditEvent.action.like("%.give_up"))).all()
    assert reasons == [NOBODY]


def test_service_chooses_when_the_time_to_choose_is_over(session: Session) -> None:
    tick(session, unchosen(session))
    request = session.scalars(select(MentoringRequest)).one()
    assert (request.service_chooses, asked_mentor(session, live(session, request))) == (True, BEST)


def test_late_clock_skips_the_reminders_it_missed(session: Session) -> None:
    arranging(session)
    assert tick(session, datetime(2026, 12, 1, 15, tzinfo=UTC)) == ["nudge_3"]
    assert notices(session)[-2:] == [("exchange", "mentoring_unbooked"), ("exchange-2", "mentoring_unbooked")]


def test_conversation_that_was_never_held_ends_without_questions(session: Session) -> None:
    at = never_met(session)
    assert tick(session, at) == ["run_out"]
    engagement = session.scalars(select(Engagement)).one()
    assert (engagement.state, engagement.end_reason) == (EngagementState.ENDED, EndReason.NO_MEETING)
    assert tick(session, at + DAY) == []


def test_both_sides_answer_and_it_is_closed(session: Session) -> None:
    at = closed(session)
    found = session.scalars(select(Feedback)).all()
    assert {one.advice for one in found} == {5}
    engagement = session.scalars(select(Engagement)).one()
    tick(session, at)
    made = feedback.answer_pulse(
        session, actor=actor(session, "e-01"), now=at, engagement=engagement, lasting=4
    )
    assert (made.lasting, session.scalars(select(Pulse)).one()) == (4, made)


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ({"advice": 5}, "Answer each of the four questions with 1 to 5."),
        (FIGURES | {"again": 6}, "Answer each of the four questions with 1 to 5."),
    ],
)
def test_feedback_is_whole(session: Session, figures: dict[str, int], sentence: str) -> None:
    at = finished(session)
    tick(session, at)
    facts: dict[str, Any] = {"engagement": session.scalars(select(Engagement)).one(), "now": at}
    with pytest.raises(Exception, match=sentence):
        feedback.answer(session, actor=actor(session, "e-01"), figures=figures, **facts)


def test_purge_leaves_figures_and_no_words(session: Session) -> None:
    at = long_over(session)
    tick(session, at)
    request = session.scalars(select(MentoringRequest)).one()
    assert (request.story, request.purged_at, request.suggestions) == (None, at, [])
    assert {one.changed for one in session.scalars(select(Feedback))} == {None}
    assert {one.advice for one in session.scalars(select(Feedback))} == {5}


def test_draft_nobody_touched_is_gone(session: Session) -> None:
    at = old_draft(session)
    assert tick(session, at) == ["delete_draft"]
    assert session.scalars(select(MentoringRequest)).all() == []
