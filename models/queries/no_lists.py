"""The own no-list in names, and people to put on it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.agencies import Agency
from models.executives import Executive
from models.queries.called import called
from models.relations import NoList

MOST_FOUND = 10


@dataclass(frozen=True)
class Avoided:
    """Whom somebody does not want to meet."""

    people: list[Executive]
    agencies: list[Agency]


@dataclass(frozen=True)
class Found:
    """People called by some words: the first of them by name, and how many there are in all."""

    first: list[Executive]
    total: int


def avoided(session: Session, executive: Executive) -> Avoided:
    """The own no-list, by name; nobody else's is ever read so."""
    found = session.get(NoList, executive.id)
    if found is None:
        return Avoided([], [])
    return Avoided(people(session, found.content["people"]), agencies(session, found.content["agencies"]))


def people(session: Session, ids: Collection[int]) -> list[Executive]:
    """Executives by id, by name."""
    query = select(Executive).where(Executive.id.in_(ids)).options(joinedload(Executive.home_agency))
    return list(session.scalars(query.order_by(Executive.name, Executive.id)))


def agencies(session: Session, ids: Collection[int]) -> list[Agency]:
    """Agencies by id, by name."""
    return list(session.scalars(select(Agency).where(Agency.id.in_(ids)).order_by(Agency.name)))


def find_person(session: Session, slug: str) -> Executive | None:
    """The executive of that slug, in service or not: whoever left can be taken off."""
    return session.scalar(select(Executive).where(Executive.slug == slug))


def find(session: Session, executive: Executive, words: str) -> Found:
    """Other executives in service called by these words and who are not on the list yet."""
    listed = session.get(NoList, executive.id)
    known = {executive.id, *(listed.content["people"] if listed else ())}
    query = (
        select(Executive, func.count().over())
        .where(Executive.active, called(Executive.name, words))
        .where(Executive.id.not_in(known))
        .options(joinedload(Executive.home_agency))
    )
    rows = session.execute(query.order_by(Executive.name, Executive.id).limit(MOST_FOUND)).all()
    return Found([one for one, _ in rows], rows[0][1] if rows else 0)
