"""What people and places are called, by slug."""

from collections.abc import Iterable

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.executives import Executive
from models.opportunities import Opportunity


def person_names(session: Session, slugs: Iterable[str]) -> dict[str, str]:
    """The names of executives by slug."""
    query = select(Executive.slug, Executive.name).where(Executive.slug.in_(sorted(slugs)))
    return dict(session.execute(query).all())


def names(session: Session, people: Iterable[str], places: Iterable[str]) -> dict[str, dict[str, str]]:
    """In one statement, by slug: the names of executives under "people", and under "places" the titles of
    opportunities with their hosts."""
    persons = select(literal("people"), Executive.slug, Executive.name)
    titles = select(literal("places"), Opportunity.slug, Opportunity.title + ", " + Agency.name)
    hosted = titles.join(Agency, Agency.id == Opportunity.host_agency_id)
    parts = (
        persons.where(Executive.slug.in_(sorted(people))),
        hosted.where(Opportunity.slug.in_(sorted(places))),
    )
    found: dict[str, dict[str, str]] = {"people": {}, "places": {}}
    for kind, slug, name in session.execute(union_all(*parts)):
        found[kind][slug] = name
    return found
