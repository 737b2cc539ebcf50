"""For whom a list can be entered, and the lists that wait for their owner's word."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import Session, contains_eager, defer, joinedload

from models.actors import Actor, Role
from models.agencies import Agency
from models.entered_sheets import EnteredSheet
from models.executives import Executive
from models.holding import Holder
from models.queries.desk_lines import line
from models.queries.line_below import below
from models.releases import REFUSALS, Release
from models.rounds import Round, RoundState
from models.sealed_lists import Groups

OPEN_IN = (RoundState.PREFERENCES, RoundState.RELEASE_REVIEW)
MOST = 20


def rounds_taking(session: Session) -> list[Round]:
    """The rounds into which a list can be entered, the newest first."""
    return list(session.scalars(select(Round).where(Round.state.in_(OPEN_IN)).order_by(Round.id.desc())))


def find_people(session: Session, actor: Actor, now: datetime, words: str) -> list[Executive]:
    """Executives the actor may enter a list for, by words of the name or the slug; at most `MOST`."""
    sought = f"%{words.strip().lower()}%"
    named = or_(func.lower(Executive.name).like(sought), func.lower(Executive.slug).like(sought))
    query = select(Executive).where(Executive.active, named, _enterable(actor, now))
    found = query.options(joinedload(Executive.home_agency)).order_by(Executive.name, Executive.id)
    return list(session.scalars(found.limit(MOST)))


def _enterable(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """Whether the actor may enter a list for the executive: never for oneself."""
    others = Executive.id != (actor.executive_id or 0)
    if Holder(actor, now).has(Role.EXCHANGE_COORDINATOR):
        return others
    homes = below(actor, now, frozenset({Role.AGENCY_COORDINATOR}), "homes")
    return false() if homes is None else and_(others, Executive.home_agency_id.in_(homes))


def unanswered(session: Session, actor: Actor, now: datetime) -> list[EnteredSheet]:
    """The lists that wait for those whom the actor may enter one for, the oldest first."""
    query = (
        select(EnteredSheet)
        .join(EnteredSheet.executive)
        .join(EnteredSheet.round)
        .where(EnteredSheet.answered_at.is_(None), Round.state.in_(OPEN_IN), _enterable(actor, now))
        .options(
            contains_eager(EnteredSheet.executive).joinedload(Executive.home_agency),
            contains_eager(EnteredSheet.round),
            joinedload(EnteredSheet.entered_by),
            defer(EnteredSheet.choices, raiseload=True),
        )
        .order_by(EnteredSheet.entered_at, EnteredSheet.id)
    )
    return list(session.scalars(query))


def entered_before(session: Session, round_: Round, executive: Executive, by: Actor) -> Groups:
    """What `by`, and nobody else, entered for the executive and still waits: the list as it was typed."""
    query = select(EnteredSheet.choices).where(
        EnteredSheet.round_id == round_.id,
        EnteredSheet.executive_id == executive.id,
        EnteredSheet.entered_by_id == by.id,
        EnteredSheet.answered_at.is_(None),
    )
    return session.scalar(query) or []


def find_person(session: Session, slug: str) -> Executive | None:
    """The executive of that slug, with the line of agencies above."""
    line = joinedload(Executive.home_agency).joinedload(Agency.parent)
    query = select(Executive).where(Executive.slug == slug, Executive.active).options(line)
    return session.scalar(query)


def sheets_to_confirm(actor: Actor, now: datetime) -> Any:
    """Lists that the executive the actor is can confirm now, none in a round that home does not release them
    in; None for whoever is none. `due` is empty for one that was entered late: it can be confirmed until the
    rankings open."""
    if actor.executive_id is None:
        return None
    refused = select(Release.id).where(
        Release.round_id == EnteredSheet.round_id,
        Release.executive_id == EnteredSheet.executive_id,
        Release.state.in_(REFUSALS),
    )
    in_time = Round.state == RoundState.PREFERENCES, Round.lists_close_at >= now
    due = case((EnteredSheet.late_because.is_(None), Round.lists_close_at))
    return (
        line(
            kind="entered_sheet",
            number=EnteredSheet.id,
            name=Round.name,
            slug=Round.slug,
            due=due,
            lists_close_at=Round.lists_close_at,
            rankings_close_at=Round.rankings_close_at,
        )
        .join(Round, Round.id == EnteredSheet.round_id)
        .where(
            EnteredSheet.executive_id == actor.executive_id,
            EnteredSheet.answered_at.is_(None),
            Round.state.in_(OPEN_IN),
            ~refused.exists(),
            or_(EnteredSheet.late_because.is_not(None), and_(*in_time)),
        )
    )
