"""What becomes of mentoring when somebody leaves the service: nothing is left waiting for them."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.engagements import OPEN, EndReason, Engagement
from models.lifecycles import advance
from models.locks import lock_calendars, lock_mentoring
from models.mentoring_machines import MENTORING_REQUEST, PROFILE
from models.mentors import MentorProfile
from models.requests import ASKER_LEFT, MentoringRequest
from models.services.engagements import stop
from models.services.mentoring_desk import cancel_now
from models.services.mentors import put_down
from models.services.placing import offer_next


def leave_mentoring(session: Session, executive_id: int, *, by: Actor, now: datetime) -> dict[str, int]:
    """Cancel what the person asked, retire the person's profiles, and hand on whoever counted on them; the
    counts, for the trail of the verb that calls this."""
    lock_mentoring(session)
    _hold_calendars(session, executive_id)
    asked = (
        MentoringRequest.executive_id == executive_id,
        MentoringRequest.state.not_in(MENTORING_REQUEST.ends),
    )
    requests = session.scalars(select(MentoringRequest).where(*asked).order_by(MentoringRequest.id)).all()
    for request in requests:
        cancel_now(session, request, by=by, now=now, reason=ASKER_LEFT)
    profiles = session.scalars(select(MentorProfile).where(MentorProfile.executive_id == executive_id)).all()
    for profile in profiles:
        if "retire" in PROFILE.actions(profile.state):
            put_down(session, profile, by=by, now=now)
        _hand_on(session, profile, by, now)
    return {"requests": len(requests), "profiles": len(profiles)}


def _hold_calendars(session: Session, executive_id: int) -> None:
    """Of everybody whose conversations end here, at once: one after the other could be a deadlock."""
    theirs = or_(MentorProfile.executive_id == executive_id, Engagement.executive_id == executive_id)
    query = select(MentorProfile.executive_id, Engagement.executive_id).join(
        MentorProfile, MentorProfile.id == Engagement.profile_id
    )
    pairs = session.execute(query.where(theirs, Engagement.state.in_(OPEN))).all()
    lock_calendars(session, {person for pair in pairs for person in pair})


def _hand_on(session: Session, profile: MentorProfile, by: Actor, now: datetime) -> None:
    """End the mentor's conversations and ask the next mentor for each."""
    running = Engagement.profile_id == profile.id, Engagement.state.in_(OPEN)
    for engagement in session.scalars(select(Engagement).where(*running).order_by(Engagement.id)).all():
        stop(session, engagement, EndReason.LEFT, by=by, now=now)
        advance(session, engagement.request, "reopen", actor=by, now=now)
        offer_next(session, engagement.request, by=by, now=now)
