"""Offers: the place held, answered, handed on, at the desk; the clock stopped once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import end_of_day
from models.audit import AuditEvent
from models.engagements import EndReason, EngagementState
from models.errors import Conflict, Invalid, Unmet, WrongState
from models.mentoring_offers import OfferState, Origin
from models.mentors import MentorKind
from models.queries.shortlist import why_not
from models.requests import MentoringRequest, RequestState
from models.services import (
    engagements,
    meetings,
    mentoring_desk,
    mentoring_offers,
    mentors,
    requests,
)
from tests.models.mentoring import (
    BEST,
    FOURTH,
    SECOND,
    THIRD,
    accepted,
    asked_mentor,
    chosen,
    decline,
    live,
    mentor_actor,
    notices,
    owner_of,
    profile_of,
    said,
    submitted,
)
from tests.models.talks import booked, open_week
from tests.models.world import DAY, NOW, actor

R = RequestState
E = EngagementState


@pytest.fixture
def template() -> str:
    return "mentoring"


def test_chosen_mentor_is_asked_and_the_place_is_held(session: Session) -> None:
    request = submitted(session)
    offer = chosen(session, request, SECOND, BEST)
    assert (request.state, offer.state, offer.origin, offer.number) == (
        R.OFFERED,
        OfferState.OFFERED,
        Origin.CHOICE,
        1,
    )
    assert offer.points == 680 + 150
    assert offer.due_at == NOW + 2 * DAY
    assert offer.remind_at == NOW + DAY
    assert notices(session) == [("e-09", "mentoring_offer")]
    second = submitted(session, "E-02")
    assert SECOND not in [one.profile.executive.slug for one in second.suggestions]


def test_urgent_offer_has_one_business_day(session: Session) -> None:
    offer = chosen(session, submitted(session, urgent=True), BEST)
    assert (offer.due_at, offer.remind_at) == (NOW + DAY, NOW + DAY / 2)


def test_after_a_refusal_the_next_choice_is_asked_and_then_the_best_of_the_others(session: Session) -> None:
    request = submitted(session)
    decline(session, chosen(session, request, THIRD, FOURTH))
    assert (asked_mentor(session, live(session, request)), live(session, request).origin) == (
        FOURTH,
        Origin.CHOICE,
    )
    decline(session, live(session, request))
    assert (asked_mentor(session, live(session, request)), live(session, request).origin) == (
        BEST,
        Origin.SERVICE,
    )
    assert (request.refusals, request.state) == (2, R.OFFERED)
    decline(session, live(session, request))
    assert (request.refusals, request.state) == (3, R.MANUAL)
    assert request.due_at == NOW + 2 * DAY
    assert notices(session)[-3:] == [
        ("exchange", "mentoring_desk"),
        ("exchange-2", "mentoring_desk"),
        ("e-01", "mentoring_news"),
    ]


def test_why_somebody_declined_stands_in_the_offer_and_not_on_the_trail(session: Session) -> None:
    offer = chosen(session, submitted(session), BEST)
    decline(session, offer)
    assert offer.decline_reason is not None
    (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "mentoring_offers.decline"))
    assert (event.object_id, event.reason, event.facts) == (
        offer.id,
        None,
        {"before": "offered", "after": "declined"},
    )


def test_accepting_begins_the_conversations(session: Session) -> None:
    request = submitted(session)
    engagement = accepted(session, chosen(session, request, BEST))
    assert (request.state, engagement.state) == (R.ACCEPTED, E.ARRANGING)
    assert engagement.book_by == datetime(2026, 12, 1, 15, tzinfo=UTC)
    assert (engagement.runs_until, engagement.meetings_allowed) == (date(2027, 1, 22), 3)
    assert notices(session)[-1] == ("e-01", "mentoring_accepted")


def test_choice_and_first_time_are_due_by_the_day_until_which_a_meeting_helps(session: Session) -> None:
    needed = date(2026, 11, 26)
    request = submitted(session, need_by=needed)
    assert request.due_at == end_of_day(needed)
    engagement = accepted(session, chosen(session, request, BEST))
    assert engagement.book_by == end_of_day(needed)
    late = datetime(2026, 12, 1, 15, tzinfo=UTC)
    assert request.in_time(late, end_of_day(needed)) == late, "what is over bounds nothing any more"


@pytest.mark.parametrize(
    ("needed", "by"),
    [
        (date(2026, 11, 24), datetime(2026, 11, 23, 16, tzinfo=UTC)),
        (date(2026, 11, 25), datetime(2026, 11, 24, 16, tzinfo=UTC)),
        (date(2026, 11, 22), datetime(2026, 12, 1, 15, tzinfo=UTC)),
        (None, datetime(2026, 12, 1, 15, tzinfo=UTC)),
    ],
)
def test_first_time_is_due_while_one_that_helps_can_still_be_booked(
    session: Session, needed: date | None, by: datetime
) -> None:
    open_week(session, BEST, windows=[(day, 540, 720) for day in range(7)])
    request = submitted(session)
    offer = chosen(session, request, BEST)
    request.need_by = needed
    assert accepted(session, offer).book_by == by


def test_answer_is_due_by_the_day_until_which_a_meeting_helps(session: Session) -> None:
    needed = date(2026, 11, 24)
    offer = chosen(session, submitted(session, need_by=needed), BEST)
    assert offer.due_at == end_of_day(needed)
    assert offer.remind_at == NOW + (end_of_day(needed) - NOW) / 2
    facts: dict[str, Any] = {"now": NOW + DAY, "offer": offer}
    mentoring_offers.ask(session, actor=mentor_actor(session, offer), **facts, question="Which office?")
    assert offer.due_at == end_of_day(needed)
    mentoring_offers.tell_more(session, actor=actor(session, "e-01"), **facts, answer="The second.")
    assert offer.due_at == end_of_day(needed)


@pytest.mark.parametrize("held", [False, True])
def test_only_whom_one_met_is_asked_again_on_request_alone(session: Session, held: bool) -> None:
    talk, owner = accepted(session, chosen(session, submitted(session), BEST)), actor(session, "e-01")
    if held:
        meetings.hold(session, actor=owner, now=NOW, meeting=booked(session, talk, NOW - DAY))
    engagements.end(session, actor=owner, now=NOW, engagement=talk, reason=EndReason.NO_TIME)
    told = why_not(session, submitted(session), talk.profile.executive.name, NOW)
    helped = (
        "helped you before, and is asked again only where you say so in the last step of a request: "
        "withdraw this one and ask anew."
    )
    assert (told == [f"{talk.profile.executive.name} {helped}"]) is held
    assert any("is on your shortlist" in sentence for sentence in told) is not held


def test_offer_is_answered_once(session: Session) -> None:
    offer = chosen(session, submitted(session), BEST)
    accepted(session, offer)
    with pytest.raises(WrongState, match=r"^The offer cannot be declined now: its state is “accepted”"):
        decline(session, offer)


def limit(session: Session, capacity: int) -> None:
    """What the best mentor takes on at a time, as the mentor says."""
    profile, by = profile_of(session, BEST), actor(session, "e-05")
    whole: dict[str, Any] = {
        "executive": profile.executive,
        "kind": MentorKind.MENTOR,
        "version": profile.version,
    }
    mentors.save(session, actor=by, now=NOW, said=said(capacity=capacity), **whole)


def test_last_place_taken_sends_other_requests_on(session: Session) -> None:
    limit(session, 2)
    one, two = submitted(session, "E-01"), submitted(session, "E-02")
    offers = [chosen(session, request, BEST, THIRD) for request in (one, two)]
    limit(session, 1)
    accepted(session, offers[1])
    assert [offer.state for offer in offers] == [OfferState.WITHDRAWN, OfferState.ACCEPTED]
    assert asked_mentor(session, live(session, one)) == THIRD
    assert one.refusals == 0


def test_limit_that_is_reached_names_where_it_is_raised(session: Session) -> None:
    limit(session, 2)
    offers = [chosen(session, submitted(session, slug), BEST) for slug in ("E-01", "E-02")]
    accepted(session, offers[0])
    limit(session, 1)
    where = "raise “Conversations at a time” in your profile as a mentor, or decline"
    with pytest.raises(Conflict, match=rf"^Your limit of conversations is reached: {where}\.$"):
        accepted(session, offers[1])


def test_asking_for_more_stops_the_clock_once(session: Session) -> None:
    request = submitted(session)
    offer = chosen(session, request, BEST)
    by, later = mentor_actor(session, offer), NOW + DAY / 2
    mentoring_offers.ask(session, actor=by, now=later, offer=offer, question=" How many people? ")
    assert (offer.state, offer.question, offer.remind_at) == (OfferState.NEEDS_INFO, "How many people?", None)
    assert offer.seconds_left == 36 * 3600
    assert offer.due_at == later + 2 * DAY
    told = NOW + DAY
    mentoring_offers.tell_more(session, actor=owner_of(session, request), now=told, offer=offer, answer="60.")
    assert (offer.state, offer.answer) == (OfferState.OFFERED, "60.")
    # a day and a half are left from Tuesday at ten: Wednesday until its end, and Thursday is Thanksgiving
    assert offer.due_at == datetime(2026, 11, 26, 5, tzinfo=UTC)
    with pytest.raises(Conflict, match=r"^You asked already: the clock stops once\.$"):
        mentoring_offers.ask(session, actor=by, now=told, offer=offer, question="And money?")
    assert notices(session)[-2:] == [("e-01", "mentoring_question"), ("e-05", "mentoring_told")]


def test_mentor_may_answer_while_the_clock_stands(session: Session) -> None:
    offer = chosen(session, submitted(session), BEST)
    mentoring_offers.ask(session, actor=mentor_actor(session, offer), now=NOW, offer=offer, question="Who?")
    assert accepted(session, offer).state is E.ARRANGING


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(" ", "Write what you would like to know."), ("x" * 2001, "Write at most 2000 characters.")],
)
def test_question_has_words_and_not_too_many(session: Session, words: str, sentence: str) -> None:
    offer = chosen(session, submitted(session), BEST)
    with pytest.raises(Invalid) as refused:
        mentoring_offers.ask(
            session, actor=mentor_actor(session, offer), now=NOW, offer=offer, question=words
        )
    assert str(refused.value) == sentence


def test_withdrawing_takes_the_offer_back(session: Session) -> None:
    request = submitted(session)
    offer = chosen(session, request, BEST)
    requests.withdraw(session, actor=owner_of(session, request), now=NOW, request=request)
    assert (request.state, offer.state, request.closed_at) == (R.WITHDRAWN, OfferState.WITHDRAWN, NOW)
    assert notices(session)[-1] == ("e-05", "mentoring_offer_ended")


def at_desk(session: Session) -> MentoringRequest:
    request = submitted(session)
    decline(session, chosen(session, request, BEST, SECOND, THIRD))
    decline(session, live(session, request))
    decline(session, live(session, request))
    assert request.state is R.MANUAL
    return request


def test_coordinator_asks_a_mentor_whom_the_rules_allow(session: Session) -> None:
    request, exchange = at_desk(session), actor(session, "exchange")
    with pytest.raises(Unmet, match=r"^Invented Person 5 was asked about this question already\.$"):
        mentoring_desk.offer(
            session, actor=exchange, now=NOW, request=request, profile=profile_of(session, BEST)
        )
    made = mentoring_desk.offer(
        session, actor=exchange, now=NOW, request=request, profile=profile_of(session, FOURTH)
    )
    assert (request.state, made.origin, made.number) == (R.OFFERED, Origin.DESK, 4)
    decline(session, made)
    assert request.state is R.MANUAL


def test_nobody_found_is_told_with_the_reason_and_may_wait(session: Session) -> None:
    request, exchange = at_desk(session), actor(session, "exchange")
    mentoring_desk.give_up(session, actor=exchange, now=NOW, request=request, reason="nobody in the field")
    assert (request.state, request.closed_at) == (R.NO_MATCH, NOW)
    assert notices(session)[-1] == ("e-01", "mentoring_no_match")
    requests.wait(session, actor=owner_of(session, request), now=NOW, request=request)
    assert (request.state, request.closed_at) == (R.WAITLISTED, None)
