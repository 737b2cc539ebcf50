"""What an executive says to a gate requirement: attested, or a waiver asked, and what the host decided."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actors import Actor
from models.base import Base, Edited, Id, Words, arguments, by_value, check
from models.executives import Executive
from models.requirements import Requirement
from models.rounds import Round


class AnswerState(enum.StrEnum):
    OPEN = "open"
    ATTESTED = "attested"
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


MEETING = frozenset({AnswerState.ATTESTED, AnswerState.GRANTED})
"""The states in which the gate stands open."""


class RequirementAnswer(Edited, Base):
    """One executive's word on one gate requirement in one round."""

    __tablename__ = "requirement_answers"
    __table_args__ = arguments(
        UniqueConstraint("round_id", "executive_id", "requirement_id"),
        check("asked_with_a_reason", "state NOT IN ('asked', 'granted', 'refused') OR length(reason) > 0"),
        check(
            "decided_with_a_reason",
            "state NOT IN ('granted', 'refused') OR (decided_by_id IS NOT NULL AND length(decision) > 0)",
        ),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    executive_id: Mapped[int] = mapped_column(ForeignKey("executives.id"), index=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("opportunity_requirements.id"), index=True)
    state: Mapped[AnswerState] = mapped_column(by_value(AnswerState, "state_is_known"), index=True)
    reason: Mapped[Words] = mapped_column(default="", comment="why a waiver is asked; the host decides on it")
    decision: Mapped[Words] = mapped_column(default="", comment="why it was granted or refused")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("actors.id"))
    decided_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None] = mapped_column(
        comment="when the waiver put the executive among the applicants of rankings that were open"
    )

    round: Mapped[Round] = relationship()
    executive: Mapped[Executive] = relationship()
    requirement: Mapped[Requirement] = relationship()
    asked_for: Mapped["AskedFor | None"] = relationship(cascade="all, delete-orphan")


class AskedFor(Base):
    """The home agency asked on the executive's behalf; without a row the executive asked."""

    __tablename__ = "waivers_asked_for"

    answer_id: Mapped[int] = mapped_column(ForeignKey("requirement_answers.id"), primary_key=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    asked_at: Mapped[datetime]

    asked_by: Mapped[Actor] = relationship()
