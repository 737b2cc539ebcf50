"""What was done so that an executive loses nothing while away: one row for each line that is done."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, arguments, check


class AwayCheck(Base):
    """One line of the checklist of one return, done; a line without its row is not done."""

    __tablename__ = "away_checks"
    __table_args__ = arguments(check("line_is_not_empty", "length(line) > 0"))

    right_id: Mapped[int] = mapped_column(ForeignKey("return_rights.id"), primary_key=True)
    line: Mapped[str] = mapped_column(String(40), primary_key=True)
    done_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
