"""Meetings as their people see them, the times two people can still book, and what the clock owes them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from matcher.availability.problem import Slot
from matcher.availability.slots import find_slots, reach
from matcher.availability.windows import free_pairs
from matcher.mentoring.business import end_of_day
from matcher.policy.meeting_clauses import FIRST_REMINDER_HOURS, LAST_REMINDER_HOURS
from matcher.policy.mentoring_clauses import FEEDBACK_HOURS
from models.actors import Actor
from models.availability import BookingPolicy
from models.delegations import Delegation
from models.engagements import OPEN, Engagement, booking_ends
from models.executives import Executive
from models.holding import parties
from models.meetings import Meeting, MeetingState
from models.mentors import MentorProfile
from models.queries.availability import TAKING_TIME, as_guest, policy_of, times_of, week_of
from models.zones import USUAL

KEPT_IN_FEED = timedelta(days=30)
LATELY = timedelta(days=14)


@dataclass(frozen=True)
class Person:
    """One side of a meeting: who, and on which clock."""

    executive: int
    name: str
    email: str | None
    zone: str


def slots(
    session: Session,
    engagement: Engagement,
    now: datetime,
    *,
    besides: Meeting | None = None,
    every: bool = False,
) -> list[Slot]:
    """The times that suit both, on the mentor's terms, by the engagement's last day; `besides` is a meeting
    that would be moved. Those named in the request count, or with `every` the mentee's usual week."""
    return _read(session, engagement, now, besides)(every)


def shown(
    session: Session,
    engagement: Engagement,
    now: datetime,
    *,
    besides: Meeting | None = None,
    every: bool = False,
) -> tuple[bool, list[Slot]]:
    """The times named in the request while any is left; else, and where asked for, every one, which the first
    says."""
    find = _read(session, engagement, now, besides)
    named = find(False) if engagement.request.week and not every else []
    return (False, named) if named else (True, find(True))


def takeable(
    session: Session, engagement: Engagement, now: datetime, *, besides: Meeting | None = None
) -> list[Slot]:
    """Every slot that may be booked: of the times named in the request, and of the mentee's usual week."""
    find = _read(session, engagement, now, besides)
    named = find(False) if engagement.request.week else []
    return sorted({*named, *find(True)})


def book_by(session: Session, engagement: Engagement, now: datetime) -> datetime:
    """By when the first time is chosen: within the days for it and, while any time is left that still helps,
    before the notice of the mentor rules the last one out."""
    request = engagement.request
    due = request.in_time(booking_ends(now), now)
    if request.need_by is None:
        return due
    mentor, mentee = parties(engagement)
    times, until = times_of(session, (mentor, mentee), now), end_of_day(request.need_by)
    guests = [as_guest(times[mentee], week) for week in {(), week_of(request)}]
    found = [slot.start for one in guests for slot in find_slots(times[mentor], one, now=now, until=until)]
    return min([due, max(found) - timedelta(hours=times[mentor].terms.notice)]) if found else due


def books_until(session: Session, engagement: Engagement, slots: Collection[Slot]) -> datetime | None:
    """Until when the last of these times that still helps can be booked, on the mentor's notice; None where
    no day is named by which one is needed, or none of them helps."""
    need = engagement.request.need_by
    helps = [slot.start for slot in slots if need is not None and slot.start < end_of_day(need)]
    host = policy_of(session, engagement.profile.executive) if helps else None
    return None if host is None else max(helps) - timedelta(hours=host.notice_hours)


def _read(
    session: Session, engagement: Engagement, now: datetime, besides: Meeting | None
) -> Callable[[bool], list[Slot]]:
    """Both calendars, read once: what finds the slots in them, of the mentee's usual week where asked for."""
    mentor, mentee = parties(engagement)
    times = times_of(session, (mentor, mentee), now, besides=besides)
    until = end_of_day(engagement.runs_until)

    def find(every: bool) -> list[Slot]:
        week = () if every else week_of(engagement.request)
        return find_slots(times[mentor], as_guest(times[mentee], week), now=now, until=until)

    return find


def without_times(session: Session, engagement: Engagement, now: datetime) -> set[int]:
    """Which of the two, by executive, has no time at all within the mentor's terms and the engagement."""
    mentor, mentee = parties(engagement)
    times, until = times_of(session, (mentor, mentee), now), end_of_day(engagement.runs_until)
    host = times[mentor]
    own = {
        mentor: find_slots(host, now=now, until=until, most=1),
        mentee: free_pairs(as_guest(times[mentee]), *reach(host, now, until)),
    }
    return {who for who, found in own.items() if not found}


def find_engagement(session: Session, number: int) -> Engagement | None:
    """The engagement of an address, with its people."""
    both = joinedload(Engagement.profile).joinedload(MentorProfile.executive), joinedload(Engagement.mentee)
    return session.scalar(select(Engagement).where(Engagement.id == number).options(*both))


def find_meeting(session: Session, number: int) -> Meeting | None:
    """The meeting of an address, with its engagement."""
    whole = joinedload(Meeting.engagement).joinedload(Engagement.profile)
    return session.scalar(select(Meeting).where(Meeting.id == number).options(whole))


def people(session: Session, obj: Engagement | Meeting) -> tuple[Person, Person]:
    """The mentor and the mentee, in one statement."""
    query = (
        select(Executive.id, Executive.name, Actor.email, BookingPolicy.zone)
        .outerjoin(Actor, Actor.executive_id == Executive.id)
        .outerjoin(BookingPolicy, BookingPolicy.executive_id == Executive.id)
        .where(Executive.id.in_(parties(obj)))
    )
    found = {row[0]: Person(row[0], row[1], row[2], row[3] or USUAL) for row in session.execute(query)}
    mentor, mentee = parties(obj)
    return found[mentor], found[mentee]


def of_engagement(session: Session, engagement: Engagement) -> list[Meeting]:
    """Every meeting of an engagement, the soonest first."""
    query = select(Meeting).where(Meeting.engagement_id == engagement.id)
    return list(session.scalars(query.order_by(Meeting.starts_at, Meeting.id)))


def of_executive(session: Session, executive: Executive, now: datetime) -> list[Meeting]:
    """What is booked and to come, the soonest first, with both people."""
    query = _theirs(executive).where(Meeting.state == MeetingState.BOOKED, Meeting.starts_at > now)
    return list(session.scalars(query))


def lately(session: Session, executive: Executive, now: datetime) -> list[Meeting]:
    """What has begun in the last two weeks and was not cancelled, the newest first, with both people."""
    begun = Meeting.starts_at <= now, Meeting.starts_at > now - LATELY
    query = _theirs(executive).where(Meeting.state != MeetingState.CANCELLED, *begun)
    return list(reversed(session.scalars(query).all()))


def for_feed(session: Session, executive: Executive, now: datetime) -> list[Meeting]:
    """What an executive's calendar shows: what is booked or was held, from a month ago on."""
    since = Meeting.state.in_(TAKING_TIME), Meeting.ends_at > now - KEPT_IN_FEED
    return list(session.scalars(_theirs(executive).where(*since)))


def _theirs(executive: Executive) -> Select[Meeting]:
    who = or_(Meeting.mentor_id == executive.id, Meeting.mentee_id == executive.id)
    both = joinedload(Meeting.mentor), joinedload(Meeting.mentee)
    return select(Meeting).where(who).options(*both).order_by(Meeting.starts_at, Meeting.id)


def bookable(session: Session, executive: Executive) -> list[Engagement]:
    """Engagements of an executive for which no meeting is booked, with both people."""
    waits = Meeting.engagement_id == Engagement.id, Meeting.state == MeetingState.BOOKED
    query = (
        _engagements(executive)
        .where(Engagement.state.in_(OPEN), ~select(Meeting.id).where(*waits).exists())
        .order_by(Engagement.book_by, Engagement.id)
    )
    return list(session.scalars(query))


def ended(session: Session, executive: Executive) -> list[Engagement]:
    """Engagements of an executive that have ended, the newest end first, with both people."""
    query = (
        _engagements(executive)
        .where(Engagement.state.not_in(OPEN))
        .order_by(Engagement.ended_at.desc(), Engagement.id.desc())
    )
    return list(session.scalars(query))


def _engagements(executive: Executive) -> Select[Engagement]:
    ours = or_(Engagement.executive_id == executive.id, MentorProfile.executive_id == executive.id)
    return (
        select(Engagement)
        .join(MentorProfile, MentorProfile.id == Engagement.profile_id)
        .where(ours)
        .options(
            contains_eager(Engagement.profile).joinedload(MentorProfile.executive),
            joinedload(Engagement.mentee),
        )
    )


def count_taken(session: Session, engagement: Engagement) -> int:
    """How many of an engagement's meetings are booked or were held."""
    query = select(func.count()).where(Meeting.engagement_id == engagement.id, Meeting.state.in_(TAKING_TIME))
    found: int = session.scalars(query).one()
    return found


def looked_after(session: Session, actor: Actor, executives: Collection[int]) -> set[int]:
    """Those of the executives whose calendar the actor looks after."""
    open_ones = Delegation.delegate_id == actor.id, Delegation.ended_at.is_(None)
    query = select(Delegation.executive_id).where(*open_ones, Delegation.executive_id.in_(executives))
    return set(session.scalars(query))


def over(session: Session, now: datetime) -> list[int]:
    """Ids of booked meetings that ended an hour ago or longer: nobody said that they were not held."""
    ended = (
        Meeting.state == MeetingState.BOOKED,
        Meeting.ends_at <= now - timedelta(hours=FEEDBACK_HOURS.figure),
    )
    return list(session.scalars(select(Meeting.id).where(*ended).order_by(Meeting.id)))


def due_reminders(session: Session, now: datetime) -> list[tuple[int, int]]:
    """(id of the meeting, hours before) of every reminder whose time has come and that is not written."""
    soon = Meeting.starts_at > now, Meeting.starts_at <= now + timedelta(hours=FIRST_REMINDER_HOURS.figure)
    query = select(Meeting).where(Meeting.state == MeetingState.BOOKED, *soon).order_by(Meeting.id)
    return [
        (meeting.id, hours) for meeting in session.scalars(query) if (hours := due_reminder(meeting, now))
    ]


def reminders_to_come(meeting: Meeting, now: datetime) -> list[int]:
    """The hours before a booked meeting at which both are still reminded of it, the first first."""
    hours = FIRST_REMINDER_HOURS.figure, LAST_REMINDER_HOURS.figure
    return [one for one in hours if _is_wanted(meeting, one) and now <= _reminds_at(meeting, one)]


def due_reminder(meeting: Meeting, now: datetime) -> int | None:
    """The hours of the reminder that is due, if any: the last one stands for a first one that was missed."""
    for hours in (LAST_REMINDER_HOURS.figure, FIRST_REMINDER_HOURS.figure):
        if _reminds_at(meeting, hours) <= now < meeting.starts_at:
            done = meeting.reminded is not None and meeting.reminded <= hours
            return hours if _is_wanted(meeting, hours) and not done else None
    return None


def _reminds_at(meeting: Meeting, hours: int) -> datetime:
    return meeting.starts_at - timedelta(hours=hours)


def _is_wanted(meeting: Meeting, hours: int) -> bool:
    """Whoever arranged a meeting later than that has just heard of it, and so has the other."""
    return meeting.arranged_at <= _reminds_at(meeting, hours)
