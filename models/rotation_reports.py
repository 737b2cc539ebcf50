"""The annual rotation report of an agency: written, ready, closed; every version kept with its hash."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agencies import Agency
from models.base import Base, Digest, Edited, Id, Words, arguments, by_value, check


class ReportState(enum.StrEnum):
    DRAFT = "draft"
    READY = "ready"
    CLOSED = "closed"


class VersionKind(enum.StrEnum):
    READY = "ready"
    CORRECTION = "correction"


class RotationReport(Edited, Base):
    __tablename__ = "rotation_reports"
    __table_args__ = arguments(
        UniqueConstraint("agency_id", "fiscal_year"),
        check("a_report_that_is_ready_has_its_contact", "state = 'draft' OR length(contact) > 0"),
        check("a_close_has_its_moment", "(state = 'closed') = (closed_at IS NOT NULL)"),
        check("whoever_closed_is_named", "(closed_at IS NULL) = (closed_by_id IS NULL)"),
    )

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    fiscal_year: Mapped[int] = mapped_column(index=True)
    state: Mapped[ReportState] = mapped_column(by_value(ReportState, "state_is_known"), index=True)
    contact: Mapped[str] = mapped_column(String(300), comment="whom to ask at the agency, and how")
    reason: Mapped[Words] = mapped_column(comment="why participation rose or fell by a point or more")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))

    agency: Mapped[Agency] = relationship()
    versions: Mapped[list["ReportVersion"]] = relationship(order_by="ReportVersion.number")

    @property
    def latest(self) -> "ReportVersion | None":
        """The version that counts now."""
        return self.versions[-1] if self.versions else None


class ReportVersion(Base):
    """The canonical text of a report at one moment; it never changes."""

    __tablename__ = "report_versions"
    __table_args__ = arguments(
        UniqueConstraint("report_id", "number"),
        check("number_begins_at_one", "number >= 1"),
        check("sha256_has_64_digits", "length(sha256) = 64"),
        check("a_correction_says_why", "(kind = 'correction') = (reason IS NOT NULL)"),
    )

    id: Mapped[Id]
    report_id: Mapped[int] = mapped_column(ForeignKey("rotation_reports.id"))
    number: Mapped[int]
    kind: Mapped[VersionKind] = mapped_column(by_value(VersionKind, "kind_is_known"))
    content: Mapped[Words] = mapped_column(comment="canonical JSON: figures and runs, no names")
    sha256: Mapped[Digest] = mapped_column(comment="of the content in UTF-8")
    reason: Mapped[Words | None] = mapped_column(comment="of a correction: what became known later")
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
