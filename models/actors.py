"""Actors: whoever signs in, and the roles they hold for a time."""

import enum
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Edited, Id, Name, Slug, Words, arguments, by_value, check

SYSTEM = "system"
"""The slug of Roundtrip's own actor."""


class Role(enum.StrEnum):
    EXECUTIVE = "executive"
    SUPERVISOR = "supervisor"
    HOST_CONTACT = "host_contact"
    AGENCY_COORDINATOR = "agency_coordinator"
    EXCHANGE_COORDINATOR = "exchange_coordinator"
    PROGRAMME_OFFICE = "programme_office"
    EXECUTIVE_RESOURCES_BOARD = "executive_resources_board"
    AUDITOR = "auditor"
    SYSTEM = "system"


AGENCY_ROLES = frozenset(
    {Role.SUPERVISOR, Role.HOST_CONTACT, Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD}
)
_AGENCY_ROLES = ", ".join(f"'{role}'" for role in sorted(AGENCY_ROLES))


class Actor(Edited, Base):
    __tablename__ = "actors"
    __table_args__ = arguments(check("slug_is_not_empty", "length(slug) > 0"))

    id: Mapped[Id]
    slug: Mapped[Slug]
    name: Mapped[Name]
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    executive_id: Mapped[int | None] = mapped_column(
        ForeignKey("executives.id"), unique=True, comment="the executive this actor is, if any"
    )
    active: Mapped[bool] = mapped_column(default=True)

    grants: Mapped[list["RoleGrant"]] = relationship(
        foreign_keys="RoleGrant.actor_id", back_populates="actor", lazy="selectin"
    )


class RoleGrant(Base):
    """A role held from `starts_at` until just before `ends_at`, or until it is revoked."""

    __tablename__ = "role_grants"
    __table_args__ = arguments(
        check("grant_ends_after_it_starts", "ends_at > starts_at"),
        check("agency_roles_name_their_agency", f"(role IN ({_AGENCY_ROLES})) = (agency_id IS NOT NULL)"),
        check("executive_is_a_person_not_a_grant", f"role <> '{Role.EXECUTIVE}'"),
        check("nobody_grants_a_role_to_themselves", "granted_by_id <> actor_id"),
        Index("ix_role_grants_actor_id", "actor_id"),
    )

    id: Mapped[Id]
    actor_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    role: Mapped[Role] = mapped_column(by_value(Role, "role_is_known"))
    agency_id: Mapped[int | None] = mapped_column(
        ForeignKey("agencies.id"), comment="scope: it and all below"
    )
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("actors.id"), comment="empty only for the first grants of a new installation"
    )
    reason: Mapped[Words]
    revoked_at: Mapped[datetime | None]

    actor: Mapped[Actor] = relationship(foreign_keys=[actor_id], back_populates="grants")

    def is_in_force(self, now: datetime) -> bool:
        """Begun, not ended, not revoked at `now`."""
        return self.starts_at <= now < self.ends_at and (self.revoked_at is None or self.revoked_at > now)

    @classmethod
    def in_force(cls, now: datetime) -> ColumnElement[bool]:
        """The same as a condition of a statement."""
        revoked_later = or_(cls.revoked_at.is_(None), cls.revoked_at > now)
        return and_(cls.starts_at <= now, cls.ends_at > now, revoked_later)
