"""Every time of mentoring: how it comes about, and when it is. `TIMES` has one for each step of the clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import end_of_day
from models.engagements import EndReason, Engagement, EngagementState
from models.feedback import Feedback
from models.queries.mentoring_due import due
from models.requests import MentoringRequest
from models.services import (
    engagements,
    feedback,
    meetings,
    mentoring_clock,
    mentoring_desk,
    mentoring_offers,
    mentors,
    requests,
)
from tests.models.mentoring import (
    BEST,
    SECOND,
    THIRD,
    accepted,
    chosen,
    decline,
    draft,
    live,
    mentor_actor,
    profile_of,
    submitted,
)
from tests.models.talks import WEDNESDAY_9, open_week
from tests.models.world import DAY, NOW, actor

SECOND_OF_TIME = timedelta(seconds=1)
FIGURES = {"advice": 5, "understanding": 4, "time_well_spent": 5, "again": 3}


def tick(session: Session, now: datetime) -> list[str]:
    """What the clock does at an instant."""
    system, done = actor(session, "system"), []
    for item in due(session, now):
        if mentoring_clock.act(session, actor=system, now=now, item=item):
            done.append(item.what)
    return done


def offered(session: Session) -> datetime:
    return chosen(session, submitted(session), BEST).due_at


def half_offered(session: Session) -> datetime:
    remind_at = chosen(session, submitted(session), BEST).remind_at
    assert remind_at is not None
    return remind_at


def stopped(session: Session) -> datetime:
    offer = chosen(session, submitted(session), BEST)
    mentoring_offers.ask(session, actor=mentor_actor(session, offer), now=NOW, offer=offer, question="Who?")
    return offer.due_at


def unchosen(session: Session) -> datetime:
    due_at = submitted(session).due_at
    assert due_at is not None
    return due_at


def at_desk(session: Session) -> datetime:
    request = submitted(session)
    decline(session, chosen(session, request, BEST, SECOND, THIRD))
    decline(session, live(session, request))
    decline(session, live(session, request))
    assert request.due_at is not None
    return request.due_at


def drafted(session: Session) -> datetime:
    draft(session)
    return NOW + 14 * DAY


def old_draft(session: Session) -> datetime:
    draft(session)
    tick(session, NOW + 20 * DAY)
    return NOW + 30 * DAY


def paused(session: Session) -> datetime:
    by, profile = actor(session, "e-05"), profile_of(session, BEST)
    mentors.pause(session, actor=by, now=NOW, profile=profile, returns_on=date(2026, 12, 14))
    return end_of_day(date(2026, 12, 13))


def arranging(session: Session) -> Engagement:
    open_week(session)
    return accepted(session, chosen(session, submitted(session), BEST))


def first_nudge(session: Session) -> datetime:
    arranging(session)
    return datetime(2026, 11, 25, 15, tzinfo=UTC)


def second_nudge(session: Session) -> datetime:
    tick(session, first_nudge(session))
    return datetime(2026, 11, 30, 15, tzinfo=UTC)


def unbooked(session: Session) -> datetime:
    tick(session, second_nudge(session))
    return datetime(2026, 12, 1, 15, tzinfo=UTC)


def never_met(session: Session) -> datetime:
    tick(session, unbooked(session))
    return end_of_day(date(2027, 1, 22))


def met(session: Session) -> Engagement:
    """A first meeting was held."""
    engagement = arranging(session)
    by = actor(session, "e-01")
    meeting = meetings.book(session, actor=by, now=NOW, engagement=engagement, start=WEDNESDAY_9)
    meetings.hold(session, actor=by, now=meeting.ends_at, meeting=meeting)
    return engagement


def run_out(session: Session) -> datetime:
    met(session)
    return end_of_day(date(2027, 1, 22))


def all_held(session: Session) -> datetime:
    engagement = met(session)
    engagement.meetings_allowed = 2
    by, now = actor(session, "e-01"), WEDNESDAY_9 + timedelta(hours=2)
    start = datetime(2026, 11, 30, 14, tzinfo=UTC)
    meeting = meetings.book(session, actor=by, now=now, engagement=engagement, start=start)
    meetings.hold(session, actor=by, now=meeting.ends_at, meeting=meeting)
    return meeting.ends_at


def finished(session: Session) -> datetime:
    engagement = met(session)
    now = WEDNESDAY_9 + timedelta(hours=2)
    engagements.finish(session, actor=actor(session, "e-01"), now=now, engagement=engagement)
    return now + timedelta(hours=1)


def asked(session: Session) -> datetime:
    tick(session, finished(session))
    return datetime(2026, 11, 30, 5, tzinfo=UTC) + timedelta(hours=12)


def unanswered(session: Session) -> datetime:
    now = finished(session)
    tick(session, now)
    closes_at = session.scalars(select(Feedback.closes_at).limit(1)).one()
    tick(session, closes_at - SECOND_OF_TIME)
    return closes_at


def closed(session: Session) -> datetime:
    now = finished(session)
    tick(session, now)
    engagement = session.scalars(select(Engagement)).one()
    for by in ("e-01", "e-05"):
        feedback.answer(
            session,
            actor=actor(session, by),
            now=now,
            engagement=engagement,
            figures=FIGURES,
            changed="Much.",
        )
    assert engagement.state is EngagementState.CLOSED
    assert engagement.ended_at is not None
    return engagement.ended_at + 90 * DAY


def listed(session: Session) -> datetime:
    tick(session, at_desk(session))
    request, need_by = session.scalars(select(MentoringRequest)).one(), date(2026, 12, 18)
    request.need_by = need_by
    requests.wait(session, actor=actor(session, "e-01"), now=NOW + 9 * DAY, request=request)
    return end_of_day(need_by)


def long_over(session: Session) -> datetime:
    tick(session, closed(session))
    request = session.scalars(select(MentoringRequest)).one()
    assert request.closed_at is not None
    return request.closed_at + 180 * DAY


def reported(session: Session) -> datetime:
    engagement = arranging(session)
    made = engagements.report(
        session, actor=actor(session, "e-01"), now=NOW, engagement=engagement, text="Rude."
    )
    engagements.end(
        session,
        actor=actor(session, "e-01"),
        now=NOW,
        engagement=engagement,
        reason=EndReason.OTHER,
    )
    office = actor(session, "office")
    mentoring_desk.handle_report(session, actor=office, now=NOW, report=made, handling="spoke with both")
    return NOW + 180 * DAY


TIMES: dict[str, Callable[[Session], datetime]] = {
    "all_held": all_held,
    "ask_feedback": finished,
    "ask_pulse": closed,
    "choose_for": unchosen,
    "close_feedback": unanswered,
    "delete_draft": old_draft,
    "expire_offer": offered,
    "give_up": at_desk,
    "go_on": stopped,
    "mentor_back": paused,
    "nudge_1": first_nudge,
    "nudge_2": second_nudge,
    "nudge_3": unbooked,
    "purge": long_over,
    "purge_report": reported,
    "remind_draft": drafted,
    "remind_feedback": asked,
    "remind_offer": half_offered,
    "run_out": run_out,
    "tell_late": listed,
}
