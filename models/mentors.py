"""Mentors and coaches: what they can help with, how many at a time, and whether they may be asked now."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matcher.policy.mentoring_clauses import MOST_PAIRINGS, SILENT_OFFERS
from models.base import Base, Edited, Id, Words, arguments, by_value, check
from models.executives import Executive


class MentorKind(enum.StrEnum):
    """Situational mentoring, or the Federal Coaching Network: one engine, two directories."""

    MENTOR = "mentor"
    COACH = "coach"


class Site(enum.StrEnum):
    HEADQUARTERS = "headquarters"
    FIELD = "field"


class SizeBand(enum.StrEnum):
    """People in the organization that the executive leads."""

    UNDER_100 = "under_100"
    UNDER_1000 = "under_1000"
    FROM_1000 = "from_1000"


class ProfileState(enum.StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACTIVE = "active"
    PAUSED = "paused"
    RETIRED = "retired"


class MentorProfile(Edited, Base):
    """One executive as a mentor or as a coach. A profile that is active or paused was approved.

    Triggers refuse an offer, and an engagement, beyond `capacity`.
    """

    __tablename__ = "mentor_profiles"
    __table_args__ = arguments(
        UniqueConstraint("executive_id", "kind"),
        check("capacity_is_within_the_policy", f"capacity BETWEEN 1 AND {MOST_PAIRINGS.figure}"),
        check("silence_is_not_negative", "silent_offers >= 0"),
        check("only_the_paused_come_back", f"returns_on IS NULL OR state = '{ProfileState.PAUSED}'"),
        check(
            "approved_before_being_asked",
            f"state NOT IN ('{ProfileState.ACTIVE}', '{ProfileState.PAUSED}') OR approved_by_id IS NOT NULL",
        ),
        check("approval_has_its_moment", "(approved_by_id IS NULL) = (approved_at IS NULL)"),
    )

    id: Mapped[Id]
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"))
    kind: Mapped[MentorKind] = mapped_column(by_value(MentorKind, "kind_is_known"))
    state: Mapped[ProfileState] = mapped_column(by_value(ProfileState, "state_is_known"), index=True)
    capacity: Mapped[int] = mapped_column(comment="the limit: conversations at a time")
    about: Mapped[Words] = mapped_column(default="", comment="the mentor's own words, for every executive")
    site: Mapped[Site | None] = mapped_column(by_value(Site, "site_is_known"))
    size_band: Mapped[SizeBand | None] = mapped_column(by_value(SizeBand, "size_band_is_known"))
    silent_offers: Mapped[int] = mapped_column(default=0, comment="in a row; any answer sets it back")
    returns_on: Mapped[date | None] = mapped_column(comment="first day back; empty: until the mentor says so")
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))

    executive: Mapped[Executive] = relationship()
    situations: Mapped[list["MentorSituation"]] = relationship(cascade="all, delete-orphan")
    competencies: Mapped[list["MentorCompetency"]] = relationship(cascade="all, delete-orphan")
    functions: Mapped[list["MentorFunction"]] = relationship(cascade="all, delete-orphan")
    missions: Mapped[list["MentorMission"]] = relationship(cascade="all, delete-orphan")
    agencies: Mapped[list["MentorAgency"]] = relationship(cascade="all, delete-orphan")

    @property
    def fell_silent(self) -> bool:
        """Whether the service paused it, for offers that ended without an answer."""
        return self.state is ProfileState.PAUSED and self.silent_offers >= SILENT_OFFERS.figure


class MentorSituation(Base):
    """A situation the mentor has handled: the year of the last time, and of the time before it."""

    __tablename__ = "mentor_situations"
    __table_args__ = arguments(check("the_time_before_is_no_later", "year_before <= last_year"))

    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profiles.id"), primary_key=True)
    situation_id: Mapped[int] = mapped_column(ForeignKey("situations.id"), primary_key=True)
    last_year: Mapped[int]
    year_before: Mapped[int | None] = mapped_column(comment="empty: it happened once")


class MentorCompetency(Base):
    __tablename__ = "mentor_competencies"
    __table_args__ = arguments(check("level_is_one_to_five", "level BETWEEN 1 AND 5"))

    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profiles.id"), primary_key=True)
    competency_id: Mapped[int] = mapped_column(ForeignKey("competencies.id"), primary_key=True)
    level: Mapped[int]


class MentorFunction(Base):
    __tablename__ = "mentor_functions"

    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profiles.id"), primary_key=True)
    function_id: Mapped[int] = mapped_column(ForeignKey("job_functions.id"), primary_key=True)


class MentorMission(Base):
    """A mission area the mentor has worked in."""

    __tablename__ = "mentor_missions"

    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profiles.id"), primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("mission_clusters.id"), primary_key=True)


class MentorAgency(Base):
    """An agency the mentor has served in."""

    __tablename__ = "mentor_agencies"

    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profiles.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
