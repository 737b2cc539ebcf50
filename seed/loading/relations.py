"""Invented lines of command, entered by an exchange coordinator."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.relations import Relation, RelationKind
from models.services import relations
from seed import records
from seed.loading.people import get_actor
from seed.loading.rounds import COORDINATOR


def load_relations(session: Session, *, now: datetime, made: Sequence[records.Relation]) -> None:
    """Add them all, unless some are there already."""
    if session.scalar(select(Relation.id).limit(1)) is not None:
        return
    actor = get_actor(session, COORDINATOR)
    slugs = {slug for one in made for slug in (one.executive, one.other)}
    people = {one.slug: one for one in session.scalars(select(Executive).where(Executive.slug.in_(slugs)))}
    for one in made:
        relations.add(
            session,
            actor=actor,
            now=now,
            executive=people[one.executive],
            other=people[one.other],
            kind=RelationKind(one.kind),
            starts_on=one.starts_on,
        )
