"""Free text erased when nobody needs it any more; figures and states stay for the statistics."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.engagements import Engagement
from models.feedback import Feedback
from models.mentoring_offers import MentoringOffer
from models.requests import MentoringRequest


def purge_request(session: Session, request: MentoringRequest, now: datetime) -> None:
    """Erase what was told, asked, answered and explained about a request that ended long ago."""
    request.story, request.purged_at = None, now
    for refusal in request.refused:
        refusal.reason = None
    request.suggestions = []
    for offer in session.scalars(select(MentoringOffer).where(MentoringOffer.request_id == request.id)):
        offer.question, offer.answer, offer.ledger = None, None, []
    theirs = select(Engagement.id).where(Engagement.request_id == request.id)
    for feedback in session.scalars(select(Feedback).where(Feedback.engagement_id.in_(theirs))):
        feedback.changed = None
    session.flush()
