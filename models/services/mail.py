"""The outbox emptied: a notice is claimed, tried, and then sent, put off or given up.

The mail server answers outside every transaction. Claiming therefore writes the next try down before this one
is made: whoever crashes in between loses nothing, and at worst the same message goes out twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.access import require
from models.accounts import Invitation
from models.actors import Actor
from models.audit import record
from models.errors import Conflict
from models.lifecycles import advance, must_allow
from models.outbox import Notice, NoticeState
from models.restores import Restore

QUICK_TRIES, QUICK = 48, timedelta(minutes=5)
SLOW_TRIES, SLOW = 20, timedelta(hours=6)
"""Four hours of tries every five minutes, then five days of tries every six hours."""


def next_try(attempts: int, now: datetime) -> datetime:
    """When a notice that was tried `attempts` times is due again."""
    return now + (QUICK if attempts <= QUICK_TRIES else SLOW)


def claim(session: Session, *, now: datetime, notice: Notice) -> None:
    """Take a due notice for one try, to the address of now; Conflict where another worker was faster.

    No state changes and nobody acts, so there is neither an actor nor a row on the trail.
    """
    must_allow(notice, "send")
    if notice.due_at > now:
        raise Conflict("Another worker has this notice.")
    notice.attempts += 1
    notice.due_at = next_try(notice.attempts, now)
    notice.sent_to = notice.recipient.email
    session.flush()


def put_off(session: Session, *, notice: Notice, answer: str) -> bool:
    """Keep the server's words beside a notice that is tried again; False where that was the last try."""
    notice.answer = answer
    session.flush()
    return notice.attempts < QUICK_TRIES + SLOW_TRIES


def mark_sent(session: Session, *, actor: Actor, now: datetime, notice: Notice, answer: str) -> None:
    """The server has taken it; a token that travelled with it is erased here."""
    require(actor, "mail.mark_sent", notice, now=now)
    notice.sent_at, notice.answer = now, answer
    _forget_token(session, notice)
    advance(session, notice, "send", actor=actor, now=now)
    session.flush()


def give_up(session: Session, *, actor: Actor, now: datetime, notice: Notice, answer: str) -> None:
    """No further try: the programme office sees it with the server's words."""
    require(actor, "mail.give_up", notice, now=now)
    notice.answer = answer
    advance(session, notice, "give_up", actor=actor, now=now, reason=answer)
    session.flush()


def release(session: Session, *, actor: Actor, now: datetime, restores: Sequence[Restore]) -> None:
    """Let mail go again after a restore: somebody has looked at what may have been sent since the backup."""
    require(actor, "mail.release", restores, now=now)
    for restore in restores:
        restore.released_at = now
        record(session, restore, "restore.release", actor=actor, now=now)
    session.flush()


def send_again(session: Session, *, actor: Actor, now: datetime, notices: Sequence[Notice]) -> None:
    """Put failed notices back, and let waiting ones go at the next minute."""
    require(actor, "mail.send_again", notices, now=now)
    for notice in notices:
        if notice.state is NoticeState.WAITING:
            record(session, notice, "outbox.hurry", actor=actor, now=now)
        else:
            advance(session, notice, "retry", actor=actor, now=now)
        notice.attempts, notice.due_at = 0, now
    session.flush()


def drop(session: Session, *, actor: Actor, now: datetime, notice: Notice, reason: str) -> None:
    """Never send it; the reason stays on the record."""
    require(actor, "mail.drop", notice, now=now)
    _forget_token(session, notice)
    advance(session, notice, "drop", actor=actor, now=now, reason=reason)
    session.flush()


def _forget_token(session: Session, notice: Notice) -> None:
    if number := notice.payload.get("invitation"):
        session.get_one(Invitation, number).token = None
