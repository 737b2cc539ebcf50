"""Departments, agencies and bureaus as one tree, and the organizations inside each."""

import enum
from collections.abc import Iterator, Mapping

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Edited, Id, Name, arguments, by_value, check


class SesCoverage(enum.StrEnum):
    """Whether the agency's executives belong to the Senior Executive Service (5 U.S.C. 3132(a)(1))."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"
    UNKNOWN = "unknown"


class Agency(Edited, Base):
    __tablename__ = "agencies"
    __table_args__ = arguments(
        check("code_is_not_empty", "length(code) > 0"),
        check("agency_is_not_its_own_parent", "parent_id <> id"),
        check("ses_members_are_not_negative", "ses_members >= 0"),
        check("agency_does_not_succeed_itself", "successor_id <> id"),
        check("only_a_closed_agency_has_a_successor", "successor_id IS NULL OR NOT active"),
    )

    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(String(20), unique=True, comment="USAJOBS code, or a project code")
    name: Mapped[Name]
    abbreviation: Mapped[str | None] = mapped_column(String(40))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    ses_coverage: Mapped[SesCoverage] = mapped_column(
        by_value(SesCoverage, "ses_coverage_is_known"), default=SesCoverage.UNKNOWN
    )
    ses_members: Mapped[int | None] = mapped_column(comment="members of the SES in fiscal year 2016")
    source: Mapped[str | None] = mapped_column(String(300), comment="where code and name come from")
    active: Mapped[bool] = mapped_column(default=True)
    successor_id: Mapped[int | None] = mapped_column(
        ForeignKey("agencies.id"), index=True, comment="where its people and posts went when it was merged"
    )

    parent: Mapped["Agency | None"] = relationship(foreign_keys=[parent_id], remote_side="Agency.id")
    successor: Mapped["Agency | None"] = relationship(foreign_keys=[successor_id], remote_side="Agency.id")
    aliases: Mapped[list["AgencyAlias"]] = relationship(cascade="all, delete-orphan")


def line_of(agency: Agency | None) -> Iterator[int]:
    """The agency and the units above it, the nearest first, by id."""
    while agency is not None:
        yield agency.id
        agency = agency.parent


def line_in(parents: Mapping[int, int | None], agency: int | None) -> Iterator[int]:
    """As `line_of` without an agency loaded: `parents` has the unit above each."""
    while agency is not None:
        yield agency
        agency = parents[agency]


class AgencyAlias(Base):
    """Another name the agency is or was known by."""

    __tablename__ = "agency_aliases"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(300), primary_key=True)


class Organization(Base):
    """A part of an agency as the Plum Book prints it; the tree stays inside one agency."""

    __tablename__ = "organizations"
    __table_args__ = arguments(
        check("organization_is_not_its_own_parent", "parent_id <> id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    name: Mapped[Name]
    source_key: Mapped[str | None] = mapped_column(
        String(60), unique=True, comment="its id in the source file"
    )

    agency: Mapped[Agency] = relationship()
    parent: Mapped["Organization | None"] = relationship(remote_side="Organization.id")
