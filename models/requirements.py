"""What an opportunity asks of whoever comes: each requirement a gate, a flag, or a part of the score."""

import enum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, Words, arguments, by_value, check
from models.opportunities import Opportunity

LONGEST_REQUIREMENT = 300


class Subject(enum.StrEnum):
    """What the requirement is about; the other qualifications are neither technical nor of the five."""

    TECHNICAL = "technical"
    ECQ = "ecq"
    OTHER = "other"


class Effect(enum.StrEnum):
    """A gate must be met or waived, a flag is shown, a score counts with its weight."""

    GATE = "gate"
    FLAG = "flag"
    SCORE = "score"


class Requirement(Base):
    __tablename__ = "opportunity_requirements"
    __table_args__ = arguments(
        check("ordinal_begins_at_one", "ordinal >= 1"),
        check("weight_is_of_a_score", "(effect = 'score') = (weight IS NOT NULL)"),
        check("weight_is_1_to_100", "weight >= 1 AND weight <= 100"),
    )

    id: Mapped[Id]
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), index=True)
    ordinal: Mapped[int]
    text: Mapped[str] = mapped_column(String(LONGEST_REQUIREMENT))
    subject: Mapped[Subject] = mapped_column(by_value(Subject, "subject_is_known"))
    effect: Mapped[Effect] = mapped_column(by_value(Effect, "effect_is_known"))
    weight: Mapped[int | None] = mapped_column(comment="points of this requirement; only of a score")
    justification: Mapped[Words] = mapped_column(comment="why the work needs it")

    opportunity: Mapped[Opportunity] = relationship()
