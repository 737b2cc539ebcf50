"""What policy has to know of an agreement beside its terms, and what was answered to its findings."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matcher.policy.facts import Ground, Host
from models.actors import Actor
from models.agreements import Agreement
from models.base import Base, Edited, Id, Words, arguments, by_value, check

REFERENCE = 200


class AgreementFacts(Edited, Base):
    """One row for an agreement; an empty date: not on record."""

    __tablename__ = "agreement_facts"
    __table_args__ = arguments(
        check("an_exception_has_its_day", "(exception IS NULL) = (exception_on IS NULL)"),
    )

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), primary_key=True)
    function_changes: Mapped[bool] = mapped_column(default=False)
    qualified_on: Mapped[date | None] = mapped_column(comment="the written determination of qualifications")
    host_appraises: Mapped[bool] = mapped_column(default=False)
    host_plan_on: Mapped[date | None] = mapped_column(comment="the host's goals and requirements")
    unclassified: Mapped[bool] = mapped_column(default=False, comment="a detail to unclassified duties")
    lower: Mapped[bool] = mapped_column(default=False, comment="a detail to a position at GS-15 or below")
    opm_approval: Mapped[str | None] = mapped_column(String(REFERENCE))
    involuntary: Mapped[bool] = mapped_column(default=False)
    noticed_on: Mapped[date | None]
    consulted_on: Mapped[date | None]
    waived_on: Mapped[date | None] = mapped_column(comment="the executive's written waiver of the 60 days")
    head_since: Mapped[date | None] = mapped_column(comment="of the agency's head, who is new")
    supervisor_since: Mapped[date | None] = mapped_column(comment="of the noncareer supervisor, who is new")
    exception: Mapped[Ground | None] = mapped_column(by_value(Ground, "exception_is_known"))
    exception_on: Mapped[date | None]
    to_noncareer: Mapped[bool] = mapped_column(default=False)
    appraised_on: Mapped[date | None] = mapped_column(comment="the appraisal before a permanent move")
    civil_since: Mapped[date | None] = mapped_column(comment="service that counts for a sabbatical")
    last_sabbatical_on: Mapped[date | None]
    not_retirable: Mapped[bool] = mapped_column(default=False, comment="attested; no age is stored")
    compensated: Mapped[bool] = mapped_column(default=False)
    obliged_on: Mapped[date | None] = mapped_column(comment="the signed agreement to serve afterwards")
    host_kind: Mapped[Host | None] = mapped_column(by_value(Host, "host_kind_is_known"))
    certified: Mapped[bool] = mapped_column(default=False)
    concern: Mapped[Words] = mapped_column(default="", comment="the work of mutual concern")
    unpaid: Mapped[bool] = mapped_column(default=False, comment="leave without pay, else a detail")
    above_federal_pay: Mapped[bool] = mapped_column(default=False)
    relocation: Mapped[bool] = mapped_column(default=False)
    relocation_agreed: Mapped[bool] = mapped_column(default=False)
    opm_waiver: Mapped[str | None] = mapped_column(String(REFERENCE))


class AgreementOrder(Base):
    """One written order of a detail inside a department."""

    __tablename__ = "agreement_orders"
    __table_args__ = arguments(
        UniqueConstraint("agreement_id", "number"),
        check("order_is_ordered", "starts_on <= ends_on"),
        check("number_is_not_empty", "length(number) > 0"),
    )

    id: Mapped[Id]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    number: Mapped[str] = mapped_column(String(60))
    signed_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    entered_at: Mapped[datetime]


class Answer(enum.StrEnum):
    READ = "read"
    WAIVED = "waived"


class FindingAnswer(Base):
    """What was said to one finding in its very sentence: that it was read, or who waived it and where."""

    __tablename__ = "finding_answers"
    __table_args__ = arguments(
        UniqueConstraint("agreement_id", "code", "sentence"),
        check("a_waiver_says_by_what", "(answer = 'waived') = (document IS NOT NULL)"),
    )

    id: Mapped[Id]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    code: Mapped[str] = mapped_column(String(60))
    sentence: Mapped[Words]
    answer: Mapped[Answer] = mapped_column(by_value(Answer, "answer_is_known"))
    document: Mapped[Words | None] = mapped_column(comment="who waived it, when, and where the paper lies")
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    answered_at: Mapped[datetime]

    agreement: Mapped[Agreement] = relationship()
    answered_by: Mapped[Actor] = relationship()
