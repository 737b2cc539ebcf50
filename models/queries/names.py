"""What people and places are called, by slug."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity


def person_names(session: Session, slugs: Iterable[str]) -> dict[str, str]:
    """The names of executives by slug."""
    query = select(Executive.slug, Executive.name).where(Executive.slug.in_(sorted(slugs)))
    return dict(session.execute(query).all())


def place_names(session: Session, slugs: Iterable[str]) -> dict[str, str]:
    """The titles of opportunities with their hosts, by slug."""
    named = select(Opportunity.slug, Opportunity.title + ", " + Agency.name)
    query = named.join(Agency, Agency.id == Opportunity.host_agency_id)
    return dict(session.execute(query.where(Opportunity.slug.in_(sorted(slugs)))).all())
