"""What a request can be about: situations with their topics, and the kinds of work people do."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, Name, Words, arguments, check


class Situation(Base):
    """One kind of question an executive may bring; its topics, in order, are a first meeting's agenda."""

    __tablename__ = "situations"
    __table_args__ = arguments(check("ordinal_begins_at_one", "ordinal >= 1"))

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Name]
    help: Mapped[Words] = mapped_column(comment="one sentence that tells it from its neighbours")
    ordinal: Mapped[int] = mapped_column(unique=True, comment="order on the page")

    topics: Mapped[list["Topic"]] = relationship(order_by="Topic.ordinal")


class SituationNeighbour(Base):
    """Two situations of which one teaches much about the other; stored once, the smaller id first."""

    __tablename__ = "situation_neighbours"
    __table_args__ = arguments(check("smaller_situation_comes_first", "first_id < second_id"))

    first_id: Mapped[int] = mapped_column(ForeignKey("situations.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("situations.id"), primary_key=True)


class Topic(Base):
    """Something to speak about in a situation; the record of a meeting names topics and nothing else."""

    __tablename__ = "topics"
    __table_args__ = arguments(
        UniqueConstraint("situation_id", "ordinal"), check("ordinal_begins_at_one", "ordinal >= 1")
    )

    id: Mapped[Id]
    situation_id: Mapped[int] = mapped_column(ForeignKey("situations.id"))
    ordinal: Mapped[int]
    name: Mapped[Name]


class JobFunction(Base):
    """A kind of work, such as finance or law."""

    __tablename__ = "job_functions"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Name]
