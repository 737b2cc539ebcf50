"""Engagements: the few conversations that follow an accepted offer, their messages, and their end."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matcher.mentoring.business import DAY, add_business_time
from matcher.policy.mentoring_clauses import BOOKING_DAYS, REPORT_DAYS
from models.actors import Actor
from models.base import Base, Edited, Id, Words, arguments, by_value, check
from models.executives import Executive
from models.mentoring_offers import MentoringOffer
from models.mentors import MentorProfile
from models.requests import MentoringRequest
from models.secrets import Sealed


class EngagementState(enum.StrEnum):
    ARRANGING = "arranging"
    MEETING = "meeting"
    FEEDBACK = "feedback"
    CLOSED = "closed"
    ENDED = "ended"


OPEN = (EngagementState.ARRANGING, EngagementState.MEETING)
"""The states in which an engagement takes a place of its mentor."""
IS_OPEN = text(f"state IN ('{OPEN[0]}', '{OPEN[1]}')")


class Side(enum.StrEnum):
    MENTEE = "mentee"
    MENTOR = "mentor"


class EndReason(enum.StrEnum):
    """Why it ended before its time; nobody is at fault."""

    NO_TIME = "no_time"
    NO_GOOD_FIT = "no_good_fit"
    SOLVED = "solved"
    LEFT = "left"
    NO_MEETING = "no_meeting"
    OTHER = "other"


def booking_ends(now: datetime) -> datetime:
    """By when two people choose a time, where at `now` they have none."""
    return add_business_time(now, BOOKING_DAYS.figure * DAY)


class Engagement(Edited, Base):
    """One mentor and one mentee; a mentor's open ones never exceed the capacity, by trigger."""

    __tablename__ = "engagements"
    __table_args__ = arguments(
        Index(
            "uq_engagements_one_open_engagement",
            "request_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index("ix_engagements_profile_id_state", "profile_id", "state"),
        check("end_has_its_moment", f"(state IN ('{OPEN[0]}', '{OPEN[1]}')) = (ended_at IS NULL)"),
        check("nudges_are_not_negative", "nudges >= 0"),
        check("early_end_says_why", f"(state = '{EngagementState.ENDED}') = (end_reason IS NOT NULL)"),
    )

    id: Mapped[Id]
    request_id: Mapped[int] = mapped_column(ForeignKey("mentoring_requests.id"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("mentoring_offers.id"), unique=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profiles.id"))
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True, comment="the mentee")
    state: Mapped[EngagementState] = mapped_column(by_value(EngagementState, "state_is_known"), index=True)
    began_at: Mapped[datetime]
    book_by: Mapped[datetime] = mapped_column(comment="when the first meeting should be booked")
    nudges: Mapped[int] = mapped_column(default=0, comment="reminders to book that went out")
    runs_until: Mapped[date] = mapped_column(index=True, comment="last day; both may extend it")
    meetings_allowed: Mapped[int] = mapped_column(comment="held meetings, at most; both may extend it")
    mentee_extends: Mapped[bool] = mapped_column(default=False, comment="the mentee asks to extend")
    mentor_extends: Mapped[bool] = mapped_column(default=False, comment="the mentor asks to extend")
    ended_at: Mapped[datetime | None] = mapped_column(comment="when the place became free")
    ended_by: Mapped[Side | None] = mapped_column(by_value(Side, "side_is_known"), comment="empty: the clock")
    end_reason: Mapped[EndReason | None] = mapped_column(by_value(EndReason, "end_reason_is_known"))

    request: Mapped[MentoringRequest] = relationship()
    offer: Mapped[MentoringOffer] = relationship()
    profile: Mapped[MentorProfile] = relationship()
    mentee: Mapped[Executive] = relationship()

    @property
    def ran_out(self) -> bool:
        """Whether the time was over before they met."""
        return self.end_reason is EndReason.NO_MEETING

    def is_used_up(self, taken: int) -> bool:
        """Whether meetings that are held or booked leave none."""
        return taken >= self.meetings_allowed


class Message(Base):
    """One line of the short thread of an engagement; the thread is erased when the engagement ends."""

    __tablename__ = "engagement_messages"
    __table_args__ = arguments(
        UniqueConstraint("engagement_id", "number"), check("number_begins_at_one", "number >= 1")
    )

    id: Mapped[Id]
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    content: Mapped[Any] = mapped_column(Sealed("engagement_messages.content"), comment="sealed")
    at: Mapped[datetime]
    read_at: Mapped[datetime | None] = mapped_column(
        comment="when the other side said that it is read and asks for nothing"
    )


class MisuseReport(Base):
    """One side tells the programme office that something went wrong."""

    __tablename__ = "misuse_reports"
    __table_args__ = arguments(
        check("handling_has_its_moment", "(handled_by_id IS NULL) = (handled_at IS NULL)"),
        check("who_handles_it_says_how", "(handled_at IS NULL) = (handling IS NULL)"),
        check("nobody_handles_their_own_report", "handled_by_id <> reporter_id"),
    )

    id: Mapped[Id]
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"), index=True)
    reporter_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    content: Mapped[Any | None] = mapped_column(Sealed("misuse_reports.content"), comment="sealed")
    at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))
    handling: Mapped[Words | None] = mapped_column(comment="what was done, without the story")

    reporter: Mapped[Actor] = relationship(foreign_keys=[reporter_id])
    engagement: Mapped[Engagement] = relationship()

    @property
    def due_at(self) -> datetime:
        """By when the programme office has looked into it."""
        return report_due(self.at)


def report_due(made: datetime) -> datetime:
    """By when the programme office has looked into a report of that moment."""
    return add_business_time(made, REPORT_DAYS.figure * DAY)
