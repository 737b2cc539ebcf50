"""Who is to be told: the actor who is an executive, and those who hold a role now."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.actors import Actor, Role, RoleGrant


def actor_of(session: Session, executive_id: int) -> int | None:
    """The active actor who is this executive."""
    return session.scalar(select(Actor.id).where(Actor.executive_id == executive_id, Actor.active))


def holders(session: Session, role: Role, now: datetime) -> list[int]:
    """The active actors who hold a role at `now`, sorted."""
    query = (
        select(Actor.id)
        .join(RoleGrant, RoleGrant.actor_id == Actor.id)
        .where(
            Actor.active,
            RoleGrant.role == role,
            RoleGrant.starts_at <= now,
            RoleGrant.ends_at > now,
            or_(RoleGrant.revoked_at.is_(None), RoleGrant.revoked_at > now),
        )
        .distinct()
        .order_by(Actor.id)
    )
    return list(session.scalars(query))
