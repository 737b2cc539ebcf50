"""The files that somebody brought in, and the tables that somebody may bring and take."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, defer

from models.access import can
from models.actors import Actor
from models.dreamsheets import DreamSheet
from models.executives import Executive
from models.mentors import MentorProfile
from models.requests import MentoringRequest
from models.table_kinds.book import Book
from models.table_kinds.kind import Kind
from models.table_kinds.known import KINDS
from models.uploads import TableKind, Upload, UploadedRow

PAGE = 20
OWNED: dict[TableKind, Any] = {
    TableKind.MENTORS: MentorProfile,
    TableKind.COACHES: MentorProfile,
    TableKind.REQUESTS: MentoringRequest,
    TableKind.SHEETS: DreamSheet,
}
"""The tables whose rows are open to the people alone whom they are about."""


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
        "Agencies": book.agencies,
    }
    return [(title, names.alone()) for title, names in known.items()]


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


def owners_of(session: Session, upload: Upload) -> Sequence[Row[str, str | None]]:
    """Whose rows of an upload still stand that nobody else can change: name and address, each once."""
    table = OWNED.get(upload.kind)
    if table is None:
        return []
    query = (
        select(Executive.name, Actor.email)
        .outerjoin(Actor, Actor.executive_id == Executive.id)
        .join(table, table.executive_id == Executive.id)
        .join(UploadedRow, UploadedRow.row_id == table.id)
        .where(UploadedRow.table_name == table.__tablename__, UploadedRow.upload_id == upload.id)
        .distinct()
        .order_by(Executive.name, Actor.email)
    )
    return session.execute(query).all()
