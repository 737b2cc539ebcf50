"""Every time of mentoring: nothing before it, the right thing at it, and nothing more the second time."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.engagements import EndReason, Engagement, EngagementState
from models.feedback import Feedback, Pulse
from models.mentoring_offers import OfferState
from models.mentors import ProfileState
from models.queries.mentoring_due import Due
from models.requests import MentoringRequest, RequestState
from models.services import (
    feedback,
    meetings,
    mentoring_clock,
    mentors,
)
from models.services.mentoring_clock import NOBODY, STEPS
from tests.models.mentoring import (
    BEST,
    SECOND,
    THIRD,
    asked_mentor,
    chosen,
    decline,
    live,
    notices,
    profile_of,
    submitted,
)
from tests.models.mentoring_times import (
    FIGURES,
    SECOND_OF_TIME,
    TIMES,
    arranging,
    closed,
    finished,
    listed,
    long_over,
    never_met,
    old_draft,
    second_nudge,
    stopped,
    tick,
    unchosen,
)
from tests.models.talks import WEDNESDAY_9
from tests.models.world import DAY, NOW, actor


@pytest.fixture
def template() -> str:
    return "mentoring"


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


def test_whoever_waits_is_told_once_that_the_day_has_passed(session: Session) -> None:
    at = listed(session)
    assert [tick(session, now) for now in (at, at + DAY)] == [["tell_late"], []]
    assert notices(session)[-1] == ("e-01", "mentoring_late")


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


def test_offer_cut_short_by_the_day_needed_is_no_silence(session: Session) -> None:
    profile, now = profile_of(session, BEST), datetime(2026, 11, 28, 1, tzinfo=UTC)  # Friday, 8 p.m.
    for slug, need_by in (("E-01", date(2026, 11, 28)), ("E-02", date(2026, 11, 29))):
        offer = chosen(session, submitted(session, slug, now, need_by=need_by), BEST, now=now)
        assert "expire_offer" in tick(session, offer.due_at)
        assert (profile.silent_offers, profile.state) == (0, ProfileState.ACTIVE)
        now = offer.due_at
    profile.silent_offers, need_by = 1, date(2026, 12, 1)  # by Tuesday's end: the two whole business days
    tick(session, chosen(session, submitted(session, "E-03", now, need_by=need_by), BEST, now=now).due_at)
    assert (profile.silent_offers, profile.state) == (2, ProfileState.PAUSED)


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
    assert offer.due_at == datetime(2026, 12, 1, 5, tzinfo=UTC)
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


def test_time_that_fell_away_is_reminded_of_anew(session: Session) -> None:
    at = second_nudge(session)
    assert tick(session, at) == ["nudge_2"]
    engagement, by = session.scalars(select(Engagement)).one(), actor(session, "e-01")
    start = WEDNESDAY_9 + 7 * DAY
    meeting = meetings.book(session, actor=by, now=at, engagement=engagement, start=start)
    meetings.cancel(session, actor=by, now=at + DAY, meeting=meeting)
    assert tick(session, at + 3 * DAY - SECOND_OF_TIME) == []
    assert tick(session, at + 3 * DAY) == ["nudge_1"]
    assert sorted(notices(session)[-2:]) == [("e-01", "mentoring_book"), ("e-05", "mentoring_book")]


def test_reminder_of_the_questions_is_another_letter(session: Session) -> None:
    assert tick(session, TIMES["remind_feedback"](session)) == ["remind_feedback"]
    assert {template for _, template in notices(session)[-2:]} == {"mentoring_feedback_again"}


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
