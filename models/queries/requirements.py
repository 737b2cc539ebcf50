"""What opportunities require, in the order of their hosts."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.agencies import Agency
from models.opportunities import Opportunity
from models.requirements import Requirement


def requirements_of(session: Session, opportunity: Opportunity) -> list[Requirement]:
    """The requirements of one opportunity."""
    query = select(Requirement).where(Requirement.opportunity_id == opportunity.id)
    return list(session.scalars(query.order_by(Requirement.ordinal, Requirement.id)))


def requirements_named(session: Session, slug: str) -> list[Requirement]:
    """The requirements of the opportunity of that slug."""
    query = select(Requirement).join(Opportunity, Opportunity.id == Requirement.opportunity_id)
    ordered = query.where(Opportunity.slug == slug).order_by(Requirement.ordinal, Requirement.id)
    return list(session.scalars(ordered))


def find_offer(session: Session, slug: str, **_address: object) -> Opportunity | None:
    """The opportunity with the line of agencies that decide who may write into it."""
    agency = joinedload(Opportunity.host_agency).joinedload(Agency.parent).joinedload(Agency.parent)
    return session.scalar(select(Opportunity).where(Opportunity.slug == slug).options(agency))
