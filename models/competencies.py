"""Executive Core Qualifications as versioned data: frameworks, their ECQs, the competencies of each."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Id, Name, arguments, check


class EcqFramework(Base):
    __tablename__ = "ecq_frameworks"
    __table_args__ = arguments(check("framework_ends_after_it_begins", "effective_to > effective_from"))

    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(String(20), unique=True)
    effective_from: Mapped[date]
    effective_to: Mapped[date | None] = mapped_column(comment="last day; empty while in force")
    confidence: Mapped[str] = mapped_column(String(300), comment="how the text was read")

    ecqs: Mapped[list["Ecq"]] = relationship(order_by="Ecq.ordinal", back_populates="framework")


class Ecq(Base):
    __tablename__ = "ecqs"
    __table_args__ = arguments(
        UniqueConstraint("framework_id", "name"),
        UniqueConstraint("framework_id", "ordinal"),
        check("ordinal_begins_at_one", "ordinal >= 1"),
    )

    id: Mapped[Id]
    framework_id: Mapped[int] = mapped_column(ForeignKey("ecq_frameworks.id"))
    ordinal: Mapped[int]
    name: Mapped[Name]

    framework: Mapped[EcqFramework] = relationship(back_populates="ecqs")
    competencies: Mapped[list["Competency"]] = relationship(order_by="Competency.ordinal")


class Competency(Base):
    __tablename__ = "competencies"
    __table_args__ = arguments(
        UniqueConstraint("ecq_id", "name"),
        UniqueConstraint("ecq_id", "ordinal"),
        check("ordinal_begins_at_one", "ordinal >= 1"),
    )

    id: Mapped[Id]
    ecq_id: Mapped[int] = mapped_column(ForeignKey("ecqs.id"))
    ordinal: Mapped[int]
    name: Mapped[Name]
