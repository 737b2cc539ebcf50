"""Projected vacancies: posts that an agency expects to fall free, and whether they did."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agencies import Agency
from models.base import Base, Edited, Id, Name, arguments, by_value, check
from models.opportunities import Opportunity
from models.positions import Position


class Confidence(enum.StrEnum):
    """How sure the agency is."""

    DECIDED = "decided"
    LIKELY = "likely"
    POSSIBLE = "possible"


class VacancyState(enum.StrEnum):
    PROJECTED = "projected"
    CAME = "came"
    DID_NOT_COME = "did_not_come"


class ProjectedVacancy(Edited, Base):
    __tablename__ = "projected_vacancies"
    __table_args__ = arguments(
        check("what_came_is_an_opportunity", "(state = 'came') = (opportunity_id IS NOT NULL)")
    )

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    position_id: Mapped[int | None] = mapped_column(ForeignKey("positions.id"), index=True)
    title: Mapped[Name]
    place: Mapped[str] = mapped_column(String(160), comment="'City, ST'")
    month: Mapped[date] = mapped_column(index=True, comment="the first day of the month it is expected in")
    confidence: Mapped[Confidence] = mapped_column(by_value(Confidence, "confidence_is_known"))
    state: Mapped[VacancyState] = mapped_column(by_value(VacancyState, "state_is_known"), index=True)
    opportunity_id: Mapped[int | None] = mapped_column(
        ForeignKey("opportunities.id"), unique=True, comment="what became of it"
    )
    listed_at: Mapped[datetime]
    listed_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))

    agency: Mapped[Agency] = relationship()
    position: Mapped[Position | None] = relationship()
    opportunity: Mapped[Opportunity | None] = relationship()
