"""Who looks after whose calendar, and the open address of one's own."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.calendar_feeds import CalendarFeed
from models.delegations import Delegation
from models.executives import Executive


def delegates(session: Session, executive: Executive) -> list[Delegation]:
    """Those who look after an executive's calendar now."""
    query = select(Delegation).where(Delegation.executive_id == executive.id, Delegation.ended_at.is_(None))
    return list(session.scalars(query.options(joinedload(Delegation.delegate)).order_by(Delegation.id)))


def find_owner(session: Session, slug: str) -> Executive | None:
    """The executive in service of an address, whose calendar is looked after."""
    return session.scalar(select(Executive).where(Executive.slug == slug, Executive.active))


def open_feed(session: Session, executive: Executive) -> CalendarFeed | None:
    """The feed that can be read now."""
    mine = CalendarFeed.executive_id == executive.id, CalendarFeed.revoked_at.is_(None)
    return session.scalar(select(CalendarFeed).where(*mine))
