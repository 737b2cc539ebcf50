"""Meetings: when the two people of an engagement meet, and whether they did. No notes are kept."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actors import Actor
from models.base import Base, Edited, Id, arguments, by_value, check
from models.engagements import Engagement, Side
from models.executives import Executive
from models.secrets import Sealed

QUARTER = 15  # minutes


class MeetingState(enum.StrEnum):
    BOOKED = "booked"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Meeting(Edited, Base):
    """One meeting; `uid` names it in calendars for life, `sequence` counts its changes there."""

    __tablename__ = "meetings"
    __table_args__ = arguments(
        check("meeting_ends_after_it_starts", "ends_at > starts_at"),
        check("sequence_is_not_negative", "sequence >= 0"),
        check("nobody_meets_alone", "mentor_id <> mentee_id"),
        check(
            "cancelling_has_its_moment", f"(state = '{MeetingState.CANCELLED}') = (cancelled_at IS NOT NULL)"
        ),
        check("only_the_cancelled_is_late", "cancelled_at IS NOT NULL OR NOT cancelled_late"),
        check("who_missed_it_is_named", f"(state = '{MeetingState.MISSED}') = (absent IS NOT NULL)"),
        Index("ix_meetings_mentor_id", "mentor_id", "starts_at"),
        Index("ix_meetings_mentee_id", "mentee_id", "starts_at"),
        Index("ix_meetings_due", "state", "starts_at"),
    )

    id: Mapped[Id]
    uid: Mapped[str] = mapped_column(String(64), unique=True)
    sequence: Mapped[int]
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"), index=True)
    mentor_id: Mapped[int] = mapped_column(
        ForeignKey("executives.id"), comment="of the engagement; here for the calendars of many at once"
    )
    mentee_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), comment="of the engagement, likewise")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[Any | None] = mapped_column(
        Sealed("meetings.place"), comment="sealed: a room, a number or a link"
    )
    state: Mapped[MeetingState] = mapped_column(by_value(MeetingState, "state_is_known"))
    arranged_at: Mapped[datetime] = mapped_column(comment="when its time or place was last set")
    arranged_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    reminded: Mapped[int | None] = mapped_column(
        comment="hours before, of the last reminder; empty again once it is moved"
    )
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[Side | None] = mapped_column(by_value(Side, "cancelling_side_is_known"))
    cancelled_late: Mapped[bool] = mapped_column(default=False, comment="within hours of its begin")
    absent: Mapped[Side | None] = mapped_column(by_value(Side, "absent_side_is_known"))

    engagement: Mapped[Engagement] = relationship()
    mentor: Mapped[Executive] = relationship(foreign_keys=[mentor_id])
    mentee: Mapped[Executive] = relationship(foreign_keys=[mentee_id])
    arranged_by: Mapped[Actor] = relationship()


class MeetingQuarter(Base):
    """A quarter of an hour of one person that a booked meeting takes: its key refuses a second one."""

    __tablename__ = "meeting_quarters"

    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), primary_key=True)
    begins_at: Mapped[datetime] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
