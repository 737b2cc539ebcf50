"""Conversations through the pages: chosen, moved, cancelled, said to be held or not, and by whom."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.availability import BookingPolicy
from models.db import unit_of_work
from models.engagements import Engagement
from models.meetings import Meeting, MeetingState
from tests.models.talks import MORNING, NOON, open_week
from tests.models.world import DAY, NOW, actor
from tests.webui.site import Clock, send, sign_in

OVER, SOON = 1, 2  # ids of the meetings of the stage: both of E-01 with E-05
WAITING = 2  # id of the engagement of E-01 with E-09, which has no meeting yet
FIRST = "20261125T1400Z"


@pytest.fixture
def stage() -> str:
    return "talking"


@pytest.fixture
def e01(client: FlaskClient) -> FlaskClient:
    return sign_in(client, "e-01")


def meetings(db: Session) -> list[Meeting]:
    db.rollback()
    db.expire_all()
    return list(db.scalars(select(Meeting).order_by(Meeting.id)))


def test_desk_says_whom_one_meets_and_where_a_time_is_missing(e01: FlaskClient) -> None:
    desk = e01.get("/").text
    assert "You meet Invented Person 5 on Tuesday 24 November 2026, 8:00 a.m. Arizona" in desk
    assert (
        "Choose a time for a conversation with Invented Person 9; either of you can — by 30 November 2026"
        in desk
    )
    assert "Your conversation with Invented Person 5 is over: say whether it took place" in desk
    assert desk.index("You meet") < desk.index("Choose a time for a conversation")


def test_meeting_that_is_far_off_comes_next_on_both_desks(
    make_client: Callable[[], FlaskClient], db: Session
) -> None:
    meeting = db.get_one(Meeting, SOON)
    for days, comes_next in ((7, False), (8, True)):
        meeting.starts_at, meeting.ends_at = NOW + days * DAY, NOW + (days + 1) * DAY
        db.commit()
        for slug, name in (("e-01", "Invented Person 5"), ("e-05", "Invented Person 1")):
            desk = sign_in(make_client(), slug).get("/").text
            before, _, after = desk.partition("What comes next")
            told = f"You meet {name} on"
            assert [told in before, told in after] == [not comes_next, comes_next]
            assert f'<a href="/meetings/{SOON}">{told}' in after or not comes_next


def test_times_on_offer_are_said_on_both_clocks(e01: FlaskClient) -> None:
    page = e01.get(f"/engagements/{WAITING}/times").text
    found = re.findall(r'for="start-(\w+)">([^<]*) <span[^>]*>([^<]*)</span></label>', page)
    assert found[0] == (FIRST, "7:00 a.m.", "9:00 a.m. Eastern")
    assert "yours are in Arizona time" in page
    assert "The last day of these conversations is 22 January 2027." in page
    assert "A room, a telephone number or the link of a video call. Both sides see it." in page
    assert page.index("Wednesday 25 November 2026") < page.index("Monday 30 November 2026")


def test_every_day_with_a_time_is_offered(e01: FlaskClient, db: Session) -> None:
    daily = [(day, MORNING, NOON) for day in range(5)]
    for slug in ("E-01", "E-09"):
        open_week(db, slug, windows=daily)
    db.commit()
    page = e01.get(f"/engagements/{WAITING}/times").text
    days = re.findall(r'<p class="rt-slots__day">([^<]+)', page)
    assert (len(days), days[-1]) == (18, "Friday 18 December 2026")
    assert "<summary>Later, until Friday 18 December 2026</summary>" in page


def test_day_after_the_need_says_so(e01: FlaskClient, db: Session) -> None:
    page = e01.get(f"/engagements/{WAITING}/times").text
    assert "later than needed" not in page
    db.get_one(Engagement, WAITING).request.need_by = date(2026, 11, 25)
    db.commit()
    page = e01.get(f"/engagements/{WAITING}/times").text
    assert page.index("Wednesday 25 November 2026</p>") < page.index("later than needed")
    late = 'Monday 30 November 2026<br><span class="rt-muted">later than needed</span></p>'
    assert late in page
    send(e01, f"/engagements/{WAITING}/times", {"start": FIRST})
    assert late in e01.get("/meetings/3/move").text
    assert late not in e01.get(f"/engagements/{WAITING}/times").text


def test_time_is_booked_and_the_page_says_everything(e01: FlaskClient, db: Session) -> None:
    answer = send(e01, f"/engagements/{WAITING}/times", {"start": FIRST, "place": "202 555 0100"})
    assert (answer.status_code, answer.location) == (303, "/meetings/3")
    page = e01.get("/meetings/3").text
    for words in (
        "Conversation with Invented Person 9",
        "Wednesday 25 November 2026, 7:00 a.m. Arizona",
        "Wednesday 25 November 2026, 9:00 a.m. Eastern",
        "60 minutes",
        "202 555 0100",
    ):
        assert words in page
    assert FIRST not in e01.get("/meetings/3/move").text.split("start-now")[0]


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"start": ""}, 422, "Choose a time."),
        ({"start": "20261125T1405Z"}, 409, "This time is not free any more: choose another."),
        ({"start": FIRST, "place": "x" * 201}, 422, "Use at most 200 characters for the place."),
    ],
)
def test_what_cannot_be_booked_is_said(
    e01: FlaskClient, db: Session, fields: dict[str, str], status: int, sentence: str
) -> None:
    answer = send(e01, f"/engagements/{WAITING}/times", fields)
    assert (answer.status_code, answer.text.count(sentence)) == (status, 2)
    assert len(meetings(db)) == 2


def test_times_that_are_used_up_are_said_to_be_before_the_choice(e01: FlaskClient, db: Session) -> None:
    first = db.get_one(Engagement, 1)
    first.meetings_allowed = 2
    db.commit()
    page = e01.get("/engagements/1/times").text
    assert "2 conversations are held or booked: all that are agreed" in page
    assert "Book this time" not in page
    talk = e01.get("/engagements/1").text
    assert "For another one, ask for more time" in talk
    assert "Book one more conversation" not in talk
    assert "Save the change" in e01.get(f"/meetings/{SOON}/move").text


def test_day_taken_away_names_what_is_booked_on_it(e01: FlaskClient) -> None:
    day = {"kind": "block", "first": "2026-11-24", "last": "", "start": "0", "end": "1440"}
    booked = f'Booked all the same:</strong> <a href="/meetings/{SOON}">'
    for times, named in ((day | {"end": "480"}, 0), (day | {"start": "510"}, 1), (day, 2)):
        assert send(e01, "/times/days", times).status_code == 303
        assert e01.get("/times/days").text.count(booked) == named


def test_time_taken_meanwhile_is_refused(
    e01: FlaskClient, make_client: Callable[[], FlaskClient], db: Session
) -> None:
    mentor = sign_in(make_client(), "e-09")
    assert send(mentor, f"/engagements/{WAITING}/times", {"start": FIRST}).status_code == 303
    answer = send(e01, f"/engagements/{WAITING}/times", {"start": FIRST})
    assert answer.status_code == 409
    assert "not free any more" in answer.text


def test_move_keeps_the_place_in_the_form_and_changes_both(e01: FlaskClient, db: Session) -> None:
    page = e01.get(f"/meetings/{SOON}/move").text
    assert 'value="Room 7"' in page
    assert "Keep Tuesday 24 November 2026, 8:00 a.m. Arizona (10:00 a.m. Eastern)" in page
    answer = send(e01, f"/meetings/{SOON}/move", {"start": FIRST, "place": "Room 8"})
    assert (answer.status_code, answer.location) == (303, f"/meetings/{SOON}")
    moved = meetings(db)[1]
    assert (f"{moved.starts_at:%Y%m%dT%H%MZ}", moved.place, moved.sequence) == (FIRST, "Room 8", 1)


def test_place_alone_is_changed(e01: FlaskClient, db: Session) -> None:
    kept = re.search(r'id="start-now" value="(\w+)" checked', e01.get(f"/meetings/{SOON}/move").text)
    assert kept
    assert send(e01, f"/meetings/{SOON}/move", {"start": kept.group(1), "place": ""}).status_code == 303
    assert (meetings(db)[1].starts_at, meetings(db)[1].place) == (NOW + DAY, None)
    assert send(e01, f"/meetings/{SOON}/move", {"start": "", "place": ""}).status_code == 422
    assert send(e01, f"/meetings/{SOON}/move", {"start": "x", "place": ""}).status_code == 409


def test_length_that_changed_since_is_that_of_another_time(e01: FlaskClient, db: Session) -> None:
    long = ", 60 minutes long as it is booked"
    assert f"{long}. The times suit" in e01.get(f"/meetings/{SOON}/move").text
    db.execute(update(BookingPolicy).values(length_minutes=30))
    db.commit()
    assert f"{long}, 30 at another time. The times suit" in e01.get(f"/meetings/{SOON}/move").text


def test_nothing_changed_sends_no_invitation(e01: FlaskClient, db: Session) -> None:
    kept = re.search(r'id="start-now" value="(\w+)" checked', e01.get(f"/meetings/{SOON}/move").text)
    assert kept
    send(e01, f"/meetings/{SOON}/move", {"start": kept.group(1), "place": " Room 7 "})
    assert "Nothing was changed, and nobody is told." in e01.get(f"/meetings/{SOON}").text
    assert meetings(db)[1].sequence == 0


def test_cancelling_late_is_announced_and_noted(e01: FlaskClient, db: Session, clock: Clock) -> None:
    assert "noted as late" not in e01.get(f"/meetings/{SOON}").text
    clock.now = NOW + DAY
    clock.move(hours=-2)
    e01 = sign_in(e01, "e-01")
    assert "noted as late" in e01.get(f"/meetings/{SOON}").text
    assert send(e01, f"/meetings/{SOON}/cancel").status_code == 303
    assert meetings(db)[1].cancelled_late
    assert "late, less than 3 hours before" in e01.get(f"/meetings/{SOON}").text
    assert send(e01, f"/meetings/{SOON}/cancel").status_code == 409


def test_who_did_not_come_is_said_and_taken_back(e01: FlaskClient, db: Session) -> None:
    answer = send(e01, f"/meetings/{OVER}/missed", {"absent": "nobody"})
    assert (answer.status_code, answer.text.count("Not a valid choice.")) == (422, 2)
    assert '<option value="">choose who</option>' in e01.get(f"/meetings/{OVER}").text
    assert "Say who did not come." in send(e01, f"/meetings/{OVER}/missed", {"absent": ""}).text
    assert send(e01, f"/meetings/{OVER}/missed", {"absent": "mentor"}).status_code == 303
    page = e01.get(f"/meetings/{OVER}").text
    assert "Invented Person 5 did not come" in page
    assert "Choose another time" in page
    assert "counts as held by itself" not in page
    assert "All about these conversations" in page
    assert "Say how it went" not in e01.get("/meetings").text
    assert send(e01, f"/meetings/{OVER}/held").status_code == 303
    assert meetings(db)[0].state is MeetingState.HELD


def test_conversation_that_runs_says_from_when_it_is_told(e01: FlaskClient, clock: Clock) -> None:
    act = 'Say how it went<span class="usa-sr-only">: the conversation on Tuesday 24 November 2026'
    when = "From 9:00 a.m. Arizona either side says here whether it took place."
    clock.now = NOW + DAY
    for minutes, over in ((5, False), (54, False), (1, True)):
        clock.move(minutes=minutes)
        e01 = sign_in(e01, "e-01")
        assert (act in e01.get("/meetings").text) is over
        assert "Nothing else is booked: what has begun stands below." in e01.get("/meetings").text
        assert (when in e01.get(f"/meetings/{SOON}").text) is not over


def test_delegate_arranges_and_neither_sees_nor_says_more(
    e01: FlaskClient, make_client: Callable[[], FlaskClient], db: Session
) -> None:
    helper = sign_in(make_client(), "supervisor-EN")
    calendar = helper.get("/calendars/of/E-01").text
    assert "Invented Person 5" in calendar
    assert "Messages and more" not in calendar
    assert 'href="/calendars/of/E-01">Not now<' in helper.get(f"/engagements/{WAITING}/times").text
    assert f'href="/engagements/{WAITING}">Messages and more' in e01.get("/meetings").text
    page = helper.get(f"/meetings/{OVER}").text
    assert "Somebody did not come" not in page
    assert "All about these conversations" not in page
    assert "Back to the times of Invented Person 1" in page
    assert send(helper, f"/meetings/{OVER}/missed", {"absent": "mentor"}).status_code == 404
    assert send(helper, f"/engagements/{WAITING}/times", {"start": FIRST}).status_code == 303
    event = db.scalars(select(AuditEvent).where(AuditEvent.action == "meetings.book")).one()
    assert event.facts == {"on_behalf_of": "E-01"}
    assert e01.get("/times/delegates").text.count("a conversation with Invented Person 9</a>") == 1
    assert send(helper, "/meetings/3/cancel").status_code == 303
    done = e01.get("/times/delegates").text
    for act in ("supervisor-EN cancelled", "supervisor-EN booked"):
        assert f'{act} <a href="/meetings/3">a conversation with Invented Person 9</a>' in done
    assert "a conversation with" not in sign_in(make_client(), "e-09").get("/times/delegates").text


@pytest.mark.parametrize("slug", ["e-02", "host-EN", "exchange", "office", "auditor"])
def test_nobody_else_finds_it(make_client: Callable[[], FlaskClient], slug: str) -> None:
    other = sign_in(make_client(), slug)
    for address in (f"/meetings/{SOON}", f"/meetings/{SOON}/move", f"/engagements/{WAITING}/times"):
        assert other.get(address).status_code == 404
    assert send(other, f"/meetings/{SOON}/cancel").status_code == 404
    assert send(other, f"/engagements/{WAITING}/times", {"start": FIRST}).status_code == 404


def test_no_time_that_suits_both_says_whose_are_missing_and_what_to_do(
    e01: FlaskClient, db: Session, make_client: Callable[[], FlaskClient]
) -> None:
    engine = e01.application.extensions["roundtrip"].engine
    with unit_of_work(engine) as session:
        talk = session.get_one(Engagement, WAITING)
        talk.profile.executive_id = actor(session, "e-02").executive_id or 0
    times, then = f"/engagements/{WAITING}/times", ": a time that suits both appears here at once."
    page = e01.get(times).text
    assert "No time suits both just now" in page
    theirs = "Invented Person 2 has no time that can be booked. Ask Invented Person 2 to name some"
    assert theirs + then in page
    assert 'href="/times">Change my times</a>' in page
    assert f'href="/engagements/{WAITING}#messages">Write to Invented Person 2</a>' in page
    mine = "You have no time that can be booked. Name some"
    assert mine + then in sign_in(make_client(), "e-02").get(times).text
    open_week(db, "E-01", windows=[(1, 540, 600)])
    open_week(db, "E-02")
    db.commit()
    apart = "Both of you have times, but none of them is the same. Change your own times, or ask Invented"
    assert f"{apart} Person 2 to{then}" in e01.get(times).text
    page = sign_in(make_client(), "supervisor-EN").get(times).text
    assert ("Tell Invented Person 1" + then in page, "Change my times" in page, "Write to" in page) == (
        True,
        False,
        False,
    )
