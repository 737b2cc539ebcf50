"""For whom a list can be entered, and the lists that wait for their owner's word."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, func, literal, null, or_, select
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor, Role
from models.agencies import Agency
from models.entered_sheets import EnteredSheet
from models.executives import Executive
from models.holding import Holder
from models.queries.our_offers import below
from models.rounds import Round, RoundState

OPEN_IN = (RoundState.PREFERENCES, RoundState.RELEASE_REVIEW)
MOST = 20


def rounds_taking(session: Session) -> list[Round]:
    """The rounds into which a list can be entered, the newest first."""
    return list(session.scalars(select(Round).where(Round.state.in_(OPEN_IN)).order_by(Round.id.desc())))


def find_people(session: Session, actor: Actor, now: datetime, words: str) -> list[Executive]:
    """Executives the actor may enter a list for, by words of the name or the slug; at most `MOST`."""
    sought = f"%{words.strip().lower()}%"
    named = or_(func.lower(Executive.name).like(sought), func.lower(Executive.slug).like(sought))
    query = select(Executive).where(Executive.active, named, Executive.id != (actor.executive_id or 0))
    if not any(grant.role is Role.EXCHANGE_COORDINATOR for grant in Holder(actor, now).grants()):
        homes = below(actor, now, frozenset({Role.AGENCY_COORDINATOR}), "homes")
        if homes is None:
            return []
        query = query.where(Executive.home_agency_id.in_(select(homes.c.id)))
    found = query.options(joinedload(Executive.home_agency)).order_by(Executive.name, Executive.id)
    return list(session.scalars(found.limit(MOST)))


def find_person(session: Session, slug: str) -> Executive | None:
    """The executive of that slug, with the line of agencies above."""
    line = joinedload(Executive.home_agency).joinedload(Agency.parent)
    query = select(Executive).where(Executive.slug == slug, Executive.active).options(line)
    return session.scalar(query)


def sheets_to_confirm(actor: Actor, _now: datetime) -> Any:
    """Lists that wait for the executive the actor is; None for whoever is none."""
    if actor.executive_id is None:
        return None
    due = case((EnteredSheet.late_because.is_(None), Round.lists_close_at), else_=null())
    return (
        select(literal("entered_sheet"), EnteredSheet.id, Round.slug, Round.name, due)
        .join(Round, Round.id == EnteredSheet.round_id)
        .where(
            EnteredSheet.executive_id == actor.executive_id,
            EnteredSheet.answered_at.is_(None),
            Round.state.in_(OPEN_IN),
        )
    )
