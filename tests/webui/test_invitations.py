"""Invitations through a real mail server, read by another library than the one that wrote them."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.engagements import Engagement
from models.meetings import Meeting
from models.outbox import Notice
from models.services import meetings
from tests.models.talks import MENTEE, WEDNESDAY_9, engage, open_week
from tests.models.world import NOW, actor
from tests.webui.post import Post, mail_server
from tests.webui.site import Clock
from webui.calendars import feed
from webui.mailer import send_due

PLACE = "Room 7; “annex”, 2\\3\r\nhttps://meet.example/?id=1&pwd=x " + "and further on " * 8
SECRETS = ("Invented Person", "annex", "meet.example")


@pytest.fixture(autouse=True)
def _addresses(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        for slug in ("e-01", "e-05"):
            actor(session, slug).email = f"{slug}@agency.example"
        open_week(session)
        open_week(session, MENTEE, zone="America/Phoenix", windows=[(2, 7 * 60, 10 * 60)])
        engage(session)


def act(engine: Engine, verb: Any, **more: Any) -> None:
    """A verb on the one meeting (on the engagement, for the first), by the mentee."""
    with unit_of_work(engine) as session:
        if verb is meetings.book:
            more["engagement"] = session.scalars(select(Engagement)).one()
        else:
            more["meeting"] = session.scalars(select(Meeting)).one()
        verb(session, actor=actor(session, "e-01"), now=NOW, **more)


def sent(engine: Engine, clock: Clock) -> list[EmailMessage]:
    with mail_server(box := Post()) as to_server:
        send_due(engine, clock, to_server)
    return box.taken


def calendar_of(message: EmailMessage) -> tuple[EmailMessage, Calendar]:
    """The calendar part, and what another library reads in it."""
    assert message.get_content_type() == "multipart/alternative"
    text, part = message.iter_parts()
    assert (text.get_content_type(), part.get_content_type()) == ("text/plain", "text/calendar")
    assert isinstance(part, EmailMessage)
    return part, IcsCalendarStream.calendar_from_ics(part.get_content())


def only_event(message: EmailMessage) -> Event:
    (event,) = calendar_of(message)[1].events
    return event


def to(messages: list[EmailMessage], slug: str) -> EmailMessage:
    (found,) = [one for one in messages if slug in str(one["To"])]
    return found


def test_booking_sends_each_an_invitation(engine: Engine, clock: Clock) -> None:
    act(engine, meetings.book, start=WEDNESDAY_9, place=PLACE)
    messages = sent(engine, clock)
    assert len(messages) == 2
    for message in messages:
        part, calendar = calendar_of(message)
        assert part["Content-Type"].params == {"method": "REQUEST", "charset": "UTF-8"}
        assert (calendar.method, calendar.version) == ("REQUEST", "2.0")
        (event,) = calendar.events
        assert (event.dtstart, event.dtend) == (WEDNESDAY_9, WEDNESDAY_9 + timedelta(hours=1))
        assert (event.summary, event.sequence, event.status) == ("Executive conversation", 0, "CONFIRMED")
        assert (event.classification, event.location) == ("PRIVATE", " ".join(PLACE.split()))
        assert event.organizer is not None
        assert event.organizer.uri == "mailto:office@roundtrip.example"
        assert [(one.uri, one.role, one.status, one.rsvp) for one in event.attendees] == [
            ("mailto:e-05@agency.example", "REQ-PARTICIPANT", "NEEDS-ACTION", True),
            ("mailto:e-01@agency.example", "REQ-PARTICIPANT", "NEEDS-ACTION", True),
        ]


def test_nothing_private_stands_where_others_look(engine: Engine, clock: Clock) -> None:
    act(engine, meetings.book, start=WEDNESDAY_9, place=PLACE)
    for message in sent(engine, clock):
        event, (text, _) = only_event(message), message.iter_parts()
        body = text.get_content().replace(str(message["To"].addresses[0].display_name), "")
        shown = [str(message["Subject"]), event.summary, event.description, str(event.url), body]
        assert [word for word in SECRETS for where in shown if word in (where or "")] == []


def test_text_says_the_time_on_both_clocks(engine: Engine, clock: Clock) -> None:
    act(engine, meetings.book, start=WEDNESDAY_9)
    messages = sent(engine, clock)
    for slug, words in {
        "e-05": "Wednesday 25 November 2026, 9:00 a.m. Eastern (7:00 a.m. Arizona)",
        "e-01": "Wednesday 25 November 2026, 7:00 a.m. Arizona (9:00 a.m. Eastern)",
    }.items():
        (text, _) = to(messages, slug).iter_parts()
        assert words in text.get_content()
        assert "https://roundtrip.example/meetings/1" in text.get_content()


def test_lines_are_folded_and_end_as_the_standard_says(engine: Engine, clock: Clock) -> None:
    act(engine, meetings.book, start=WEDNESDAY_9, place=PLACE)
    part = calendar_of(sent(engine, clock)[0])[0]
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    lines = raw.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert b"LOCATION:Room 7\\; " in raw


def test_move_and_cancel_keep_the_uid_and_count_on(engine: Engine, clock: Clock) -> None:
    act(engine, meetings.book, start=WEDNESDAY_9)
    first = only_event(to(sent(engine, clock), "e-05"))
    later = WEDNESDAY_9 + timedelta(minutes=30)
    act(engine, meetings.move, start=later, place="By phone")
    moved = only_event(to(sent(engine, clock), "e-05"))
    act(engine, meetings.cancel)
    message = to(sent(engine, clock), "e-05")
    part, calendar = calendar_of(message)
    off = calendar.events[0]
    assert len({one.uid for one in (first, moved, off)}) == 1
    assert [one.sequence for one in (first, moved, off)] == [0, 1, 2]
    assert (moved.dtstart, moved.location) == (later, "By phone")
    assert (part["Content-Type"].params["method"], calendar.method, off.status) == (
        "CANCEL",
        "CANCEL",
        "CANCELLED",
    )


def test_invitation_overtaken_by_a_change_is_not_sent(engine: Engine, db: Session, clock: Clock) -> None:
    act(engine, meetings.book, start=WEDNESDAY_9)
    act(engine, meetings.move, start=WEDNESDAY_9 + timedelta(minutes=30))
    assert [only_event(one).sequence for one in sent(engine, clock)] == [1, 1]
    assert db.scalars(select(Notice.state).order_by(Notice.id)).all() == ["dropped"] * 2 + ["sent"] * 2


def test_reminder_changes_no_calendar_and_is_not_sent_late(engine: Engine, clock: Clock) -> None:
    act(engine, meetings.book, start=WEDNESDAY_9)
    sent(engine, clock)
    with unit_of_work(engine) as session:
        meeting = session.scalars(select(Meeting)).one()
        now = WEDNESDAY_9 - timedelta(hours=1)
        meetings.remind(session, actor=actor(session, "system"), now=now, meeting=meeting)
    late = Clock(WEDNESDAY_9)
    assert sent(engine, late) == []


def test_reminder_is_plain_text(engine: Engine, clock: Clock) -> None:
    act(engine, meetings.book, start=WEDNESDAY_9)
    sent(engine, clock)
    clock.now = WEDNESDAY_9 - timedelta(hours=1)
    with unit_of_work(engine) as session:
        meeting = session.scalars(select(Meeting)).one()
        meetings.remind(session, actor=actor(session, "system"), now=clock.now, meeting=meeting)
    assert [one.get_content_type() for one in sent(engine, clock)] == ["text/plain"] * 2


def test_who_has_no_address_is_left_out_of_the_invitation(engine: Engine, clock: Clock) -> None:
    with unit_of_work(engine) as session:
        actor(session, "e-01").email = None
    act(engine, meetings.book, start=WEDNESDAY_9)
    (message,) = sent(engine, clock)
    assert [one.uri for one in only_event(message).attendees] == ["mailto:e-05@agency.example"]


def test_feed_names_nobody(engine: Engine, db: Session) -> None:
    act(engine, meetings.book, start=WEDNESDAY_9, place="Room 7")
    text = feed(db.scalars(select(Meeting)).all(), site="https://roundtrip.example/", now=NOW)
    calendar = IcsCalendarStream.calendar_from_ics(text)
    (event,) = calendar.events
    assert calendar.method == "PUBLISH"
    assert (event.attendees, event.location, event.classification) == ([], "Room 7", "PRIVATE")
    assert (event.dtstart, event.url) == (WEDNESDAY_9, "https://roundtrip.example/meetings/1")
    assert "Invented" not in text
    assert isinstance(event.dtstamp, datetime)
