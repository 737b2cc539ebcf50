"""Interviews of applicants, as their host logs them: when, what came of it, what was talked about.

It is a log of facts and no assessment: topics from a list, and one sentence at most that the executive reads
too. Only the host's contacts and the executive see it.
"""

import enum
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actors import Actor
from models.base import Base, Edited, Id, arguments, by_value, check
from models.executives import Executive
from models.opportunities import Opportunity
from models.rounds import Round

LONGEST_REMARK = 200


class InterviewState(enum.StrEnum):
    SCHEDULED = "scheduled"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Absent(enum.StrEnum):
    """Who did not come."""

    EXECUTIVE = "executive"
    HOST = "host"
    BOTH = "both"


class Topic(enum.StrEnum):
    OBJECTIVES = "objectives"
    QUALIFICATIONS = "qualifications"
    TIMING = "timing"
    PLACE = "place"
    TEAM = "team"
    WAY_BACK = "way_back"
    CLEARANCE = "clearance"


class Interview(Edited, Base):
    __tablename__ = "interviews"
    __table_args__ = arguments(
        check("whoever_missed_it_is_named", "(state = 'missed') = (absent IS NOT NULL)"),
        check("remark_is_one_sentence", f"length(remark) <= {LONGEST_REMARK}"),
        Index("ix_interviews_of_a_place", "round_id", "opportunity_id"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"))
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    starts_at: Mapped[datetime]
    state: Mapped[InterviewState] = mapped_column(by_value(InterviewState, "state_is_known"))
    absent: Mapped[Absent | None] = mapped_column(by_value(Absent, "absent_is_known"))
    topics: Mapped[list[str]] = mapped_column(JSON, default=list, comment="values of Topic")
    remark: Mapped[str] = mapped_column(
        String(LONGEST_REMARK), default="", comment="one sentence; the executive reads it too"
    )
    logged_at: Mapped[datetime]
    logged_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))

    round: Mapped[Round] = relationship()
    opportunity: Mapped[Opportunity] = relationship()
    executive: Mapped[Executive] = relationship()
    logged_by: Mapped[Actor] = relationship()
