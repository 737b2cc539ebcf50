"""What a second person let stand on the ledger of exchange beside what agreements say.

The ledger itself is reckoned from the agreements. A correction is a new dated entry beside them; none is ever
edited or deleted, a wrong one is corrected by another.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actors import Actor
from models.agencies import Agency
from models.base import Base, Id, Words, arguments, check


class LedgerCorrection(Base):
    """What is added to the account of an agency in a fiscal year; it counts once a second person agreed."""

    __tablename__ = "ledger_corrections"
    __table_args__ = arguments(
        check("reason_is_written", "length(reason) > 0"),
        check("it_changes_something", "sent <> 0 OR received <> 0 OR days_sent <> 0 OR days_received <> 0"),
        check("the_second_person_is_another", "looked_by_id <> author_id"),
        check("a_look_has_its_moment", "(looked_by_id IS NULL) = (looked_at IS NULL)"),
        check("a_look_says_whether_it_stands", "(looked_at IS NULL) = (stands IS NULL)"),
        Index("ix_ledger_corrections_account", "agency_id", "fiscal_year"),
    )

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    fiscal_year: Mapped[int]
    sent: Mapped[int] = mapped_column(comment="people, added to what agreements say; may be below 0")
    received: Mapped[int] = mapped_column(comment="people; may be below 0")
    days_sent: Mapped[int] = mapped_column(comment="may be below 0")
    days_received: Mapped[int] = mapped_column(comment="may be below 0")
    reason: Mapped[Words]
    author_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    entered_at: Mapped[datetime]
    looked_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))
    looked_at: Mapped[datetime | None] = mapped_column(index=True)
    stands: Mapped[bool | None] = mapped_column(comment="whether the second person let it stand")

    agency: Mapped[Agency] = relationship()
    author: Mapped[Actor] = relationship(foreign_keys=[author_id])
    looked_by: Mapped[Actor | None] = relationship(foreign_keys=[looked_by_id])
