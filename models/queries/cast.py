"""Whom the sign-in page of a demonstration proposes: a few people for each thing that waits."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from models.actors import Actor

EACH = 2
Acting = Select[str, str]


def acting(table: Any) -> Acting:
    """Whoever acts in rows of a table, which the caller joins to the actor."""
    return select(Actor.slug, Actor.name).select_from(table)


def gather(session: Session, acts: Mapping[str, Acting]) -> list[tuple[str, str, str]]:
    """(slug, name, what waits for them): the first of each act, in their order, in one statement."""
    parts = []
    for order, (what, query) in enumerate(acts.items()):
        few = query.where(Actor.active).distinct().order_by(Actor.slug).limit(EACH).subquery()
        parts.append(select(literal(order), literal(what), few.c.slug, few.c.name))
    rows = session.execute(union_all(*parts)).all()
    return [(slug, name, what) for _, what, slug, name in sorted(map(tuple, rows))]
