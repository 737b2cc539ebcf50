"""What the clock does by itself: offers of people who left, and rows that nobody needs any more."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, or_, select
from sqlalchemy.orm import Session

from models.access import require
from models.accounts import Invitation, SignInAttempt, WebSession
from models.actors import Actor
from models.audit import record
from models.engagements import Engagement
from models.jobs import JobRun
from models.meetings import Meeting
from models.proposals import Proposal
from models.services.proposals import end_without_answer
from models.services.uploads import forget
from models.uploads import Upload

KEEP_SESSIONS = timedelta(days=30)
KEEP_ATTEMPTS = timedelta(days=1)
KEEP_RUNS = timedelta(days=30)
KEEP_UPLOADS = timedelta(days=7)


def purge(session: Session, *, actor: Actor, now: datetime) -> dict[str, int]:
    """Delete ended sessions, old tries to sign in and old runs of jobs; forget the tokens of invitations that
    ended without being mailed, the cells of files left unstored, the errors of stored ones, and the places of
    conversations that ended, however long ago. The counts, by what was removed."""
    require(actor, "upkeep.purge", None, now=now)
    old = now - KEEP_SESSIONS
    ended = or_(WebSession.expires_at < old, WebSession.ended_at < old, WebSession.seen_at < old)
    removed = {
        "sessions": _count(session, delete(WebSession).where(ended)),
        "sign-in tries": _count(session, delete(SignInAttempt).where(SignInAttempt.at < now - KEEP_ATTEMPTS)),
        "job runs": _count(session, delete(JobRun).where(JobRun.started_at < now - KEEP_RUNS)),
        "invitations": _forget_tokens(session, now),
        "uploads": _forget_uploads(session, actor, now) + _forget_faults(session, now),
        "places of meetings": _forget_places(session),
    }
    record(session, actor, "upkeep.purge", actor=actor, now=now, removed=removed)
    session.flush()
    return removed


def lapse_offers(session: Session, *, actor: Actor, now: datetime, proposals: Sequence[Proposal]) -> None:
    """End the offers of people who left while their round was frozen, so that the seats are free."""
    require(actor, "upkeep.lapse_offers", proposals, now=now)
    for proposal in proposals:
        end_without_answer(session, proposal, by=actor, now=now)
    session.flush()


def _count(session: Session, statement: object) -> int:
    result = session.execute(statement)  # type: ignore[call-overload]
    assert isinstance(result, CursorResult)  # noqa: S101 - neither statement gives another
    return result.rowcount


def _forget_uploads(session: Session, actor: Actor, now: datetime) -> int:
    left = Upload.content.is_not(None), Upload.changed_at < now - KEEP_UPLOADS
    found = session.scalars(select(Upload).where(*left)).all()
    for upload in found:
        forget(session, upload, by=actor, now=now)
    return len(found)


def _forget_faults(session: Session, now: datetime) -> int:
    """What the errors of a stored table quote of its cells, once there was time to mend the rows left out."""
    left = Upload.content.is_(None), Upload.report.is_not(None), Upload.changed_at < now - KEEP_UPLOADS
    found = session.scalars(select(Upload).where(*left)).all()
    for upload in found:
        upload.report = None
    return len(found)


def _forget_places(session: Session) -> int:
    """Ending a conversation erases them; this finds those that ended before it did."""
    over = select(Engagement.id).where(Engagement.ended_at.is_not(None))
    left = Meeting.place.is_not(None), Meeting.engagement_id.in_(over)
    found = session.scalars(select(Meeting).where(*left)).all()
    for meeting in found:
        meeting.place = None
    session.flush()
    return len(found)


def _forget_tokens(session: Session, now: datetime) -> int:
    ended = Invitation.token.is_not(None), or_(Invitation.expires_at <= now, Invitation.used_at.is_not(None))
    invitations = session.scalars(select(Invitation).where(*ended)).all()
    for invitation in invitations:
        invitation.token = None
    return len(invitations)
