"""The files that somebody brought in, and the tables that somebody may bring and take."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from models.access import can
from models.actors import Actor
from models.table_kinds.book import Book
from models.table_kinds.kind import Kind
from models.table_kinds.known import KINDS
from models.uploads import Upload

PAGE = 20


def find_upload(session: Session, number: int) -> Upload | None:
    """The upload of the address."""
    return session.get(Upload, number)


def kinds_of(actor: Actor, now: datetime) -> list[Kind]:
    """The kinds of tables that the actor may bring in and take out."""
    return [kind for code, kind in KINDS.items() if can(actor, "uploads.bring", code, now=now)]


def words_of(session: Session) -> list[tuple[str, list[str]]]:
    """What cells of the tables of mentoring may name, as it is written there, by what it is."""
    book = Book(session)
    known = {
        "Situations": book.situations,
        "Competencies": book.competencies,
        "Kinds of work": book.functions,
        "Mission areas": book.missions,
    }
    return [(title, sorted(names.last_written())) for title, names in known.items()]


def uploads_of(session: Session, actor: Actor) -> list[Upload]:
    """The newest files that the actor brought in, without their cells."""
    query = (
        select(Upload)
        .where(Upload.owner_id == actor.id)
        .options(defer(Upload.content), defer(Upload.report))
        .order_by(Upload.id.desc())
        .limit(PAGE)
    )
    return list(session.scalars(query))
