"""The lock that orders what must not overlap: a filing and the closing of the same round, say."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import func, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.opportunities import Opportunity
from models.rounds import Round

ROUNDS, CALENDARS, MENTORING, ABSENCES, SEATS = 1, 2, 3, 4, 5
"""The classes of our advisory locks: on rounds, on executives' calendars, on mentors' places, on when an
executive is away, on the seats that rounds share."""

T = TypeVar("T")


def lock_round(session: Session, round_: Round, *, write: bool = False) -> Round:
    """Read the round again under a lock held to the end of the transaction: shared for those who file into
    it, exclusive for who moves it.

    On PostgreSQL the lock is an advisory one, because those queue: a row lock for update starves behind row
    locks for share that overlap one another. SQLite has one writer at a time; there the reading matters.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock if write else func.pg_advisory_xact_lock_shared
        session.execute(select(lock(ROUNDS, round_.id)))
    query = select(Round).where(Round.id == round_.id)
    return session.scalars(query, execution_options={"populate_existing": True}).one()


def lock_seats(session: Session) -> None:
    """Let no other round take a seat until the end of the transaction. Whoever locks its round too locks that
    first. SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(SEATS, 0)))


def lock_opportunity(session: Session, opportunity_id: int) -> Opportunity:
    """Read the opportunity again under a lock held to the end of the transaction: nobody else changes it, or
    adds what is counted under this lock. Whoever locks its round too locks that first."""
    query = select(Opportunity).where(Opportunity.id == opportunity_id).with_for_update(of=Opportunity)
    return session.scalars(query, execution_options={"populate_existing": True}).one()


def lock_calendars(session: Session, executives: Iterable[int]) -> None:
    """Let nobody else book anything of these people until the end of the transaction.

    The order is that of the ids, so that two bookings never wait for one another. SQLite has one writer at a
    time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        for number in sorted(executives):
            session.execute(select(func.pg_advisory_xact_lock(CALENDARS, number)))


def lock_absences(session: Session, executive_id: int) -> None:
    """Let nobody else agree on a time away of this executive until the end of the transaction. SQLite has one
    writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(ABSENCES, executive_id)))


def lock_mentoring(session: Session) -> None:
    """Order everything that takes or frees a mentor's place, to the end of the transaction.

    One lock for all of them: whoever holds it may go from one mentor to the next without a deadlock. What was
    read before is read again by `fresh`.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(MENTORING, 0)))


def fresh(session: Session, obj: T) -> T:
    """The object as it stands now; what was changed on it and not flushed is flushed first."""
    session.flush()
    session.refresh(obj)
    return obj


def store_first(session: Session, row: object) -> bool:
    """Store a row that one alone can be the first to write, where there is none yet to lock; False where
    somebody else was first meanwhile: then nothing of ours is stored, and the transaction goes on."""
    part = session.begin_nested()
    session.add(row)
    try:
        part.commit()
    except IntegrityError:
        part.rollback()
        mapper = inspect(row).mapper
        if session.get(mapper.class_, mapper.primary_key_from_instance(row), populate_existing=True) is None:
            raise
        return False
    return True
