"""The address of the days of the way back for other programs: made, made anew, revoked."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict
from models.return_feeds import ReturnFeed
from models.services.calendar_feeds import TOKEN_BYTES, digest_of


def make(session: Session, *, actor: Actor, now: datetime, person: Actor) -> str:
    """A new feed instead of any before; its token is returned once, and only its digest kept."""
    require(actor, "return_feeds.make", person, now=now)
    earlier = open_feed(session, person, lock=True)
    if earlier is not None:
        earlier.revoked_at = now
        session.flush()
    token = secrets.token_hex(TOKEN_BYTES)
    made = ReturnFeed(actor_id=person.id, token_digest=digest_of(token), made_at=now)
    session.add(made)
    record(session, made, "return_feeds.make", actor=actor, now=now)
    session.flush()
    return token


def revoke(session: Session, *, actor: Actor, now: datetime, person: Actor) -> None:
    """The address opens nothing any more; Conflict where there is none."""
    require(actor, "return_feeds.revoke", person, now=now)
    feed = open_feed(session, person, lock=True)
    if feed is None:
        raise Conflict("There is no address to revoke.")
    feed.revoked_at = now
    record(session, feed, "return_feeds.revoke", actor=actor, now=now)
    session.flush()


def open_feed(session: Session, person: Actor, *, lock: bool = False) -> ReturnFeed | None:
    """The person's feed that can be read now."""
    query = select(ReturnFeed).where(ReturnFeed.actor_id == person.id, ReturnFeed.revoked_at.is_(None))
    return session.scalar(query.with_for_update() if lock else query)


def find_feed(session: Session, *, token: str) -> ReturnFeed | None:
    """The open feed of a token, of a person who may sign in."""
    found = session.scalar(select(ReturnFeed).where(ReturnFeed.token_digest == digest_of(token)))
    usable = found is not None and found.revoked_at is None and found.actor.active
    return found if usable else None
