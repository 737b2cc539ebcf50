"""Tables taken out of the house: each a file without formulas, and on the trail."""

import enum
import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.access import require
from models.actors import Actor
from models.audit import record
from models.services.files import Taken
from models.spreadsheets.write import write_csv, write_xlsx
from models.table_kinds.known import KINDS
from models.uploads import TableKind


class Format(enum.StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


def take(session: Session, *, actor: Actor, now: datetime, kind: TableKind, format_: Format) -> Taken:
    """The table of a kind as a file whose columns are those it is brought in with."""
    require(actor, "exports.take", kind, now=now)
    known = KINDS[kind]
    lines = list(known.take(session, actor, now))
    header = [column.name for column in known.columns]
    header += [name for name in (lines[0] if lines else ()) if name not in header]
    rows = [[line.get(name, "") for name in header] for line in lines]
    written = write_csv(header, rows) if format_ is Format.CSV else write_xlsx(known.title, header, rows)
    taken = Taken(f"{kind}-{local_day(now).isoformat()}.{format_}", written)
    digest = hashlib.sha256(taken.content).hexdigest()
    record(
        session,
        actor,
        "exports.take",
        actor=actor,
        now=now,
        rows=len(rows),
        file=taken.name,
        file_sha256=digest,
    )
    session.flush()
    return taken
