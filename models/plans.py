"""The executive's development plan: objectives, activities, the board's reviews; and days of assessments.

5 CFR 412.401. No scores of an assessment and no notes of a conversation have a column here.
"""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actors import Actor
from models.base import Base, Edited, Id, Words, arguments, by_value, check
from models.competencies import Competency, Ecq
from models.executives import Executive


class PlanState(enum.StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    REVIEWED = "reviewed"


class Term(enum.StrEnum):
    SHORT = "short"
    LONG = "long"


class ActivityKind(enum.StrEnum):
    """Ways of learning that OPM's Framework names (introduction, questions 5 and 10)."""

    ROTATION = "rotation"
    INTERAGENCY_PROJECT = "interagency_project"
    SABBATICAL = "sabbatical"
    IPA = "ipa"
    EXPERIENCE = "experience"
    TRAINING = "training"
    MENTORING = "mentoring"
    COACHING = "coaching"
    PEERS = "peers"
    SELF_STUDY = "self_study"


BROADENING = frozenset(
    {ActivityKind.ROTATION, ActivityKind.INTERAGENCY_PROJECT, ActivityKind.SABBATICAL, ActivityKind.IPA}
)
"""What widens the view of the agency and of the government (5 CFR 412.401(a)(3) and (b))."""


class ReviewOutcome(enum.StrEnum):
    ACCEPTED = "accepted"
    REVISE = "revise"


class DevelopmentPlan(Edited, Base):
    __tablename__ = "development_plans"
    __table_args__ = arguments(
        check("a_plan_out_of_hand_names_its_supervisor", "state = 'draft' OR supervisor_id IS NOT NULL"),
        check("signature_stands_while_signed", "(state IN ('signed', 'reviewed')) = (signed_at IS NOT NULL)"),
    )

    id: Mapped[Id]
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), unique=True)
    state: Mapped[PlanState] = mapped_column(by_value(PlanState, "state_is_known"))
    begun_on: Mapped[date]
    supervisor_id: Mapped[int | None] = mapped_column(
        ForeignKey("actors.id"), index=True, comment="who was asked to sign; the executive names them"
    )
    submitted_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None] = mapped_column(comment="empty again once the plan is revised")
    supervisor_note: Mapped[Words] = mapped_column(
        default="", comment="of a signature, or of what was sent back"
    )

    executive: Mapped[Executive] = relationship()
    supervisor: Mapped[Actor | None] = relationship()
    objectives: Mapped[list["PlanObjective"]] = relationship(
        cascade="all, delete-orphan", order_by="(PlanObjective.reach_by, PlanObjective.id)"
    )
    activities: Mapped[list["PlanActivity"]] = relationship(
        cascade="all, delete-orphan", order_by="PlanActivity.id"
    )
    reviews: Mapped[list["PlanReview"]] = relationship(
        order_by="(PlanReview.reviewed_on.desc(), PlanReview.id.desc())"
    )


class PlanObjective(Base):
    """What is to be reached by when, and the competency it strengthens (an ECQ where it has none named)."""

    __tablename__ = "plan_objectives"

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("development_plans.id"), index=True)
    term: Mapped[Term] = mapped_column(by_value(Term, "term_is_known"))
    text: Mapped[Words]
    ecq_id: Mapped[int] = mapped_column(ForeignKey("ecqs.id"))
    competency_id: Mapped[int | None] = mapped_column(ForeignKey("competencies.id"))
    reach_by: Mapped[date]
    reached_on: Mapped[date | None]

    ecq: Mapped[Ecq] = relationship()
    competency: Mapped[Competency | None] = relationship()


class PlanActivity(Base):
    """Something planned, done, or both; `source` names what it was written from, once."""

    __tablename__ = "plan_activities"
    __table_args__ = arguments(
        UniqueConstraint("plan_id", "source"),
        check("activity_is_planned_or_done", "planned_for IS NOT NULL OR done_on IS NOT NULL"),
    )

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("development_plans.id"))
    objective_id: Mapped[int | None] = mapped_column(ForeignKey("plan_objectives.id"), index=True)
    kind: Mapped[ActivityKind] = mapped_column(by_value(ActivityKind, "kind_is_known"))
    title: Mapped[str] = mapped_column(String(200))
    planned_for: Mapped[date | None]
    done_on: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(String(100), comment="such as 'engagement/12'; no more of it")

    objective: Mapped[PlanObjective | None] = relationship()


class PlanReview(Base):
    """One review by the Executive Resources Board: the day it met, and what came of it."""

    __tablename__ = "plan_reviews"
    __table_args__ = arguments(
        check("revision_says_what_to_revise", "outcome = 'accepted' OR length(remark) > 0")
    )

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("development_plans.id"), index=True)
    reviewed_on: Mapped[date]
    outcome: Mapped[ReviewOutcome] = mapped_column(by_value(ReviewOutcome, "outcome_is_known"))
    remark: Mapped[Words] = mapped_column(default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    entered_at: Mapped[datetime]


class LeadershipAssessment(Base):
    """The day of one assessment with employees' feedback; the result stays with the executive."""

    __tablename__ = "leadership_assessments"
    __table_args__ = arguments(UniqueConstraint("executive_id", "done_on"))

    id: Mapped[Id]
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"))
    done_on: Mapped[date]
    entered_at: Mapped[datetime]
