"""Requests: one situation, what would help, by when; the shortlist, and the choice made from it."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matcher.mentoring.business import end_of_day
from matcher.mentoring.rules import Obstacle
from matcher.policy.mentoring_clauses import (
    MOST_CHOICES,
    MOST_COMPETENCIES,
    MOST_REFUSALS,
    MOST_SITUATIONS,
    SHORTLIST,
)
from models.agencies import Agency
from models.availability import of_a_weekday
from models.base import Base, Edited, Id, arguments, by_value, check
from models.executives import Executive
from models.mentors import MentorKind, MentorProfile, Site, SizeBand
from models.secrets import Sealed

STEPS = 4
MOST_POINTS = 1000
ASKER_LEFT = "The person who asked has left."
"""Why a request is cancelled with the entry that somebody left: why somebody leaves is nobody's who reads a
request."""


class RequestState(enum.StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    OFFERED = "offered"
    MANUAL = "manual"
    WAITLISTED = "waitlisted"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    NO_MATCH = "no_match"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


DESK_READS = frozenset({RequestState.MANUAL})
"""A coordinator reads what such a request is about, but for the person's own words."""
DESK_NAMES = frozenset({RequestState.WAITLISTED, RequestState.ACCEPTED})
"""Of such a one its first situation. What others are about is told to whoever is asked, to nobody else."""


class MentoringRequest(Edited, Base):
    """One question of one executive. `due_at` is when its state ends by itself, where it does."""

    __tablename__ = "mentoring_requests"
    __table_args__ = arguments(
        check("step_is_one_of_four", f"step BETWEEN 1 AND {STEPS}"),
        check("refusals_are_not_negative", "refusals >= 0"),
        check(
            "what_is_not_a_draft_was_submitted",
            f"state IN ('{RequestState.DRAFT}', '{RequestState.WITHDRAWN}', '{RequestState.CANCELLED}') "
            "OR submitted_at IS NOT NULL",
        ),
        check("purged_story_is_erased", "purged_at IS NULL OR story IS NULL"),
    )

    id: Mapped[Id]
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    kind: Mapped[MentorKind] = mapped_column(by_value(MentorKind, "kind_is_known"))
    state: Mapped[RequestState] = mapped_column(by_value(RequestState, "state_is_known"), index=True)
    step: Mapped[int] = mapped_column(default=1, comment="how far the draft is")
    story: Mapped[Any | None] = mapped_column(
        Sealed("mentoring_requests.story"), comment="sealed: the person's own words, for the mentor alone"
    )
    urgent: Mapped[bool] = mapped_column(default=False)
    need_by: Mapped[date | None] = mapped_column(comment="last day on which a first meeting helps")
    in_person: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str | None] = mapped_column(String(160), comment="'City, ST', where in person is asked for")
    function_id: Mapped[int | None] = mapped_column(ForeignKey("job_functions.id"))
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("mission_clusters.id"))
    site: Mapped[Site | None] = mapped_column(by_value(Site, "site_is_known"))
    size_band: Mapped[SizeBand | None] = mapped_column(by_value(SizeBand, "size_band_is_known"))
    again_with_id: Mapped[int | None] = mapped_column(
        ForeignKey("mentor_profiles.id"), comment="an earlier mentor who is asked for again"
    )
    only_agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("agencies.id"), comment="whose mentors alone are asked: the host of a rotation"
    )
    anew_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("mentoring_requests.id"),
        index=True,
        comment="the first request of the same question, where it is asked anew",
    )
    obstacle: Mapped[Obstacle | None] = mapped_column(
        by_value(Obstacle, "obstacle_is_known"),
        comment="what kept everybody from being asked when it was submitted",
    )
    service_chooses: Mapped[bool] = mapped_column(default=False)
    refusals: Mapped[int] = mapped_column(default=0, comment="offers refused or left without an answer")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(comment="the last time the person worked on the draft")
    reminded_at: Mapped[datetime | None] = mapped_column(comment="when the draft was called to mind")
    submitted_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None] = mapped_column(comment="when all free text was erased")

    @property
    def tries_left(self) -> int:
        """How many are still asked by themselves, with whoever is asked now; then a coordinator looks."""
        return max(0, MOST_REFUSALS.figure - self.refusals)

    executive: Mapped[Executive] = relationship()
    only_agency: Mapped[Agency | None] = relationship()
    situations: Mapped[list["RequestSituation"]] = relationship(
        cascade="all, delete-orphan", order_by="RequestSituation.rank"
    )
    competencies: Mapped[list["RequestCompetency"]] = relationship(
        cascade="all, delete-orphan", order_by="RequestCompetency.rank"
    )
    week: Mapped[list["RequestWindow"]] = relationship(
        cascade="all, delete-orphan", order_by="RequestWindow.weekday, RequestWindow.start_minute"
    )
    choices: Mapped[list["RequestChoice"]] = relationship(
        cascade="all, delete-orphan", order_by="RequestChoice.rank"
    )
    refused: Mapped[list["RequestRefusal"]] = relationship(cascade="all, delete-orphan")
    suggestions: Mapped[list["Suggestion"]] = relationship(
        cascade="all, delete-orphan", order_by="Suggestion.place"
    )

    def is_too_late(self, now: datetime) -> bool:
        """Whether the day until which a first meeting helps is over."""
        return self.need_by is not None and end_of_day(self.need_by) <= now

    def in_time(self, moment: datetime, now: datetime) -> datetime:
        """The moment by which somebody acts, or the end of the day until which a first meeting helps, where
        that comes before it and is not over."""
        if self.need_by is None or self.is_too_late(now):
            return moment
        return min(moment, end_of_day(self.need_by))


class RequestSituation(Base):
    __tablename__ = "request_situations"
    __table_args__ = arguments(
        UniqueConstraint("request_id", "situation_id"),
        check("rank_is_within_the_policy", f"rank BETWEEN 1 AND {MOST_SITUATIONS.figure}"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey("mentoring_requests.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    situation_id: Mapped[int] = mapped_column(ForeignKey("situations.id"))
    must_have: Mapped[bool] = mapped_column(default=False)


class RequestCompetency(Base):
    __tablename__ = "request_competencies"
    __table_args__ = arguments(
        UniqueConstraint("request_id", "competency_id"),
        check("rank_is_within_the_policy", f"rank BETWEEN 1 AND {MOST_COMPETENCIES.figure}"),
        check("level_is_one_to_five", "level BETWEEN 1 AND 5"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey("mentoring_requests.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    competency_id: Mapped[int] = mapped_column(ForeignKey("competencies.id"))
    level: Mapped[int | None] = mapped_column(comment="where the person stands; empty: not stated")
    must_have: Mapped[bool] = mapped_column(default=False)


class RequestWindow(Base):
    """A part of one weekday that suits for this request, on the person's own clock; none: the usual week."""

    __tablename__ = "request_windows"
    __table_args__ = arguments(*of_a_weekday())

    request_id: Mapped[int] = mapped_column(ForeignKey("mentoring_requests.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, comment="0 is Monday")
    start_minute: Mapped[int] = mapped_column(primary_key=True, comment="after midnight, own clock")
    end_minute: Mapped[int] = mapped_column(comment="not included; 1440 is midnight")


class RequestChoice(Base):
    """A mentor whom the person named, first to third."""

    __tablename__ = "request_choices"
    __table_args__ = arguments(
        UniqueConstraint("request_id", "profile_id"),
        check("rank_is_within_the_policy", f"rank BETWEEN 1 AND {MOST_CHOICES.figure}"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey("mentoring_requests.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profiles.id"))

    profile: Mapped[MentorProfile] = relationship()


class RequestRefusal(Base):
    """A mentor whom the person does not want for this request; the reason is the person's own."""

    __tablename__ = "request_refusals"

    request_id: Mapped[int] = mapped_column(ForeignKey("mentoring_requests.id"), primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profiles.id"), primary_key=True)
    reason: Mapped[Any | None] = mapped_column(Sealed("request_refusals.reason"), comment="sealed")
    at: Mapped[datetime]


class Suggestion(Base):
    """One place of a shortlist, with the ledger whose rows sum to its points."""

    __tablename__ = "suggestions"
    __table_args__ = arguments(
        UniqueConstraint("request_id", "profile_id"),
        check("place_is_within_the_policy", f"place BETWEEN 1 AND {SHORTLIST.figure}"),
        check("points_are_within_the_scale", f"points BETWEEN 0 AND {MOST_POINTS}"),
        check("coverage_is_a_percentage", "coverage BETWEEN 0 AND 100"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey("mentoring_requests.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profiles.id"))
    points: Mapped[int]
    coverage: Mapped[int] = mapped_column(comment="percent of the weight that is backed by data")
    ledger: Mapped[Any] = mapped_column(
        Sealed("suggestions.ledger"), comment="sealed: [{criterion, raw, weight, points, evidence}]"
    )
    made_at: Mapped[datetime]

    profile: Mapped[MentorProfile] = relationship()
