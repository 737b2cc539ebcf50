"""The address of the own calendar for other programs: made, made anew, revoked."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.calendar_feeds import CalendarFeed
from models.errors import Conflict
from models.executives import Executive

TOKEN_BYTES = 32


def make(session: Session, *, actor: Actor, now: datetime, executive: Executive) -> str:
    """A new feed instead of any before; its token is returned once, and only its digest kept."""
    require(actor, "calendar_feeds.make", executive, now=now)
    earlier = _open(session, executive)
    if earlier is not None:
        earlier.revoked_at = now
        session.flush()
    token = secrets.token_hex(TOKEN_BYTES)
    made = CalendarFeed(executive_id=executive.id, token_digest=digest_of(token), made_at=now)
    session.add(made)
    record(session, made, "calendar_feeds.make", actor=actor, now=now)
    session.flush()
    return token


def revoke(session: Session, *, actor: Actor, now: datetime, executive: Executive) -> None:
    """The address opens nothing any more; Conflict where there is none."""
    require(actor, "calendar_feeds.revoke", executive, now=now)
    feed = _open(session, executive)
    if feed is None:
        raise Conflict("There is no address to revoke.")
    feed.revoked_at = now
    record(session, feed, "calendar_feeds.revoke", actor=actor, now=now)
    session.flush()


def find_feed(session: Session, *, token: str) -> CalendarFeed | None:
    """The open feed of a token, of an executive in service."""
    found = session.scalar(select(CalendarFeed).where(CalendarFeed.token_digest == digest_of(token)))
    usable = found is not None and found.revoked_at is None and found.executive.active
    return found if usable else None


def _open(session: Session, executive: Executive) -> CalendarFeed | None:
    mine = CalendarFeed.executive_id == executive.id, CalendarFeed.revoked_at.is_(None)
    return session.scalar(select(CalendarFeed).where(*mine).with_for_update())


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
