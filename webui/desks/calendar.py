"""What the calendar holds for a person: meetings near by, times that are missing, calendars looked after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from models.actors import Actor
from models.executives import Executive
from models.meetings import Meeting
from models.queries.availability import policy_of
from models.queries.delegations import looked_after
from models.queries.meetings import bookable, of_executive
from models.zones import USUAL
from webui.desk import News, Task
from webui.when import local

NEAR = timedelta(days=7)


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task | News]:
    """For an executive the own meetings; for a delegate a way to each calendar."""
    executive = None if actor.executive_id is None else session.get(Executive, actor.executive_id)
    if executive is not None:
        yield from _meetings(session, executive, now)
    for one in looked_after(session, actor):
        address = url_for("delegates.calendar", slug=one.slug)
        yield Task(f"You look after the times of {one.name}", None, "Open the calendar", address)


def _meetings(session: Session, executive: Executive, now: datetime) -> Iterator[Task | News]:
    near = [one for one in of_executive(session, executive, now) if one.starts_at - now <= NEAR]
    policy = policy_of(session, executive) if near else None
    zone = policy.zone if policy else USUAL
    for meeting in near:
        address = url_for("meetings.page", number=meeting.id)
        when = local(meeting.starts_at, zone)
        yield Task(f"You meet {_other(meeting, executive)} on {when}", None, "See it", address)
    for one in bookable(session, executive):
        mine = one.profile.executive_id == executive.id
        other = one.mentee.name if mine else one.profile.executive.name
        address = url_for("meetings.choose", number=one.id)
        yield Task(f"Choose a time for a conversation with {other}", one.book_by, "Choose a time", address)


def _other(meeting: Meeting, executive: Executive) -> str:
    return meeting.mentee.name if meeting.mentor_id == executive.id else meeting.mentor.name
