"""Executives and their baseball card: what a host may see once the executive consented."""

import enum
from datetime import date

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matcher.policy.clauses import TARGET_JOBS
from models.agencies import Agency
from models.base import Base, Edited, Id, Name, Slug, Words, arguments, by_value, check
from models.competencies import Ecq
from models.positions import Position


class AppointmentType(enum.StrEnum):
    """5 U.S.C. 3132(a)(4)-(7)."""

    CAREER = "career"
    NONCAREER = "noncareer"
    LIMITED_TERM = "limited_term"
    LIMITED_EMERGENCY = "limited_emergency"


class PayPlan(enum.StrEnum):
    """The Service itself, and the two other pay plans that the annual rotation report counts."""

    ES = "es"
    SL = "sl"
    ST = "st"


class CareerStage(enum.StrEnum):
    FINDING_MY_PLACE = "stage_1"
    MAKING_MY_MARK = "stage_2"
    LEAVING_MY_LEGACY = "stage_3"


class Clearance(enum.StrEnum):
    """Level held or needed, yes or no; nothing classified is stored."""

    NONE = "none"
    SECRET = "secret"  # noqa: S105 - a clearance, no password
    TOP_SECRET = "top_secret"  # noqa: S105


class Relocation(enum.StrEnum):
    NO = "no"
    LOCAL = "local"
    REGION = "region"
    ANY = "any"


class Executive(Edited, Base):
    __tablename__ = "executives"
    __table_args__ = arguments(
        check("slug_is_not_empty", "length(slug) > 0"),
        check("ses_begins_before_the_current_position", "ses_since <= current_position_since"),
        check("moves_are_not_negative", "moves >= 0"),
    )

    id: Mapped[Id]
    slug: Mapped[Slug]
    name: Mapped[Name]
    invented: Mapped[bool] = mapped_column(comment="true for a person who does not exist")
    home_agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    position_id: Mapped[int | None] = mapped_column(
        ForeignKey("positions.id"), unique=True, comment="position of record; kept during a detail"
    )
    appointment: Mapped[AppointmentType] = mapped_column(by_value(AppointmentType, "appointment_is_known"))
    pay_plan: Mapped[PayPlan] = mapped_column(
        by_value(PayPlan, "pay_plan_is_known"), default=PayPlan.ES, server_default="es"
    )
    career_stage: Mapped[CareerStage] = mapped_column(by_value(CareerStage, "career_stage_is_known"))
    ses_since: Mapped[date]
    current_position_since: Mapped[date]
    clearance: Mapped[Clearance] = mapped_column(by_value(Clearance, "clearance_is_known"))
    moves: Mapped[int] = mapped_column(default=0, comment="rotations made so far")
    relocation: Mapped[Relocation] = mapped_column(by_value(Relocation, "relocation_is_known"))
    places: Mapped[list[str]] = mapped_column(JSON, default=list, comment="'City, ST' the person would go to")
    open_to_remote: Mapped[bool] = mapped_column(default=False)
    mobility: Mapped[Words] = mapped_column(default="", comment="mobility statement, the person's own words")
    active: Mapped[bool] = mapped_column(default=True)

    home_agency: Mapped[Agency] = relationship()
    position: Mapped[Position | None] = relationship()
    skills: Mapped[list["Skill"]] = relationship(cascade="all, delete-orphan", order_by="Skill.ordinal")
    education: Mapped[list["Education"]] = relationship(
        cascade="all, delete-orphan", order_by="Education.ordinal"
    )
    evidence: Mapped[list["EcqEvidence"]] = relationship(cascade="all, delete-orphan")
    target_jobs: Mapped[list["TargetJob"]] = relationship(
        cascade="all, delete-orphan", order_by="TargetJob.ordinal"
    )


class Skill(Base):
    __tablename__ = "executive_skills"
    __table_args__ = arguments(
        UniqueConstraint("executive_id", "name"), check("ordinal_begins_at_one", "ordinal >= 1")
    )

    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))


class Education(Base):
    """A degree or certificate; no year, because it would tell the age."""

    __tablename__ = "executive_education"
    __table_args__ = arguments(check("ordinal_begins_at_one", "ordinal >= 1"))

    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(200))


class EcqEvidence(Base):
    """What the person did that shows one ECQ."""

    __tablename__ = "ecq_evidence"

    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), primary_key=True)
    ecq_id: Mapped[int] = mapped_column(ForeignKey("ecqs.id"), primary_key=True)
    text: Mapped[Words]

    ecq: Mapped[Ecq] = relationship()


class TargetJob(Base):
    """One of up to three jobs the person would take."""

    __tablename__ = "target_jobs"
    __table_args__ = arguments(
        check("there_are_at_most_three_target_jobs", f"ordinal BETWEEN 1 AND {TARGET_JOBS.figure}"),
        UniqueConstraint("executive_id", "title"),
    )

    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[Name]
