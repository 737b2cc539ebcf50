"""Engagements: extended, ended by either side, finished; the thread; reports of misuse."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.mentoring_texts import CLOSED_TO_THE_ASKER
from models.actors import Role
from models.engagements import EndReason, Engagement, EngagementState, Message, Side
from models.errors import Conflict, Invalid, WrongState
from models.mentoring_offers import OfferState
from models.mentors import ProfileState
from models.queries.left_behind import left_behind, told_besides_leaving
from models.queries.meetings import of_engagement as meetings_of
from models.queries.shortlist import why_not
from models.requests import RequestState
from models.services import (
    engagements,
    feedback,
    meetings,
    mentoring_desk,
    movers,
    requests,
    upkeep,
)
from tests.models.mentoring import (
    BEST,
    SECOND,
    THIRD,
    accepted,
    asked_mentor,
    chosen,
    live,
    notices,
    profile_of,
    submitted,
)
from tests.models.talks import WEDNESDAY_9, open_week
from tests.models.world import DAY, NOW, actor, give

R = RequestState
E = EngagementState
FIGURES = {"advice": 5, "understanding": 4, "time_well_spent": 5, "again": 3}


def book(session: Session, engagement: Engagement) -> None:
    by = actor(session, "e-01")
    meetings.book(session, actor=by, now=NOW, engagement=engagement, start=WEDNESDAY_9, place="202 555 0100")


@pytest.fixture
def template() -> str:
    return "mentoring"


def test_cancelling_ends_everything_of_a_request(session: Session) -> None:
    request = submitted(session)
    engagement = accepted(session, chosen(session, request, BEST))
    exchange = actor(session, "exchange")
    mentoring_desk.cancel(session, actor=exchange, now=NOW, request=request, reason="left the service")
    assert (request.state, engagement.state, engagement.end_reason) == (R.CANCELLED, E.ENDED, EndReason.LEFT)
    assert notices(session)[-2:] == [("e-05", "mentoring_given_ended"), ("e-01", "mentoring_cancelled")]
    with pytest.raises(WrongState):
        mentoring_desk.cancel(session, actor=exchange, now=NOW, request=request, reason="again")


def test_mentor_who_ends_it_sends_the_request_on(session: Session) -> None:
    request = submitted(session)
    engagement = accepted(session, chosen(session, request, BEST))
    engagements.end(
        session, actor=actor(session, "e-05"), now=NOW, engagement=engagement, reason=EndReason.NO_TIME
    )
    assert (engagement.state, engagement.ended_by) == (E.ENDED, Side.MENTOR)
    assert (request.state, asked_mentor(session, live(session, request))) == (R.OFFERED, SECOND)
    assert notices(session)[-2:] == [("e-01", "mentoring_ended"), ("e-09", "mentoring_offer")]


@pytest.mark.parametrize(("again", "state"), [(False, R.CLOSED), (True, R.OFFERED)])
def test_mentee_who_ends_it_may_ask_again(session: Session, again: bool, state: RequestState) -> None:
    request = submitted(session)
    engagement = accepted(session, chosen(session, request, BEST))
    engagements.end(
        session,
        actor=actor(session, "e-01"),
        now=NOW,
        engagement=engagement,
        reason=EndReason.NO_GOOD_FIT,
        ask_again=again,
    )
    assert request.state is state
    later = submitted(session, now=NOW + 100 * DAY)
    assert BEST not in [one.profile.executive.slug for one in later.suggestions]
    (told,) = why_not(session, later, "Invented Person 5", NOW + 100 * DAY)
    assert told == (
        "You ended conversations with Invented Person 5 on 23 November 2026 because it was no good fit, so "
        "Invented Person 5 is not suggested to you before 22 May 2027."
    )


def test_mentor_who_found_it_no_good_fit_is_not_given_away(session: Session) -> None:
    engagement = accepted(session, chosen(session, submitted(session), BEST))
    mentor, mentee, reason = actor(session, "e-05"), actor(session, "e-01"), EndReason.NO_GOOD_FIT
    engagements.end(session, actor=mentor, now=NOW, engagement=engagement, reason=reason)
    requests.withdraw(session, actor=mentee, now=NOW, request=engagement.request)
    told = why_not(session, submitted(session, now=NOW + 100 * DAY), "Invented Person 5", NOW + 100 * DAY)
    assert told == [CLOSED_TO_THE_ASKER.format(mentor="Invented Person 5")]


def test_thread_is_short_and_erased_at_the_end_with_the_places(session: Session) -> None:
    open_week(session)
    engagement = accepted(session, chosen(session, submitted(session), BEST))
    for by, text in (("e-01", "Where do we begin?"), ("e-05", "With the people.")):
        engagements.write(session, actor=actor(session, by), now=NOW, engagement=engagement, text=text)
    assert notices(session)[-2:] == [("e-05", "mentoring_message"), ("e-01", "mentoring_message")]
    with pytest.raises(Invalid, match=r"^Write a message of at most 1000 characters\.$"):
        engagements.write(session, actor=actor(session, "e-01"), now=NOW, engagement=engagement, text=" ")
    book(session, engagement)
    engagements.finish(session, actor=actor(session, "e-01"), now=NOW, engagement=engagement)
    assert (engagement.state, engagement.request.state) == (E.FEEDBACK, R.CLOSED)
    assert session.scalars(select(Message)).all() == []
    assert [one.place for one in meetings_of(session, engagement)] == [None]
    with pytest.raises(Conflict, match=r"^The conversations have ended, and with them the thread\.$"):
        engagements.write(
            session, actor=actor(session, "e-01"), now=NOW, engagement=engagement, text="Thanks"
        )


def test_places_from_before_an_end_erased_them_are_purged_once(session: Session) -> None:
    open_week(session)
    engagement = accepted(session, chosen(session, submitted(session), BEST))
    book(session, engagement)
    system = actor(session, "system")
    assert upkeep.purge(session, actor=system, now=NOW)["places of meetings"] == 0
    engagements.finish(session, actor=actor(session, "e-01"), now=NOW, engagement=engagement)
    (held,) = meetings_of(session, engagement)
    held.place = "202 555 0100"
    session.flush()
    assert [upkeep.purge(session, actor=system, now=NOW)["places of meetings"] for _ in range(2)] == [1, 0]
    session.refresh(held)
    assert held.place is None


def test_both_extend_or_nobody(session: Session) -> None:
    engagement = accepted(session, chosen(session, submitted(session), BEST))
    until = engagement.runs_until
    assert not engagements.extend(session, actor=actor(session, "e-01"), now=NOW, engagement=engagement)
    assert (engagement.runs_until, engagement.meetings_allowed) == (until, 3)
    assert engagements.extend(session, actor=actor(session, "e-05"), now=NOW, engagement=engagement)
    assert (engagement.runs_until, engagement.meetings_allowed) == (until + timedelta(days=60), 6)
    assert (engagement.mentee_extends, engagement.mentor_extends) == (False, False)


def test_report_goes_to_the_office_and_the_other_side_learns_nothing(session: Session) -> None:
    engagement = accepted(session, chosen(session, submitted(session), BEST))
    for slug in ("e-05", "e-01"):
        give(session, slug, Role.PROGRAMME_OFFICE, None)
    before = len(notices(session))
    made = engagements.report(
        session, actor=actor(session, "e-01"), now=NOW, engagement=engagement, text="He sold me something."
    )
    assert notices(session)[before:] == [("office", "mentoring_report"), ("office-2", "mentoring_report")]
    office = actor(session, "office")
    with pytest.raises(Invalid, match=r"^Write what was done: it stays on the record\.$"):
        mentoring_desk.handle_report(session, actor=office, now=NOW, report=made, handling=" ")
    mentoring_desk.handle_report(session, actor=office, now=NOW, report=made, handling="spoke with both")
    assert made.handled_by_id == office.id
    with pytest.raises(Conflict, match=r"^This report is handled already\.$"):
        mentoring_desk.handle_report(session, actor=office, now=NOW, report=made, handling="again")


def test_feedback_before_it_is_asked_for_is_refused(session: Session) -> None:
    open_week(session)
    engagement = accepted(session, chosen(session, submitted(session), BEST))
    book(session, engagement)
    engagements.finish(session, actor=actor(session, "e-01"), now=WEDNESDAY_9, engagement=engagement)
    with pytest.raises(
        Conflict, match=r"^Feedback is taken for some days after the end, once it is asked for"
    ):
        feedback.answer(
            session, actor=actor(session, "e-01"), now=NOW, engagement=engagement, figures=FIGURES
        )


def leave(session: Session, slug: str) -> None:
    person = actor(session, slug)
    movers.leave(session, actor=actor(session, "office"), now=NOW, person=person, reason="retired")


def test_mentor_who_leaves_the_service_hands_everybody_on(session: Session) -> None:
    profile = profile_of(session, BEST)
    profile.capacity = 2
    session.flush()
    talking = accepted(session, chosen(session, submitted(session, "E-01"), BEST))
    waiting = submitted(session, "E-02")
    offer = chosen(session, waiting, BEST)
    assert told_besides_leaving(left_behind(session, actor(session, "e-05"))) == [
        "Requests that wait for this mentor, and for which another one is asked: 1.",
        "Conversations as a mentor that end, and for which another mentor is asked: 1.",
    ]
    assert told_besides_leaving(left_behind(session, actor(session, "e-02"))) == [
        "Requests for a mentor that are cancelled: 1."
    ]
    leave(session, "e-05")
    assert (profile.state, talking.state, talking.end_reason) == (
        ProfileState.RETIRED,
        E.ENDED,
        EndReason.LEFT,
    )
    assert offer.state is OfferState.WITHDRAWN
    assert {asked_mentor(session, live(session, one)) for one in (talking.request, waiting)} == {
        SECOND,
        THIRD,
    }


def test_mentee_who_leaves_the_service_is_waited_for_by_nobody(session: Session) -> None:
    engagement = accepted(session, chosen(session, submitted(session), BEST))
    leave(session, "e-01")
    assert (engagement.request.state, engagement.state) == (R.CANCELLED, E.ENDED)
    assert ("e-05", "mentoring_given_ended") in notices(session)  # nothing of it is on a mentor's desk
