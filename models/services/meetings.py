"""Meetings booked, moved, cancelled, and said to be held or not."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matcher.availability.problem import Slot
from matcher.policy.meeting_clauses import LATE_CANCEL_HOURS, NO_SHOW_MINUTES
from models.access import require
from models.actors import Actor
from models.audit import record
from models.engagements import OPEN, Engagement, EngagementState, Side
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.holding import parties
from models.lifecycles import advance, must_allow
from models.locks import lock_calendars
from models.meetings import QUARTER, Meeting, MeetingQuarter, MeetingState
from models.outbox import post
from models.queries import meetings as queries
from models.services.telling import tell

LONGEST_PLACE = 200
CALENDAR_REQUEST, CALENDAR_CANCEL = "REQUEST", "CANCEL"


def book(
    session: Session, *, actor: Actor, now: datetime, engagement: Engagement, start: datetime, place: str = ""
) -> Meeting:
    """Take one of the times that suit both, and invite them.

    Conflict where the time is not free any more, the engagement is over or its meetings are used up.
    """
    require(actor, "meetings.book", engagement, now=now)
    _lock(session, engagement)
    if engagement.state not in OPEN:
        raise Conflict("These conversations are over: nothing can be booked any more.")
    if queries.count_taken(session, engagement) >= engagement.meetings_allowed:
        raise Conflict("All meetings of these conversations are used: both can extend them.")
    slot = _slot(session, engagement, now, start)
    mentor, mentee = parties(engagement)
    meeting = Meeting(
        uid=secrets.token_hex(16),
        sequence=0,
        engagement_id=engagement.id,
        mentor_id=mentor,
        mentee_id=mentee,
    )
    _arrange(meeting, actor, now, slot, place)
    session.add(meeting)
    session.flush()
    _take(session, meeting)
    record(session, meeting, "meetings.book", actor=actor, now=now, **_behalf(session, actor, meeting))
    _follow(session, engagement, actor, now)
    _invite(session, meeting, now, template="meeting_booked")
    session.flush()
    return meeting


def move(
    session: Session, *, actor: Actor, now: datetime, meeting: Meeting, start: datetime, place: str = ""
) -> None:
    """Another time, another place, or both; the same invitation is sent again with its next number."""
    require(actor, "meetings.move", meeting, now=now)
    _lock(session, meeting)
    must_allow(meeting, "move")
    _must_be_to_come(meeting, now)
    slot = Slot(meeting.starts_at, meeting.ends_at)
    if start != meeting.starts_at:
        slot = _slot(session, meeting.engagement, now, start, besides=meeting)
    meeting.sequence += 1
    _arrange(meeting, actor, now, slot, place)
    _give_back(session, meeting)
    _take(session, meeting)
    advance(session, meeting, "move", actor=actor, now=now, **_behalf(session, actor, meeting))
    _invite(session, meeting, now, template="meeting_moved")
    session.flush()


def cancel(session: Session, *, actor: Actor, now: datetime, meeting: Meeting) -> None:
    """Call it off, without a reason; shortly before its begin that counts as late."""
    require(actor, "meetings.cancel", meeting, now=now)
    _lock(session, meeting)
    must_allow(meeting, "cancel")
    _must_be_to_come(meeting, now)
    _cancel(session, meeting, actor, now)
    _follow(session, meeting.engagement, actor, now)
    session.flush()


def call_off(session: Session, engagement: Engagement, *, by: Actor, now: datetime) -> None:
    """Cancel whatever is still to come of an engagement that ends; for the verbs that end one."""
    _lock(session, engagement)
    for meeting in queries.of_engagement(session, engagement):
        if meeting.state is MeetingState.BOOKED and meeting.starts_at > now:
            _cancel(session, meeting, by, now)
    session.flush()


def _cancel(session: Session, meeting: Meeting, by: Actor, now: datetime) -> None:
    _give_back(session, meeting)
    late = now > meeting.starts_at - timedelta(hours=LATE_CANCEL_HOURS.figure)
    side, behalf = _side(session, by, meeting), _behalf(session, by, meeting)
    meeting.sequence += 1  # from here to the new state nothing may be asked of the database
    meeting.cancelled_at, meeting.cancelled_by, meeting.cancelled_late = now, side, late
    advance(session, meeting, "cancel", actor=by, now=now, late=late, **behalf)
    _invite(session, meeting, now, template="meeting_cancelled")


def miss(session: Session, *, actor: Actor, now: datetime, meeting: Meeting, absent: Side) -> None:
    """Say who did not come; one may be late, so not in the first minutes. Whoever else of the two is told
    that it is noted."""
    require(actor, "meetings.miss", meeting, now=now)
    _lock(session, meeting)
    if now < meeting.starts_at + timedelta(minutes=NO_SHOW_MINUTES.figure):
        raise Conflict(f"Wait until {NO_SHOW_MINUTES.figure} minutes after the begin: people run late.")
    _give_back(session, meeting)
    meeting.absent = absent
    advance(session, meeting, "miss", actor=actor, now=now, absent=absent)
    _follow(session, meeting.engagement, actor, now)
    key, page = f"meeting/{meeting.id}/missed/{meeting.version}", f"meetings/{meeting.id}"
    for one in parties(meeting):
        if one != actor.executive_id:
            tell(session, one, "meeting_missed", f"{key}/{one}", now=now, page=page)
    session.flush()


def hold(session: Session, *, actor: Actor, now: datetime, meeting: Meeting) -> None:
    """Say that it took place; an hour after its end the clock says so."""
    require(actor, "meetings.hold", meeting, now=now)
    _lock(session, meeting)
    if now < meeting.ends_at:
        raise Conflict("It is not over yet.")
    meeting.absent = None
    advance(session, meeting, "hold", actor=actor, now=now)
    _follow(session, meeting.engagement, actor, now)
    session.flush()


def remind(session: Session, *, actor: Actor, now: datetime, meeting: Meeting) -> None:
    """Remind both, once for each reminder; Conflict where none is due."""
    require(actor, "meetings.remind", meeting, now=now)
    _lock(session, meeting)
    hours = queries.due_reminder(meeting, now) if meeting.state is MeetingState.BOOKED else None
    if hours is None:
        raise Conflict("No reminder is due.")
    meeting.reminded = hours
    record(session, meeting, "meetings.remind", actor=actor, now=now, hours=hours)
    _tell(session, meeting, now, template="meeting_soon", what=f"in-{hours}-hours")
    session.flush()


def _lock(session: Session, obj: Engagement | Meeting) -> None:
    """Nobody else arranges anything of the two; what was read before the lock is read again."""
    lock_calendars(session, parties(obj))
    session.refresh(obj)
    if isinstance(obj, Meeting):
        session.refresh(obj.engagement)


def _slot(
    session: Session, engagement: Engagement, now: datetime, start: datetime, besides: Meeting | None = None
) -> Slot:
    for slot in queries.takeable(session, engagement, now, besides=besides):
        if slot.start == start:
            return slot
    raise Conflict("This time is not free any more: choose another.")


def _arrange(meeting: Meeting, actor: Actor, now: datetime, slot: Slot, place: str) -> None:
    where = " ".join(place.split())
    if len(where) > LONGEST_PLACE:
        raise Invalid(f"Use at most {LONGEST_PLACE} characters for the place.")
    meeting.starts_at, meeting.ends_at, meeting.place = slot.start, slot.end, where or None
    meeting.arranged_at, meeting.arranged_by_id, meeting.reminded = now, actor.id, None


def _take(session: Session, meeting: Meeting) -> None:
    """A row for each quarter of an hour of both: the database refuses whoever has one already."""
    quarter = timedelta(minutes=QUARTER)
    count = -(-(meeting.ends_at - meeting.starts_at) // quarter)
    for number in range(count):
        begins = meeting.starts_at + number * quarter
        session.add_all(
            MeetingQuarter(executive_id=who, begins_at=begins, meeting_id=meeting.id)
            for who in parties(meeting)
        )
    session.flush()


def _give_back(session: Session, meeting: Meeting) -> None:
    session.execute(delete(MeetingQuarter).where(MeetingQuarter.meeting_id == meeting.id))


def _must_be_to_come(meeting: Meeting, now: datetime) -> None:
    if now >= meeting.starts_at:
        raise Conflict("It has begun: say afterwards whether it took place.")


def _follow(session: Session, engagement: Engagement, actor: Actor, now: datetime) -> None:
    """The engagement is meeting as long as one of its meetings is booked or was held."""
    session.flush()
    taken = queries.count_taken(session, engagement) > 0
    if taken and engagement.state is EngagementState.ARRANGING:
        advance(session, engagement, "book", actor=actor, now=now)
    elif not taken and engagement.state is EngagementState.MEETING:
        advance(session, engagement, "unbook", actor=actor, now=now)
        engagement.book_by, engagement.nudges = queries.book_by(session, engagement, now), 0


def _side(session: Session, actor: Actor, meeting: Meeting) -> Side | None:
    """On whose side somebody acts: a party's own, else that of the party looked after; None for the clock."""
    mentor, mentee = parties(meeting)
    if actor.executive_id in (mentor, mentee):
        return Side.MENTOR if actor.executive_id == mentor else Side.MENTEE
    looked_after = queries.looked_after(session, actor, (mentor, mentee))
    if not looked_after:
        return None
    return Side.MENTOR if mentor in looked_after else Side.MENTEE


def _behalf(session: Session, actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """Whose delegate acts, for the trail."""
    side = None if actor.executive_id in parties(meeting) else _side(session, actor, meeting)
    if side is None:
        return {}
    executive = meeting.mentor_id if side is Side.MENTOR else meeting.mentee_id
    return {"on_behalf_of": session.get_one(Executive, executive).slug}


def _invite(session: Session, meeting: Meeting, now: datetime, *, template: str) -> None:
    method = CALENDAR_CANCEL if template == "meeting_cancelled" else CALENDAR_REQUEST
    _tell(session, meeting, now, template=template, what=template, method=method)


def _tell(
    session: Session, meeting: Meeting, now: datetime, *, template: str, what: str, **facts: str
) -> None:
    """A notice to each of the two: it names the meeting, and neither the other nor the place."""
    both = select(Actor).where(Actor.executive_id.in_(parties(meeting)), Actor.active).order_by(Actor.id)
    for person in session.scalars(both):
        post(
            session,
            key=f"meeting/{meeting.id}/{meeting.sequence}/{what}/{person.id}",
            recipient_id=person.id,
            template=template,
            now=now,
            meeting=meeting.id,
            sequence=meeting.sequence,
            **facts,
        )
