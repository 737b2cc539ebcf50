"""What the clock has to do in mentoring now: whatever is due and not recorded as done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import DAY, add_business_time, local_day
from matcher.policy import mentoring_clauses as clauses
from models.audit import AuditEvent
from models.engagements import OPEN, Engagement, EngagementState, MisuseReport
from models.feedback import Feedback, Pulse
from models.meetings import Meeting, MeetingState
from models.mentoring_offers import MentoringOffer, OfferState
from models.mentors import MentorProfile, ProfileState
from models.requests import MentoringRequest, RequestState


@dataclass(frozen=True, order=True)
class Due:
    """One thing to do; `what` names a step of the clock, `id` the row it is done to."""

    what: str
    id: int


NUDGES = {
    1: clauses.FIRST_NUDGE_DAYS.figure,
    2: clauses.SECOND_NUDGE_DAYS.figure,
    3: clauses.BOOKING_DAYS.figure,
}
"""Business days after the acceptance, or after the booked meeting fell away: two reminders to book, and then
the coordinator's desk."""


def due(session: Session, now: datetime) -> list[Due]:
    """Everything that is due, in the order in which it is to be done."""
    found = [Due(what, id_) for what, query in _queries(now) for id_ in session.scalars(query)]
    return found + list(_nudges(session, now)) + list(_feedback_reminders(session, now))


def is_due(session: Session, item: Due, now: datetime) -> bool:
    """Whether the thing is still to be done, for whoever holds the lock."""
    if item.what.startswith("nudge"):
        return item in set(_nudges(session, now))
    if item.what == "remind_feedback":
        return item in set(_feedback_reminders(session, now))
    query = dict(_queries(now))[item.what]
    return session.scalar(query.where(_key(query) == item.id)) is not None


def _key(query: Select[Any]) -> ColumnElement[int]:
    column: ColumnElement[int] = query.selected_columns[0]
    return column


def _queries(now: datetime) -> Iterator[tuple[str, Select[Any]]]:
    yield from _of_offers(now)
    yield from _of_requests(now)
    yield from _of_engagements(now)
    returning = MentorProfile.state == ProfileState.PAUSED, MentorProfile.returns_on <= local_day(now)
    yield "mentor_back", select(MentorProfile.id).where(*returning).order_by(MentorProfile.id)
    old = MisuseReport.handled_at <= now - clauses.PURGE_DAYS.figure * DAY
    kept = MisuseReport.content.is_not(None)
    yield "purge_report", select(MisuseReport.id).where(old, kept).order_by(MisuseReport.id)


def _of_offers(now: datetime) -> Iterator[tuple[str, Select[Any]]]:
    ids = select(MentoringOffer.id).order_by(MentoringOffer.due_at, MentoringOffer.id)
    waiting, stopped = (
        MentoringOffer.state == state for state in (OfferState.OFFERED, OfferState.NEEDS_INFO)
    )
    yield "expire_offer", ids.where(waiting, MentoringOffer.due_at <= now)
    yield "go_on", ids.where(stopped, MentoringOffer.due_at <= now)
    yield "remind_offer", ids.where(waiting, MentoringOffer.remind_at <= now, MentoringOffer.due_at > now)


def _of_requests(now: datetime) -> Iterator[tuple[str, Select[Any]]]:
    ids = select(MentoringRequest.id).order_by(MentoringRequest.id)
    over = MentoringRequest.due_at <= now
    yield "choose_for", ids.where(MentoringRequest.state == RequestState.SUBMITTED, over)
    yield "give_up", ids.where(MentoringRequest.state == RequestState.MANUAL, over)
    draft, touched = MentoringRequest.state == RequestState.DRAFT, MentoringRequest.changed_at
    old, older = (days.figure * DAY for days in (clauses.DRAFT_REMINDER_DAYS, clauses.DRAFT_DAYS))
    yield "delete_draft", ids.where(draft, touched <= now - older)
    yield (
        "remind_draft",
        ids.where(draft, touched <= now - old, touched > now - older, MentoringRequest.reminded_at.is_(None)),
    )
    listed = MentoringRequest.state == RequestState.WAITLISTED, MentoringRequest.need_by < local_day(now)
    told = select(AuditEvent.id).where(
        AuditEvent.object_type == MentoringRequest.__tablename__,
        AuditEvent.object_id == MentoringRequest.id,
        AuditEvent.action == f"{MentoringRequest.__tablename__}.tell_late",
    )
    yield "tell_late", ids.where(*listed, ~told.exists())
    ended = MentoringRequest.closed_at <= now - clauses.PURGE_DAYS.figure * DAY
    yield "purge", ids.where(ended, MentoringRequest.purged_at.is_(None))


def _of_engagements(now: datetime) -> Iterator[tuple[str, Select[Any]]]:
    ids = select(Engagement.id).order_by(Engagement.id)
    running = Engagement.state.in_(OPEN)
    yield "run_out", ids.where(running, Engagement.runs_until < local_day(now))
    yield (
        "all_held",
        ids.where(
            Engagement.state == EngagementState.MEETING,
            _meetings(MeetingState.HELD) >= Engagement.meetings_allowed,
        ),
    )
    asked = select(Feedback.engagement_id).where(Feedback.engagement_id == Engagement.id).exists()
    over, hours = Engagement.state == EngagementState.FEEDBACK, clauses.FEEDBACK_HOURS.figure
    yield "ask_feedback", ids.where(over, ~asked, Engagement.ended_at <= now - timedelta(hours=hours))
    late = select(Feedback.engagement_id).where(
        Feedback.engagement_id == Engagement.id, Feedback.closes_at <= now
    )
    yield "close_feedback", ids.where(over, late.exists())
    old = Engagement.ended_at <= now - clauses.PULSE_DAYS.figure * DAY
    pulse = select(Pulse.id).where(Pulse.engagement_id == Engagement.id).exists()
    yield "ask_pulse", ids.where(Engagement.state == EngagementState.CLOSED, old, ~pulse)


def _meetings(state: MeetingState) -> Any:
    theirs = Meeting.engagement_id == Engagement.id, Meeting.state == state
    return select(func.count()).where(*theirs).correlate(Engagement).scalar_subquery()


def _nudges(session: Session, now: datetime) -> Iterator[Due]:
    """Engagements without a booked meeting: the newest reminder whose time has come since they began, or
    since the last meeting that was booked fell away."""
    unbooked = select(func.max(AuditEvent.at)).where(
        AuditEvent.object_type == Engagement.__tablename__,
        AuditEvent.object_id == Engagement.id,
        AuditEvent.action == f"{Engagement.__tablename__}.unbook",
    )
    since = func.coalesce(unbooked.correlate(Engagement).scalar_subquery(), Engagement.began_at)
    columns = select(Engagement.id, since, Engagement.nudges).order_by(Engagement.id)
    for id_, began, done in session.execute(columns.where(Engagement.state == EngagementState.ARRANGING)):
        times = [n for n, days in NUDGES.items() if add_business_time(began, days * DAY) <= now]
        if times and times[-1] > done:
            yield Due(f"nudge_{times[-1]}", id_)


def _feedback_reminders(session: Session, now: datetime) -> Iterator[Due]:
    """Engagements of which a side has not answered after some days, and was not reminded."""
    waiting = Feedback.answered_at.is_(None), Feedback.reminded_at.is_(None), Feedback.closes_at > now
    query = select(Feedback.engagement_id, func.min(Feedback.asked_at)).where(*waiting)
    for id_, asked in session.execute(
        query.group_by(Feedback.engagement_id).order_by(Feedback.engagement_id)
    ):
        if add_business_time(asked, clauses.FEEDBACK_REMINDER_DAYS.figure * DAY) <= now:
            yield Due("remind_feedback", id_)
