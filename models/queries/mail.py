"""The outbox: what is due, what a message needs, and what its page shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Exists, case, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from models.accounts import Invitation
from models.actors import Actor
from models.outbox import Notice, NoticeState
from models.restores import Restore

PAGE = 50


@dataclass(frozen=True)
class Letter:
    """One notice as its page shows it; the payload stays out. `email` is the address that it was sent to, or
    where it goes; None where there is none, or it was sent before addresses were kept."""

    id: int
    template: str
    recipient: str
    slug: str
    email: str | None
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    answer: str | None


@dataclass(frozen=True)
class Waiting:
    """How much waits, and since when it could have gone."""

    count: int
    since: datetime | None


def due(session: Session, now: datetime, most: int = PAGE) -> list[int]:
    """The ids of notices to try now, oldest first; of one person only the first that waits, so that messages
    arrive in the order of what happened. None while a restore holds mail."""
    earlier = aliased(Notice)
    before = (
        select(earlier.id)
        .where(
            earlier.recipient_id == Notice.recipient_id,
            earlier.id < Notice.id,
            earlier.state == NoticeState.WAITING,
        )
        .exists()
    )
    query = (
        select(Notice.id)
        .where(Notice.state == NoticeState.WAITING, Notice.due_at <= now, ~before, ~held())
        .order_by(Notice.due_at, Notice.id)
        .limit(most)
    )
    return list(session.scalars(query))


def to_show(session: Session, now: datetime) -> list[int]:
    """The ids of all notices that could go out, oldest first."""
    query = select(Notice.id).where(Notice.state == NoticeState.WAITING, Notice.due_at <= now)
    return list(session.scalars(query.order_by(Notice.id)))


def held() -> Exists:
    """Whether a restore holds all mail until somebody releases it."""
    return select(Restore.id).where(Restore.released_at.is_(None)).exists()


def holding(session: Session) -> list[Restore]:
    """The restores that hold mail, oldest first."""
    query = select(Restore).where(Restore.released_at.is_(None)).order_by(Restore.id)
    return list(session.scalars(query))


def invitation_token(session: Session, number: int, now: datetime) -> str | None:
    """The token of an invitation that can still be used and was not mailed yet."""
    query = select(Invitation.token).where(
        Invitation.id == number, Invitation.used_at.is_(None), Invitation.expires_at > now
    )
    return session.scalar(query)


def counts(session: Session, words: str = "") -> dict[NoticeState, int]:
    """How many notices stand in each state; with `words`, of notices to people who have them all."""
    query = select(Notice.state, func.count()).group_by(Notice.state)
    if words.split():
        query = query.join(Actor, Actor.id == Notice.recipient_id).where(*_to(words))
    found = dict(session.execute(query).all())
    return {state: found.get(state, 0) for state in NoticeState}


def _to(words: str) -> Iterator[ColumnElement[bool]]:
    for word in words.lower().split():
        columns = (Actor.name, Actor.email, Notice.sent_to)
        yield or_(*(func.lower(one).contains(word, autoescape=True) for one in columns))


def letters(session: Session, state: NoticeState, page: int = 1, words: str = "") -> list[Letter]:
    """One page of the notices in a state, newest first; `words` as in `counts`."""
    query = (
        select(
            Notice.id,
            Notice.template,
            Actor.name,
            Actor.slug,
            case((Notice.state == NoticeState.SENT, Notice.sent_to), else_=Actor.email),
            Notice.created_at,
            Notice.due_at,
            Notice.sent_at,
            Notice.attempts,
            Notice.answer,
        )
        .join(Actor, Actor.id == Notice.recipient_id)
        .where(Notice.state == state, *_to(words))
        .order_by(Notice.created_at.desc(), Notice.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    rows: Iterable[Any] = session.execute(query)
    return [Letter(*row) for row in rows]


def find_notice(session: Session, number: int) -> Notice | None:
    """One notice, with whom it goes to."""
    return session.get(Notice, number, options=[joinedload(Notice.recipient)])


def failed(session: Session) -> list[Notice]:
    """Every notice that could not be sent."""
    return list(session.scalars(select(Notice).where(Notice.state == NoticeState.FAILED).order_by(Notice.id)))


def overdue(session: Session, before: datetime) -> Waiting:
    """Notices that wait although they were written before a moment; none while a restore holds mail."""
    query = select(func.count(), func.min(Notice.created_at)).where(
        Notice.state == NoticeState.WAITING, Notice.created_at < before, ~held()
    )
    return Waiting(*session.execute(query).one())
