"""Meetings of two people: booked, moved, cancelled, missed, held; and what each leaves behind."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from matcher.availability.problem import Difference, Terms
from models.audit import AuditEvent
from models.delegations import Delegation
from models.engagements import Engagement, EngagementState, Side, booking_ends
from models.errors import Conflict, Denied, Invalid, WrongState
from models.executives import Executive
from models.meetings import Meeting, MeetingQuarter, MeetingState
from models.outbox import Notice
from models.queries.meetings import shown, slots, takeable
from models.requests import RequestWindow
from models.services import availability, delegations, meetings
from tests.models.talks import MENTEE, WEDNESDAY_9, booked, engage, open_week
from tests.models.world import DAY, NOW, actor, find

OF_FIVE = {"owner": "Invented Person 5"}
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
S = MeetingState


@pytest.fixture
def talk(session: Session) -> Engagement:
    open_week(session)
    return engage(session)


def book(
    session: Session, talk: Engagement, start: datetime = WEDNESDAY_9, by: str = "e-01", **more: Any
) -> Meeting:
    return meetings.book(
        session, actor=actor(session, by), now=NOW, engagement=talk, start=start, place="Room 7", **more
    )


def starts(session: Session, talk: Engagement, **more: Any) -> list[str]:
    return [f"{slot.start:%a %d %b %H:%M}" for slot in slots(session, talk, NOW, **more)]


def quarters(session: Session) -> int:
    return len(session.scalars(select(MeetingQuarter)).all())


def notices(session: Session) -> list[tuple[str, str, Any]]:
    found = session.scalars(select(Notice).order_by(Notice.id))
    return [(one.recipient.slug, one.template, one.payload) for one in found]


def test_times_on_offer_are_those_of_the_mentor(session: Session, talk: Engagement) -> None:
    assert starts(session, talk)[:6] == [
        f"Wed 25 Nov {time}" for time in ("14:00", "14:30", "15:00", "15:30", "16:00")
    ] + ["Mon 30 Nov 14:00"]


def test_times_named_in_the_request_come_alone_and_every_one_may_be_taken(
    session: Session, talk: Engagement
) -> None:
    talk.request.week = [RequestWindow(weekday=0, start_minute=600, end_minute=660)]
    session.flush()
    assert starts(session, talk)[:2] == ["Mon 30 Nov 15:00", "Mon 07 Dec 15:00"]
    assert starts(session, talk, every=True)[0] == "Wed 25 Nov 14:00"
    assert book(session, talk).starts_at == WEDNESDAY_9


def test_both_calendars_are_read_once_however_many_weeks_count(session: Session, talk: Engagement) -> None:
    talk.request.week = [RequestWindow(weekday=6, start_minute=600, end_minute=660)]
    session.flush()
    seen: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *said: seen.append(said[2]))
    assert shown(session, talk, NOW) == (True, takeable(session, talk, NOW))
    assert len([one for one in seen if "FROM booking_policies" in one]) == 2


def test_times_end_with_the_last_day_of_the_conversations(session: Session, talk: Engagement) -> None:
    talk.runs_until = date(2026, 11, 30)
    session.flush()
    offered = starts(session, talk)
    assert (offered[0], offered[-1]) == ("Wed 25 Nov 14:00", "Mon 30 Nov 16:00")
    with pytest.raises(Conflict, match=r"^This time is not free any more: choose another\.$"):
        book(session, talk, WEDNESDAY_9 + 7 * DAY)
    meeting, by = book(session, talk), actor(session, "e-01")
    with pytest.raises(Conflict, match=r"^This time is not free any more: choose another\.$"):
        meetings.move(session, actor=by, now=NOW, meeting=meeting, start=WEDNESDAY_9 + 7 * DAY)


def test_engagement_whose_last_day_has_passed_offers_no_time(session: Session, talk: Engagement) -> None:
    talk.runs_until = date(2026, 11, 22)
    session.flush()
    assert starts(session, talk) == []


def test_mentee_who_named_times_meets_at_those(session: Session, talk: Engagement) -> None:
    open_week(session, MENTEE, zone="America/Phoenix", windows=[(2, 8 * 60, 9 * 60)])
    assert starts(session, talk)[:2] == ["Wed 25 Nov 15:00", "Wed 02 Dec 15:00"]


def test_booking_takes_the_time_of_both_and_invites_both(session: Session, talk: Engagement) -> None:
    meeting = book(session, talk)
    assert (meeting.starts_at, meeting.ends_at, meeting.state) == (WEDNESDAY_9, WEDNESDAY_9 + HOUR, S.BOOKED)
    assert (meeting.sequence, meeting.place, talk.state) == (0, "Room 7", EngagementState.MEETING)
    assert quarters(session) == 8
    facts = {"meeting": meeting.id, "sequence": 0, "method": "REQUEST"}
    assert notices(session) == [("e-01", "meeting_booked", facts), ("e-05", "meeting_booked", facts)]
    assert starts(session, talk)[:2] == ["Wed 25 Nov 15:30", "Wed 25 Nov 16:00"]  # a quarter is kept free


def test_notices_name_neither_the_other_nor_the_place(session: Session, talk: Engagement) -> None:
    book(session, talk)
    told = str([payload for _, _, payload in notices(session)])
    assert "Room" not in told
    assert "Invented" not in told


def test_time_that_is_not_on_offer_is_refused(session: Session, talk: Engagement) -> None:
    for start in (WEDNESDAY_9 - HOUR, WEDNESDAY_9 + 15 * MINUTE, NOW):
        with pytest.raises(Conflict, match=r"^This time is not free any more: choose another\.$"):
            book(session, talk, start)
    assert quarters(session) == 0


def test_same_time_is_not_booked_twice(session: Session, talk: Engagement) -> None:
    book(session, talk)
    other = engage(session, "E-09", "E-01")
    open_week(session, "E-09")
    with pytest.raises(Conflict, match="not free any more"):
        book(session, other)


def test_meetings_of_an_engagement_are_counted(session: Session) -> None:
    open_week(session)
    talk = engage(session, allowed=1)
    first = book(session, talk)
    with pytest.raises(
        Conflict, match=r"^All meetings of these conversations are used: both can extend them\.$"
    ):
        book(session, talk, WEDNESDAY_9 + 5 * DAY)
    meetings.cancel(session, actor=actor(session, "e-05"), now=NOW, meeting=first)
    assert book(session, talk, WEDNESDAY_9 + 5 * DAY).state is S.BOOKED


def test_nothing_is_booked_after_the_end(session: Session, talk: Engagement) -> None:
    talk.__dict__["state"] = EngagementState.ENDED
    session.execute(
        Engagement.__table__.update().values(state="ended", ended_at=NOW, end_reason="solved")  # type: ignore[attr-defined]
    )
    with pytest.raises(Conflict, match=r"^These conversations are over: nothing can be booked any more\.$"):
        book(session, talk)


def test_place_is_one_short_line(session: Session, talk: Engagement) -> None:
    who: dict[str, Any] = {
        "actor": actor(session, "e-01"),
        "now": NOW,
        "engagement": talk,
        "start": WEDNESDAY_9,
    }
    with pytest.raises(Invalid, match=r"^Use at most 200 characters for the place\.$"):
        meetings.book(session, **who, place="x" * 201)
    session.expunge_all()


def test_move_takes_the_new_time_and_gives_the_old_one_back(session: Session, talk: Engagement) -> None:
    meeting = book(session, talk)
    later = WEDNESDAY_9 + 30 * MINUTE  # overlaps the old time, which is its own
    meetings.move(session, actor=actor(session, "e-05"), now=NOW, meeting=meeting, start=later, place="")
    assert (meeting.starts_at, meeting.sequence, meeting.place) == (later, 1, None)
    assert quarters(session) == 8
    assert [template for _, template, _ in notices(session)] == ["meeting_booked"] * 2 + ["meeting_moved"] * 2
    assert notices(session)[-1][2] == {"meeting": meeting.id, "sequence": 1, "method": "REQUEST"}


def test_place_alone_changes_without_a_free_time(session: Session, talk: Engagement) -> None:
    meeting = booked(session, talk, NOW + HOUR)
    meetings.move(
        session,
        actor=actor(session, "e-01"),
        now=NOW,
        meeting=meeting,
        start=meeting.starts_at,
        place="By phone",
    )
    assert (meeting.place, meeting.sequence, meeting.starts_at) == ("By phone", 1, NOW + HOUR)


@pytest.mark.parametrize(("before", "late"), [(3 * HOUR, False), (3 * HOUR - MINUTE, True), (MINUTE, True)])
def test_cancelling_within_three_hours_is_late(
    session: Session, talk: Engagement, before: timedelta, late: bool
) -> None:
    meeting = book(session, talk)
    meetings.cancel(session, actor=actor(session, "e-05"), now=WEDNESDAY_9 - before, meeting=meeting)
    assert (meeting.state, meeting.cancelled_by, meeting.cancelled_late) == (S.CANCELLED, Side.MENTOR, late)
    assert (meeting.sequence, quarters(session), talk.state) == (1, 0, EngagementState.ARRANGING)
    facts = {"meeting": meeting.id, "sequence": 1, "method": "CANCEL"}
    assert notices(session)[2:] == [
        ("e-01", "meeting_cancelled", facts),
        ("e-05", "meeting_cancelled", facts),
    ]


def test_what_has_begun_is_neither_moved_nor_cancelled(session: Session, talk: Engagement) -> None:
    facts: dict[str, Any] = {
        "actor": actor(session, "e-01"),
        "now": WEDNESDAY_9,
        "meeting": book(session, talk),
    }
    with pytest.raises(Conflict, match=r"^It has begun: say afterwards whether it took place\.$"):
        meetings.cancel(session, **facts)
    with pytest.raises(Conflict, match=r"^It has begun"):
        meetings.move(session, **facts, start=WEDNESDAY_9 + DAY)


def test_cancelled_meeting_stays_cancelled(session: Session, talk: Engagement) -> None:
    facts: dict[str, Any] = {"actor": actor(session, "e-01"), "now": NOW, "meeting": book(session, talk)}
    meetings.cancel(session, **facts)
    for verb in (meetings.cancel, meetings.hold):
        with pytest.raises((WrongState, Conflict)):
            verb(session, **facts)


@pytest.mark.parametrize(("after", "done"), [(10 * MINUTE, True), (10 * MINUTE - MINUTE / 60, False)])
def test_who_did_not_come_is_said_ten_minutes_after_the_begin(
    session: Session, talk: Engagement, after: timedelta, done: bool
) -> None:
    meeting = book(session, talk)
    facts: dict[str, Any] = {"actor": actor(session, "e-01"), "now": WEDNESDAY_9 + after, "meeting": meeting}
    if not done:
        with pytest.raises(Conflict, match=r"^Wait until 10 minutes after the begin: people run late\.$"):
            meetings.miss(session, **facts, absent=Side.MENTOR)
        return
    meetings.miss(session, **facts, absent=Side.MENTOR)
    assert (meeting.state, meeting.absent, talk.state) == (S.MISSED, Side.MENTOR, EngagementState.ARRANGING)
    assert talk.book_by == booking_ends(facts["now"]), "the days to choose a time count from then"
    assert notices(session)[2:] == [("e-05", "meeting_missed", {"page": f"meetings/{meeting.id}"})]
    meetings.hold(session, **(facts | {"now": WEDNESDAY_9 + HOUR}))
    assert (meeting.state, meeting.absent, talk.state) == (S.HELD, None, EngagementState.MEETING)


def test_held_is_said_after_the_end(session: Session, talk: Engagement) -> None:
    facts: dict[str, Any] = {"actor": actor(session, "e-01"), "meeting": book(session, talk)}
    with pytest.raises(Conflict, match=r"^It is not over yet\.$"):
        meetings.hold(session, now=WEDNESDAY_9 + HOUR - MINUTE, **facts)
    meetings.hold(session, now=WEDNESDAY_9 + HOUR, **facts)
    assert facts["meeting"].state is S.HELD


def test_weekly_limit_counts_what_was_held_this_week(session: Session) -> None:
    terms = Terms(length=60, step=30, notice=0, horizon=10, buffer=0, most_per_week=1)
    open_week(session, terms=terms)
    talk = engage(session)
    meeting = booked(session, talk, NOW - 2 * HOUR)
    assert starts(session, talk)[0][:10] == "Mon 30 Nov"
    assert starts(session, talk, besides=meeting)[0] == "Mon 23 Nov 15:00"


def test_call_off_cancels_what_is_to_come_and_nothing_else(session: Session, talk: Engagement) -> None:
    past, to_come = booked(session, talk, NOW - 2 * HOUR), book(session, talk)
    meetings.call_off(session, talk, by=actor(session, "system"), now=NOW)
    assert (past.state, to_come.state, to_come.cancelled_by) == (S.BOOKED, S.CANCELLED, None)


def test_delegate_books_on_behalf_and_says_nothing_else(session: Session, talk: Engagement) -> None:
    helper = actor(session, "supervisor-EN")
    helper.email = "helper@agency.example"
    mentor: dict[str, Any] = {
        "executive": find(session, Executive, "E-05"),
        "actor": actor(session, "e-05"),
        "now": NOW,
    }
    given = delegations.begin(session, **mentor, email="helper@agency.example")
    meeting = book(session, talk, by="supervisor-EN")
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "meetings.book")).one()
    assert (event.actor_id, event.facts) == (helper.id, {"on_behalf_of": "E-05"})
    with pytest.raises(Denied):
        meetings.miss(session, actor=helper, now=NOW + 5 * DAY, meeting=meeting, absent=Side.MENTEE)
    meetings.cancel(session, actor=helper, now=NOW, meeting=meeting)
    assert meeting.cancelled_by is Side.MENTOR
    delegations.end(session, **mentor, given=given)
    with pytest.raises(Denied):
        book(session, talk, by="supervisor-EN")
    assert session.scalars(select(Delegation.ended_at)).all() == [NOW]
    told = select(Notice.template, Notice.payload).where(Notice.recipient_id == helper.id).order_by(Notice.id)
    assert session.execute(told).all() == [(f"delegation_{act}", OF_FIVE) for act in ("begun", "ended")]


def test_blocked_day_offers_nothing(session: Session, talk: Engagement) -> None:
    owner: dict[str, Any] = {"executive": find(session, Executive, "E-05"), "actor": actor(session, "e-05")}
    owner["now"] = NOW
    day = date(2026, 11, 25)
    made = availability.add_exception(session, **owner, kind=Difference.BLOCK, first=day, last=day)
    assert starts(session, talk)[0] == "Mon 30 Nov 14:00"
    availability.drop_exception(session, **owner, exception=made)
    session.expire_all()
    assert starts(session, talk)[0] == "Wed 25 Nov 14:00"
