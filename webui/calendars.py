"""Meetings and days of the way back as iCalendar objects (RFC 5545, RFC 5546): invitations, and the feeds.

What others may read over a shoulder says nothing: one summary for all, the class private, a link back. The
place stands in LOCATION alone. Instants are in UTC, so no VTIMEZONE is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vUri

from matcher.policy.return_dates import civil, first_day_back
from models.meetings import Meeting
from models.queries.meetings import Person
from models.returns import ReturnRight
from webui.return_days import days_ahead

SUMMARY = "Executive conversation"
RETURN_SUMMARY = "Roundtrip: a day to look at"
FIRST_DAY = "first_day"
PRODUCT = "-//Roundtrip//Meetings//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
FEED_REFRESH = timedelta(hours=1)


def invitation(
    meeting: Meeting, people: Sequence[Person], *, method: str, organizer: str, link: str, now: datetime
) -> str:
    """An invitation, its update or its end; `organizer` is the service's mailbox, which reads no answers."""
    event = _event(meeting, f"mailto:{organizer}", link, now)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    for person in people:
        if person.email is not None:
            event.add("attendee", _attendee(person), encode=False)
    return _text(method, [event])


def feed(meetings: Sequence[Meeting], *, site: str, now: datetime) -> str:
    """Everything in one person's calendar, without the names of the others; `site` is the pages' address."""
    events = []
    for meeting in meetings:
        event = _event(meeting, site, f"{site}meetings/{meeting.id}", now)
        event.add("status", "CONFIRMED")
        events.append(event)
    return _text(PUBLISH, events)


def return_days(rights: Sequence[ReturnRight], *, site: str, now: datetime) -> str:
    """The days ahead of each return, as whole days that nobody reads anything from over a shoulder; `site` is
    the pages' address."""
    events = []
    for right in rights:
        for due in days_ahead(right, civil(now, right.agreement.zone)):
            events.append(_day(right, due.mark.value, due.shown, site, now))
        events.append(_day(right, FIRST_DAY, first_day_back(right.ends_on), site, now))
    return _text(PUBLISH, events)


def _day(right: ReturnRight, mark: str, day: date, site: str, now: datetime) -> Event:
    link = f"{site}returns/{right.id}/day"
    event = Event()
    event.add("uid", f"return-{right.id}-{mark}-{day.isoformat()}@roundtrip")
    event.add("dtstamp", now)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", RETURN_SUMMARY)
    event.add("description", f"Whose, and what it stands for: {link}")
    event.add("url", vUri(link))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _event(meeting: Meeting, organizer: str, link: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", SUMMARY)
    event.add("description", f"With whom, and how to move it: {link}")
    event.add("url", vUri(link))
    event.add("class", "PRIVATE")
    if meeting.place is not None:
        event.add("location", meeting.place)
    address = vCalAddress(organizer)
    address.params["CN"] = "Roundtrip"
    event.add("organizer", address, encode=False)
    return event


def _attendee(person: Person) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params.update(
        {
            "CN": " ".join(person.name.split()),
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": "NEEDS-ACTION",
            "RSVP": "TRUE",
        }
    )
    return address


def _text(method: str, events: Sequence[Event]) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if method == PUBLISH:
        calendar.add("name", "Roundtrip")
        calendar.add("refresh-interval", FEED_REFRESH, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text.decode()
