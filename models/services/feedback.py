"""What both sides say afterwards, and what the mentee says three months later."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.engagements import Engagement, EngagementState
from models.errors import Conflict, Invalid
from models.feedback import QUESTIONS, Feedback, Pulse
from models.lifecycles import advance
from models.locks import fresh, lock_mentoring
from models.services.engagements import side_of

LONGEST_CHANGE = 2000


def answer(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    engagement: Engagement,
    figures: Mapping[str, int],
    changed: str = "",
) -> Feedback:
    """Answer the four questions, 1 to 5 each; once both have, the engagement is closed."""
    require(actor, "feedback.answer", engagement, now=now)
    lock_mentoring(session)
    fresh(session, engagement)
    found = session.get(Feedback, (engagement.id, side_of(actor, engagement)))
    if found is None or engagement.state is not EngagementState.FEEDBACK or now > found.closes_at:
        raise Conflict("Feedback is taken for some days after the end, once it is asked for.")
    if found.answered_at is not None:
        raise Conflict("You have answered already: thank you.")
    if set(figures) != set(QUESTIONS) or any(not 1 <= figure <= 5 for figure in figures.values()):
        raise Invalid("Answer each of the four questions with 1 to 5.")
    if len(changed) > LONGEST_CHANGE:
        raise Invalid(f"Write at most {LONGEST_CHANGE} characters.")
    for name, figure in figures.items():
        setattr(found, name, figure)
    found.changed, found.answered_at = changed.strip() or None, now
    session.flush()
    record(session, engagement, "feedback.answer", actor=actor, now=now, side=found.side)
    waiting = select(Feedback.side).where(
        Feedback.engagement_id == engagement.id, Feedback.answered_at.is_(None)
    )
    if session.scalar(waiting.limit(1)) is None:
        advance(session, engagement, "close", actor=actor, now=now)
    session.flush()
    return found


def answer_pulse(
    session: Session, *, actor: Actor, now: datetime, engagement: Engagement, lasting: int
) -> Pulse:
    """Say what is left of it after three months, 1 to 5."""
    require(actor, "feedback.answer_pulse", engagement, now=now)
    found = session.scalar(select(Pulse).where(Pulse.engagement_id == engagement.id))
    if found is None:
        raise Conflict("This is asked some months after the end.")
    if found.answered_at is not None:
        raise Conflict("You have answered already: thank you.")
    if not 1 <= lasting <= 5:
        raise Invalid("Answer with 1 to 5.")
    found.lasting, found.answered_at = lasting, now
    record(session, found, "pulses.answer", actor=actor, now=now)
    session.flush()
    return found
