"""Mission clusters, and the standing alliances of agencies of like mission."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agencies import Agency
from models.base import Base, Code, Edited, Id, Name, Words


class MissionCluster(Base):
    __tablename__ = "mission_clusters"

    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(String(20), unique=True)
    name: Mapped[Name]
    note: Mapped[str | None] = mapped_column(String(300))


class AgencyCluster(Base):
    """An agency works in a mission cluster."""

    __tablename__ = "agency_clusters"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("mission_clusters.id"), primary_key=True, index=True)


class Alliance(Edited, Base):
    """Agencies that agreed to exchange executives; a round may take its alliance pairs from here."""

    __tablename__ = "alliances"

    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(String(20), unique=True)
    name: Mapped[Name]
    purpose: Mapped[Words]
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("mission_clusters.id"))

    members: Mapped[list[Agency]] = relationship(secondary="alliance_members", order_by=Agency.code)


class AllianceMember(Base):
    __tablename__ = "alliance_members"

    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliances.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True, index=True)
