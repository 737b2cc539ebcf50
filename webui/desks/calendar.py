"""What the calendar holds for a person: meetings booked, times that are missing, calendars looked after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from matcher.mentoring.business import end_of_day
from models.actors import Actor
from models.queries.calendar_desk import ENGAGEMENT, MEETING, OVER, Line, calendar_desk
from models.zones import USUAL
from webui.desk import News, Task
from webui.talk_words import AGAIN, TOOK_PLACE, counts_at, meets

NEAR = timedelta(days=7)
"""From when on a meeting stands among what waits; before, under what comes next."""


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task | News]:
    """For an executive the own meetings; for a delegate a way to each calendar."""
    for line in calendar_desk(session, actor, now):
        yield _entry(line, now)


def _entry(line: Line, now: datetime) -> Task | News:
    if line.kind == MEETING and line.at is not None:
        sentence = meets(line.name, line.at, line.zone or USUAL)
        address = url_for("meetings.page", number=line.number)
        if line.at > now + NEAR:
            return News(sentence, address=address, at=line.at)
        return Task(sentence, None, "See it", address, at=line.at)
    if line.kind == OVER and line.at is not None:
        sentence, address = TOOK_PLACE.format(name=line.name), url_for("meetings.page", number=line.number)
        return Task(sentence, counts_at(line.at), "Say it", address)
    if line.kind == ENGAGEMENT and line.at is None:
        sentence = AGAIN.format(name=line.name)
        due = None if line.until is None else end_of_day(line.until)
        return Task(sentence, due, "Go on", url_for("engagements.page", number=line.number))
    if line.kind == ENGAGEMENT:
        sentence = f"Choose a time for a conversation with {line.name}; either of you can"
        return Task(sentence, line.at, "Choose a time", url_for("meetings.choose", number=line.number))
    return _looked_after(line)


def _looked_after(line: Line) -> Task | News:
    """What is to be booked for somebody, or else the way to the calendar."""
    address = url_for("delegates.calendar", slug=line.slug)
    if line.at is not None:
        sentence = f"You look after the times of {line.name}: a first conversation is to be booked"
        return Task(sentence, line.at, "Open the calendar", address)
    return News(f"You look after the times of {line.name}: see what is booked", address=address)
