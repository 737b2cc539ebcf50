"""From the names of the portable files to the rows."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.dreamsheets import DreamSheet
from models.executives import Executive
from models.opportunities import Opportunity
from models.rounds import Round


def executive_ids(session: Session, slugs: Iterable[str]) -> dict[str, int]:
    """The ids of executives by slug."""
    query = select(Executive.slug, Executive.id).where(Executive.slug.in_(set(slugs)))
    return dict(session.execute(query).all())


def opportunity_ids(session: Session, slugs: Iterable[str]) -> dict[str, int]:
    """The ids of opportunities by slug."""
    query = select(Opportunity.slug, Opportunity.id).where(Opportunity.slug.in_(set(slugs)))
    return dict(session.execute(query).all())


def actors_of(session: Session, slugs: Iterable[str]) -> list[int]:
    """The ids of the active actors who are these executives, sorted."""
    query = (
        select(Actor.id)
        .join(Executive, Executive.id == Actor.executive_id)
        .where(Executive.slug.in_(set(slugs)), Actor.active)
        .order_by(Actor.id)
    )
    return list(session.scalars(query))


def filers(session: Session, round_: Round) -> list[str]:
    """The slugs of the executives who filed a sheet in the round, sorted."""
    query = (
        select(Executive.slug)
        .join(DreamSheet, DreamSheet.executive_id == Executive.id)
        .where(DreamSheet.round_id == round_.id)
        .order_by(Executive.slug)
    )
    return list(session.scalars(query))
