"""The conversations themselves: a short thread, more time, the end on time, the end before it."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from matcher.policy.mentoring_clauses import ENGAGEMENT_DAYS, ENGAGEMENT_MEETINGS
from models.access import require
from models.actors import Actor, Role
from models.audit import record
from models.engagements import OPEN, EndReason, Engagement, Message, MisuseReport, Side
from models.errors import Conflict, Invalid
from models.holding import parties
from models.lifecycles import advance, must_allow
from models.locks import fresh, lock_calendars, lock_mentoring
from models.queries.meetings import of_engagement
from models.services.meetings import call_off
from models.services.placing import offer_next
from models.services.telling import tell, tell_role

LONGEST_MESSAGE = 1000
MOST_MESSAGES = 50
LONGEST_REPORT = 4000


def side_of(person: Actor, engagement: Engagement) -> Side:
    """Which of the two a person is."""
    return Side.MENTEE if person.executive_id == engagement.executive_id else Side.MENTOR


def person_on(engagement: Engagement, side: Side) -> int:
    """The executive on a side."""
    return engagement.executive_id if side is Side.MENTEE else engagement.profile.executive_id


def other_side(side: Side) -> Side:
    return Side.MENTOR if side is Side.MENTEE else Side.MENTEE


def write(session: Session, *, actor: Actor, now: datetime, engagement: Engagement, text: str) -> Message:
    """Add a line to the thread of an engagement that runs; the other one is told that there is one."""
    require(actor, "engagements.write", engagement, now=now)
    lock_mentoring(session)
    if fresh(session, engagement).state not in OPEN:
        raise Conflict("The conversations have ended, and with them the thread.")
    words = text.strip()
    if not 1 <= len(words) <= LONGEST_MESSAGE:
        raise Invalid(f"Write a message of at most {LONGEST_MESSAGE} characters.")
    count = select(func.max(Message.number)).where(Message.engagement_id == engagement.id)
    number = (session.scalar(count) or 0) + 1
    if number > MOST_MESSAGES:
        raise Conflict(f"A thread has at most {MOST_MESSAGES} messages: meet, or use another way.")
    message = Message(engagement_id=engagement.id, number=number, author_id=actor.id, content=words, at=now)
    session.add(message)
    session.flush()
    record(session, message, "engagement_messages.write", actor=actor, now=now, number=number)
    reader = person_on(engagement, other_side(side_of(actor, engagement)))
    tell(session, reader, "mentoring_message", f"engagement/{engagement.id}/message/{number}", now=now)
    session.flush()
    return message


def mark_read(session: Session, *, actor: Actor, now: datetime, engagement: Engagement, number: int) -> None:
    """Say of the other side's messages, up to one of that number, that they are read: they leave the desk and
    stay in the thread. A message that came meanwhile stays to be read."""
    require(actor, "engagements.mark_read", engagement, now=now)
    lock_mentoring(session)
    if fresh(session, engagement).state not in OPEN:
        raise Conflict("The conversations have ended, and with them the thread.")
    theirs = Message.author_id != actor.id, Message.number <= number, Message.read_at.is_(None)
    query = select(Message).where(Message.engagement_id == engagement.id, *theirs).order_by(Message.number)
    for message in session.scalars(query).all():
        message.read_at = now
        record(session, message, "engagement_messages.read", actor=actor, now=now, number=message.number)
    session.flush()


def extend(session: Session, *, actor: Actor, now: datetime, engagement: Engagement) -> bool:
    """Ask for more time and meetings; once both have asked, they have it. Whether they have."""
    require(actor, "engagements.extend", engagement, now=now)
    lock_mentoring(session)
    if fresh(session, engagement).state not in OPEN:
        raise Conflict("The conversations have ended: ask for the same mentor in a new request.")
    side = side_of(actor, engagement)
    engagement.mentee_extends |= side is Side.MENTEE
    engagement.mentor_extends |= side is Side.MENTOR
    both = engagement.mentee_extends and engagement.mentor_extends
    if both:
        engagement.runs_until += timedelta(days=ENGAGEMENT_DAYS.figure)
        engagement.meetings_allowed += ENGAGEMENT_MEETINGS.figure
        engagement.mentee_extends = engagement.mentor_extends = False
    else:
        reader = person_on(engagement, other_side(side))
        key = f"engagement/{engagement.id}/extend/{engagement.version}"
        tell(session, reader, "mentoring_extend", key, now=now)
    record(session, engagement, "engagements.extend", actor=actor, now=now, both=both)
    session.flush()
    return both


def finish(session: Session, *, actor: Actor, now: datetime, engagement: Engagement) -> None:
    """The question is answered: the place is free, and both will be asked how it was."""
    require(actor, "engagements.finish", engagement, now=now)
    lock_mentoring(session)
    fresh(session, engagement)
    fresh(session, engagement.request)
    finish_now(session, engagement, by=actor, now=now, side=side_of(actor, engagement))


def finish_now(
    session: Session, engagement: Engagement, *, by: Actor, now: datetime, side: Side | None = None
) -> None:
    """End an engagement whose place is locked in its time."""
    _hold_calendars(session, engagement)
    must_allow(engagement, "finish")
    engagement.ended_at, engagement.ended_by = now, side
    advance(session, engagement, "finish", actor=by, now=now)
    _clear(session, engagement, by, now)
    _close_request(session, engagement, by, now)


def end(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    engagement: Engagement,
    reason: EndReason,
    ask_again: bool = False,
) -> None:
    """End it before its time, nobody at fault. Where the mentor ends it, or the mentee asks again, the next
    mentor is asked at once."""
    require(actor, "engagements.end", engagement, now=now)
    lock_mentoring(session)
    fresh(session, engagement)
    request, side = fresh(session, engagement.request), side_of(actor, engagement)
    stop(session, engagement, reason, by=actor, now=now, side=side)
    if reason is not EndReason.SOLVED and (ask_again or side is Side.MENTOR):
        advance(session, request, "reopen", actor=actor, now=now)
        offer_next(session, request, by=actor, now=now)
    else:
        _close_request(session, engagement, actor, now)


def stop(
    session: Session,
    engagement: Engagement,
    reason: EndReason,
    *,
    by: Actor,
    now: datetime,
    side: Side | None = None,
    knows: Side | None = None,
) -> None:
    """End an engagement whose place is locked before its time, tell whoever did not end it and does not know
    of it from the caller, to whom its request is left."""
    _hold_calendars(session, engagement)
    must_allow(engagement, "end")
    engagement.ended_at, engagement.ended_by, engagement.end_reason = now, side, reason
    advance(session, engagement, "end", actor=by, now=now)
    _clear(session, engagement, by, now)
    key, (mentor, mentee) = f"engagement/{engagement.id}/ended", parties(engagement)
    if Side.MENTOR not in (side, knows):
        tell(session, mentor, "mentoring_given_ended", f"{key}/{Side.MENTOR}", now=now, page="giving")
    if Side.MENTEE not in (side, knows):
        tell(session, mentee, "mentoring_ended", f"{key}/{Side.MENTEE}", now=now)


def _hold_calendars(session: Session, engagement: Engagement) -> None:
    """Nobody books or moves a meeting of the two from here on, before the first row is changed: whoever books
    holds the calendars when changing the engagement, so the other order would be a deadlock."""
    lock_calendars(session, parties(engagement))
    fresh(session, engagement)


def _clear(session: Session, engagement: Engagement, by: Actor, now: datetime) -> None:
    """Call off what is still to come, and erase how the two reach one another: the thread, and the places."""
    session.flush()
    call_off(session, engagement, by=by, now=now)
    for meeting in of_engagement(session, engagement):
        meeting.place = None
    session.execute(delete(Message).where(Message.engagement_id == engagement.id))
    session.flush()


def _close_request(session: Session, engagement: Engagement, by: Actor, now: datetime) -> None:
    engagement.request.closed_at = now
    advance(session, engagement.request, "close", actor=by, now=now)
    session.flush()


def report(
    session: Session, *, actor: Actor, now: datetime, engagement: Engagement, text: str
) -> MisuseReport:
    """Tell the programme office that something went wrong; neither side is told, whatever roles they hold."""
    require(actor, "engagements.report", engagement, now=now)
    words = text.strip()
    if not 1 <= len(words) <= LONGEST_REPORT:
        raise Invalid(f"Say what happened in at most {LONGEST_REPORT} characters.")
    told = MisuseReport(engagement_id=engagement.id, reporter_id=actor.id, content=words, at=now)
    session.add(told)
    session.flush()
    record(session, told, "misuse_reports.report", actor=actor, now=now)
    key, sides = f"report/{told.id}", parties(engagement)
    tell_role(session, Role.PROGRAMME_OFFICE, "mentoring_report", key, now=now, but=sides)
    session.flush()
    return told
