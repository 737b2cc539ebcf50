"""Searches that invented executives keep: one finds something once round A opens, one is silenced."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.executives import Executive
from models.queries.saved_searches import open_catalogues
from models.saved_searches import Question
from models.services import saved_searches
from seed.loading.people import SYSTEM, get_actor

SEARCHES = (
    ("Medical centers in Texas", Question("medical center", {"region": ("TX",)}), True),
    ("Fully remote joint teams", Question("", {"remote": ("full",), "kind": ("joint_team",)}), True),
    ("Treasury", Question("", {"agency": ("TR",)}), False),
)


def save_searches(session: Session, *, now: datetime, executives: list[str]) -> None:
    """Each of these people keeps every search."""
    for person, by in _people(session, executives):
        for name, question, alerts in SEARCHES:
            facts = {"executive": person, "name": name, "question": question}
            search = saved_searches.save(session, actor=by, now=now, **facts)  # type: ignore[arg-type]
            if not alerts:
                saved_searches.quiet(session, actor=by, now=now, search=search)


def tell_searchers(session: Session, *, now: datetime, executives: list[str]) -> None:
    """Tell them what is new since."""
    catalogues, system = open_catalogues(session), get_actor(session, SYSTEM)
    for person, _by in _people(session, executives):
        saved_searches.alert(session, actor=system, now=now, executive=person, catalogues=catalogues)


def _people(session: Session, slugs: list[str]) -> list[tuple[Executive, Actor]]:
    query = select(Executive, Actor).join(Actor, Actor.executive_id == Executive.id)
    return [
        (who, by)
        for who, by in session.execute(query.where(Executive.slug.in_(slugs)).order_by(Executive.slug))
    ]
