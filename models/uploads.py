"""Tables that come in as files: what was uploaded, how its columns are read, and which rows it made."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, exists
from sqlalchemy.orm import Mapped, mapped_column

from models.actors import Role
from models.base import Base, Digest, Edited, Id, arguments, by_value, check
from models.secrets import Sealed

LONGEST_FILE_NAME = 200


class TableKind(enum.StrEnum):
    PEOPLE = "people"
    MENTORS = "mentors"
    COACHES = "coaches"
    REQUESTS = "requests"
    RELATIONS = "relations"
    OPPORTUNITIES = "opportunities"
    SHEETS = "sheets"
    RANKINGS = "rankings"
    HEADCOUNTS = "headcounts"


_CENTRAL = frozenset({Role.EXCHANGE_COORDINATOR, Role.PROGRAMME_OFFICE})
KEEPERS: dict[TableKind, frozenset[Role]] = {
    TableKind.PEOPLE: frozenset({Role.PROGRAMME_OFFICE}),
    TableKind.MENTORS: _CENTRAL,
    TableKind.COACHES: _CENTRAL,
    TableKind.REQUESTS: _CENTRAL,
    TableKind.RELATIONS: _CENTRAL,
    TableKind.OPPORTUNITIES: frozenset({Role.HOST_CONTACT, Role.AGENCY_COORDINATOR}),
    TableKind.SHEETS: frozenset({Role.EXCHANGE_COORDINATOR}),
    TableKind.RANKINGS: frozenset({Role.EXCHANGE_COORDINATOR}),
    TableKind.HEADCOUNTS: frozenset({Role.PROGRAMME_OFFICE, Role.AGENCY_COORDINATOR}),
}
"""Who brings a table in, and takes it out."""


class UploadState(enum.StrEnum):
    UPLOADED = "uploaded"
    CHECKED = "checked"
    STORED = "stored"
    UNDONE = "undone"
    DISCARDED = "discarded"


_OPEN = f"'{UploadState.UPLOADED}', '{UploadState.CHECKED}'"


class UploadMapping(Base):
    """How somebody's files of one kind are read, kept for the next file."""

    __tablename__ = "upload_mappings"

    owner_id: Mapped[int] = mapped_column(ForeignKey("actors.id"), primary_key=True)
    kind: Mapped[TableKind] = mapped_column(by_value(TableKind, "kind_is_known"), primary_key=True)
    content: Mapped[Any] = mapped_column(
        Sealed("upload_mappings.content"),
        comment="sealed: {columns: {ours: theirs}, fixed: {ours: value}, words: [[theirs, ours]]}",
    )
    changed_at: Mapped[datetime]


class Upload(Edited, Base):
    """One file. Its cells lie here sealed until they are stored or discarded, and are then erased; of a
    stored one stays, sealed, what was wrong with the rows that were left out."""

    __tablename__ = "uploads"
    __table_args__ = arguments(
        check("file_sha256_has_64_digits", "length(file_sha256) = 64"),
        check("cells_are_erased_at_the_end", f"(content IS NOT NULL) = (state IN ({_OPEN}))"),
        check(
            "report_outlives_the_cells_of_stored_rows_alone",
            f"content IS NOT NULL OR report IS NULL OR state = '{UploadState.STORED}'",
        ),
        check("rows_are_not_negative", "rows >= 0"),
    )

    id: Mapped[Id]
    owner_id: Mapped[int] = mapped_column(ForeignKey("actors.id"), index=True)
    kind: Mapped[TableKind] = mapped_column(by_value(TableKind, "kind_is_known"))
    state: Mapped[UploadState] = mapped_column(by_value(UploadState, "state_is_known"))
    file_name: Mapped[str] = mapped_column(String(LONGEST_FILE_NAME))
    file_sha256: Mapped[Digest]
    rows: Mapped[int] = mapped_column(comment="rows of the file below its header")
    good: Mapped[int | None] = mapped_column(comment="rows without an error, at the last check")
    dropped: Mapped[list[str]] = mapped_column(
        JSON, comment="headings of columns that were never kept: who somebody is, and biographies"
    )
    notes: Mapped[list[str]] = mapped_column(JSON, comment="what the reader noticed, as sentences")
    mapping: Mapped[Any] = mapped_column(
        Sealed("uploads.mapping"), comment="sealed, as in upload_mappings.content"
    )
    content: Mapped[Any] = mapped_column(
        Sealed("uploads.content"), nullable=True, comment="sealed: {header: [text], rows: [[text]]}"
    )
    report: Mapped[Any] = mapped_column(
        Sealed("uploads.report"),
        nullable=True,
        comment="sealed: {sample: [{ours: text}], faults: [[line, ours, sentence]]}; stored: faults alone",
    )
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class UploadedRow(Base):
    """A row that an upload made or changed, as it was then."""

    __tablename__ = "uploaded_rows"
    __table_args__ = arguments(check("line_begins_below_the_header", "line >= 2"))

    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, comment="of the file, the header being line 1")
    table_name: Mapped[str] = mapped_column(String(60), primary_key=True)
    row_id: Mapped[int]
    row_version: Mapped[int | None] = mapped_column(comment="a row changed since is not taken back")
    before: Mapped[Any] = mapped_column(
        JSON(none_as_null=True),
        nullable=True,
        comment="the values that a row had which the upload changed; empty: the upload made it",
    )


def is_brought_in(table: type[Any]) -> ColumnElement[bool]:
    """Whether a table of the programme made the row of a versioned table, and nobody has changed it since."""
    made = UploadedRow.table_name == table.__tablename__, UploadedRow.row_id == table.id
    return exists().where(*made, UploadedRow.row_version == table.version)
