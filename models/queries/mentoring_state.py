"""What runs on a request."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.engagements import OPEN, Engagement
from models.requests import MentoringRequest


def open_engagement(session: Session, request: MentoringRequest) -> Engagement | None:
    """The engagement of a request that runs now."""
    query = select(Engagement).where(Engagement.request_id == request.id, Engagement.state.in_(OPEN))
    return session.scalar(query)
