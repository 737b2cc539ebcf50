"""What happens in mentoring because time has passed: one step at a time, each done once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import DAY, add_business_time
from matcher.policy.mentoring_clauses import FEEDBACK_DAYS, SILENT_OFFERS
from models.access import require
from models.actors import Actor, Role
from models.audit import record
from models.engagements import EndReason, Engagement, EngagementState, MisuseReport, Side
from models.feedback import Feedback, Pulse
from models.lifecycles import advance
from models.locks import fresh, lock_mentoring
from models.mentoring_offers import MentoringOffer
from models.mentors import MentorProfile, ProfileState
from models.queries.mentoring_due import NUDGES, Due, is_due
from models.requests import MentoringRequest
from models.services.engagements import finish_now, person_on, stop
from models.services.mentoring_desk import give_up_now
from models.services.mentoring_offers import go_on, hand_on
from models.services.mentors import put_away, take_up
from models.services.placing import offer_next, was_cut_short
from models.services.purging import purge_request
from models.services.telling import tell, tell_role

NOBODY = "Nobody who fits could be found in time."


def act(session: Session, *, actor: Actor, now: datetime, item: Due) -> bool:
    """Do one thing that is due; False where somebody did it meanwhile."""
    require(actor, "mentoring_clock.act", item, now=now)
    lock_mentoring(session)
    if not is_due(session, item, now):
        return False
    table, step = STEPS[item.what]
    step(session, fresh(session, session.get_one(table, item.id)), actor, now)
    session.flush()
    return True


def _expire_offer(session: Session, offer: MentoringOffer, by: Actor, now: datetime) -> None:
    """The next mentor is asked in the same transaction; who is silent twice, each time for the whole time of
    an offer, is away until further notice."""
    profile = fresh(session, offer.profile)
    offer.ended_at, offer.remind_at = now, None
    advance(session, offer, "expire", actor=by, now=now)
    if offer.asked_at is not None:
        profile.silent_offers = 0
    elif not was_cut_short(offer):
        profile.silent_offers += 1
    session.flush()
    tell(session, profile.executive_id, "mentoring_offer_ended", f"offer/{offer.id}/expired", now=now)
    if profile.silent_offers >= SILENT_OFFERS.figure and profile.state is ProfileState.ACTIVE:
        put_away(session, profile, by=by, now=now)
        key = f"profile/{profile.id}/silent/{offer.id}"
        tell(session, profile.executive_id, "mentor_still_there", key, now=now)
    hand_on(session, fresh(session, offer), by=by, now=now)


def _go_on(session: Session, offer: MentoringOffer, by: Actor, now: datetime) -> None:
    go_on(session, offer, "go_on", by=by, now=now)
    person = offer.profile.executive_id
    tell(session, person, "mentoring_untold", f"offer/{offer.id}/untold", now=now, by=offer.due_at)


def _remind_offer(session: Session, offer: MentoringOffer, by: Actor, now: datetime) -> None:
    offer.remind_at = None
    record(session, offer, "mentoring_offers.remind", actor=by, now=now)
    when = f"{offer.due_at:%Y%m%d%H%M}"
    person = offer.profile.executive_id
    tell(session, person, "mentoring_offer_waits", f"offer/{offer.id}/half/{when}", now=now, by=offer.due_at)


def _choose_for(session: Session, request: MentoringRequest, by: Actor, now: datetime) -> None:
    request.service_chooses = True
    offer_next(session, request, by=by, now=now)


def _give_up(session: Session, request: MentoringRequest, by: Actor, now: datetime) -> None:
    give_up_now(session, request, by=by, now=now, reason=NOBODY)


def _remind_draft(session: Session, request: MentoringRequest, by: Actor, now: datetime) -> None:
    request.reminded_at = now
    record(session, request, "mentoring_requests.remind", actor=by, now=now)
    tell(session, request.executive_id, "mentoring_draft", f"request/{request.id}/draft", now=now)


def _tell_late(session: Session, request: MentoringRequest, by: Actor, now: datetime) -> None:
    """Of a request on the waiting list nobody is asked any more: its day has passed."""
    record(session, request, "mentoring_requests.tell_late", actor=by, now=now)
    tell(session, request.executive_id, "mentoring_late", f"request/{request.id}/late", now=now)


def _delete_draft(session: Session, request: MentoringRequest, by: Actor, now: datetime) -> None:
    record(session, request, "mentoring_requests.delete", actor=by, now=now)
    session.delete(request)


def _purge(session: Session, request: MentoringRequest, by: Actor, now: datetime) -> None:
    purge_request(session, request, now)
    record(session, request, "mentoring_requests.purge", actor=by, now=now)


def _purge_report(session: Session, report: MisuseReport, by: Actor, now: datetime) -> None:
    report.content = None
    record(session, report, "misuse_reports.purge", actor=by, now=now)


def _nudge(number: int) -> Callable[[Session, Engagement, Actor, datetime], None]:
    """Remind both to book; the last time the coordinators are told instead."""

    def step(session: Session, engagement: Engagement, by: Actor, now: datetime) -> None:
        key = f"engagement/{engagement.id}/nudge/{number}/{engagement.version}"
        engagement.nudges = number
        record(session, engagement, "engagements.nudge", actor=by, now=now, number=number)
        if number == max(NUDGES):
            tell_role(session, Role.EXCHANGE_COORDINATOR, "mentoring_unbooked", key, now=now)
            return
        for side in Side:
            tell(
                session,
                person_on(engagement, side),
                "mentoring_book",
                f"{key}/{side}",
                now=now,
                by=engagement.book_by,
            )

    return step


def _run_out(session: Session, engagement: Engagement, by: Actor, now: datetime) -> None:
    """The time is over: conversations that were held are finished, others have come to nothing."""
    fresh(session, engagement.request)
    if engagement.state is EngagementState.MEETING:
        finish_now(session, engagement, by=by, now=now)
        return
    stop(session, engagement, EndReason.NO_MEETING, by=by, now=now)
    engagement.request.closed_at = now
    advance(session, engagement.request, "close", actor=by, now=now)


def _all_held(session: Session, engagement: Engagement, by: Actor, now: datetime) -> None:
    fresh(session, engagement.request)
    finish_now(session, engagement, by=by, now=now)


def _ask_feedback(session: Session, engagement: Engagement, by: Actor, now: datetime) -> None:
    closes = add_business_time(now, FEEDBACK_DAYS.figure * DAY)
    for side in Side:
        session.add(Feedback(engagement_id=engagement.id, side=side, asked_at=now, closes_at=closes))
        key = f"engagement/{engagement.id}/feedback/{side}"
        tell(session, person_on(engagement, side), "mentoring_feedback", key, now=now, by=closes)
    record(session, engagement, "feedback.ask", actor=by, now=now)


def _remind_feedback(session: Session, engagement: Engagement, by: Actor, now: datetime) -> None:
    query = select(Feedback).where(Feedback.engagement_id == engagement.id, Feedback.answered_at.is_(None))
    for one in session.scalars(query).all():
        one.reminded_at = now
        key = f"engagement/{engagement.id}/feedback/{one.side}/again"
        person = person_on(engagement, one.side)
        tell(session, person, "mentoring_feedback_again", key, now=now, by=one.closes_at)
    record(session, engagement, "feedback.remind", actor=by, now=now)


def _close_feedback(session: Session, engagement: Engagement, by: Actor, now: datetime) -> None:
    advance(session, engagement, "close", actor=by, now=now)


def _ask_pulse(session: Session, engagement: Engagement, by: Actor, now: datetime) -> None:
    session.add(Pulse(engagement_id=engagement.id, asked_at=now))
    record(session, engagement, "pulses.ask", actor=by, now=now)
    key = f"engagement/{engagement.id}/pulse"
    tell(session, engagement.executive_id, "mentoring_pulse", key, now=now)


def _mentor_back(session: Session, profile: MentorProfile, by: Actor, now: datetime) -> None:
    take_up(session, profile, by=by, now=now)
    key = f"profile/{profile.id}/back/{profile.version}"
    tell(session, profile.executive_id, "mentor_back", key, now=now)


Step = Callable[[Session, Any, Actor, datetime], None]
STEPS: dict[str, tuple[type[Any], Step]] = {
    "all_held": (Engagement, _all_held),
    "ask_feedback": (Engagement, _ask_feedback),
    "ask_pulse": (Engagement, _ask_pulse),
    "choose_for": (MentoringRequest, _choose_for),
    "close_feedback": (Engagement, _close_feedback),
    "delete_draft": (MentoringRequest, _delete_draft),
    "expire_offer": (MentoringOffer, _expire_offer),
    "give_up": (MentoringRequest, _give_up),
    "go_on": (MentoringOffer, _go_on),
    "mentor_back": (MentorProfile, _mentor_back),
    "purge": (MentoringRequest, _purge),
    "purge_report": (MisuseReport, _purge_report),
    "remind_draft": (MentoringRequest, _remind_draft),
    "remind_feedback": (Engagement, _remind_feedback),
    "remind_offer": (MentoringOffer, _remind_offer),
    "run_out": (Engagement, _run_out),
    "tell_late": (MentoringRequest, _tell_late),
    **{f"nudge_{number}": (Engagement, _nudge(number)) for number in NUDGES},
}
"""Each step of the clock: the table of its row, and what is done."""
