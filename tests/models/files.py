"""Uploads for tests: brought, checked and stored by whoever may."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from models.services import uploads
from models.services.uploads import HowRead
from models.uploads import TableKind, Upload
from tests.models.world import NOW, actor

CIVIL_SERVICE = Path(__file__).parent / "civil_service"
PEOPLE = b"""Name,Email,Organization,Appointment,SES since,Gender
Ann Lee,ann@agency.example,EN,career,2021-05-03,f
Bob Ray,bob@agency.example,Treasury,limited term,2022-01-31,m
Cyd Fox,cyd@agency.example,Nowhere,career,2022-13-31,x
"""


def bring(
    session: Session,
    content: bytes = PEOPLE,
    kind: TableKind = TableKind.PEOPLE,
    *,
    who: str = "office",
    name: str = "people.csv",
    now: datetime = NOW,
) -> Upload:
    return uploads.bring(session, actor=actor(session, who), now=now, kind=kind, name=name, content=content)


def as_guessed(upload: Upload, words: Mapping[str, str] | None = None, **fixed: str) -> HowRead:
    """The mapping that the upload begins with; some columns with one value for every row."""
    said = upload.mapping
    columns = {name: heading for name, heading in said["columns"].items() if name not in fixed}
    return HowRead(columns, {**said["fixed"], **fixed}, list((words or {}).items()))


def check(
    session: Session,
    upload: Upload,
    words: Mapping[str, str] | None = None,
    *,
    who: str = "office",
    **fixed: str,
) -> list[tuple[int, str | None, str]]:
    """The faults of a check with the guessed columns."""
    how = as_guessed(upload, words, **fixed)
    return list(uploads.check(session, actor=actor(session, who), now=NOW, upload=upload, mapping=how))


def store(session: Session, upload: Upload, who: str = "office", now: datetime = NOW) -> int:
    by = actor(session, who)
    return uploads.store(session, actor=by, now=now, upload=upload, version=upload.version)


def undo(session: Session, upload: Upload, who: str = "office") -> int:
    return uploads.undo(session, actor=actor(session, who), now=NOW, upload=upload)


def stored(session: Session, who: str = "office") -> Upload:
    """Two people brought in."""
    upload = bring(session, who=who)
    check(session, upload, who=who)
    store(session, upload, who)
    return upload
