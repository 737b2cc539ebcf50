"""Positions of record as a coordinator sees them: who holds them, and who comes back to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from models.agencies import Agency, Organization
from models.agreements import Agreement
from models.executives import Executive
from models.positions import Occupancy, Position
from models.returns import OPEN, ReturnRight

MOST = 200
TAKEN = "The post is not vacant any more: choose another one."
KEPT = "Kept for the return of {who}: choose another post."


def rights_on(session: Session, position: Position) -> list[ReturnRight]:
    """The open return rights that lead to the position: as the one of record, or as the equivalent held
    instead."""
    query = (
        select(ReturnRight)
        .join(Agreement, Agreement.id == ReturnRight.agreement_id)
        .where(ReturnRight.state.in_(OPEN), _led_to() == position.id)
        .options(joinedload(ReturnRight.executive), joinedload(ReturnRight.agreement))
        .order_by(ReturnRight.id)
    )
    return list(session.scalars(query))


def _led_to() -> ColumnElement[int | None]:
    """The position that a right leads to."""
    return func.coalesce(ReturnRight.equivalent_id, Agreement.position_id)


def _is_kept(executive: Executive | None = None) -> ColumnElement[bool]:
    """That somebody comes back to the position, and not that executive alone."""
    query = (
        select(ReturnRight.id)
        .join(Agreement, Agreement.id == ReturnRight.agreement_id)
        .where(ReturnRight.state.in_(OPEN), _led_to() == Position.id)
    )
    if executive is not None:
        query = query.where(ReturnRight.executive_id != executive.id)
    return query.correlate(Position).exists()


def who_returns(rights: Iterable[ReturnRight]) -> str:
    """The names of those who come back to it."""
    return ", ".join(sorted({one.executive.name for one in rights}))


def incumbent_of(session: Session, position: Position) -> Executive | None:
    """The executive in service who holds the position."""
    return session.scalar(select(Executive).where(Executive.position_id == position.id, Executive.active))


def find_position(session: Session, slug: str) -> Position | None:
    """The position of that name, with its agency."""
    query = select(Position).where(Position.slug == slug)
    return session.scalar(query.options(joinedload(Position.agency), joinedload(Position.organization)))


def free_positions(session: Session, agency: Agency, executive: Executive | None = None) -> list[Position]:
    """Vacant positions of the agency that nobody but that executive comes back to, by title, each with its
    organization."""
    empty = Position.agency_id == agency.id, Position.occupancy == Occupancy.VACANT
    query = select(Position).where(*empty, ~_is_kept(executive)).options(joinedload(Position.organization))
    return list(session.scalars(query.order_by(Position.title, Position.id)))


def equivalents(session: Session, position: Position) -> list[Position]:
    """Vacant positions of the same agency that nobody comes back to, by title."""
    query = select(Position).where(
        Position.agency_id == position.agency_id,
        Position.occupancy == Occupancy.VACANT,
        Position.id != position.id,
        ~_is_kept(),
    )
    return list(session.scalars(query.order_by(Position.title, Position.id).limit(MOST)))


def units_of(session: Session, position: Position) -> list[Organization]:
    """The other units of the position's agency, by name."""
    query = select(Organization).where(
        Organization.agency_id == position.agency_id, Organization.id != (position.organization_id or 0)
    )
    return list(session.scalars(query.order_by(Organization.name, Organization.id)))


@dataclass(frozen=True)
class PositionRow:
    """One position in a list; `returns` counts the return rights that point at it."""

    slug: str
    title: str
    agency: str
    occupancy: Occupancy
    holder: str | None
    returns: int


def positions_of(session: Session, agencies: Sequence[int], title: str) -> list[PositionRow]:
    """Those of the agencies whose title holds the words, those that somebody comes back to first."""
    held = _led_to()
    returns = (
        select(held.label("position_id"), func.count(ReturnRight.id).label("count"))
        .select_from(Agreement)
        .join(ReturnRight, ReturnRight.agreement_id == Agreement.id)
        .where(ReturnRight.state.in_(OPEN))
        .group_by(held)
        .subquery()
    )
    count = func.coalesce(returns.c.count, 0)
    query = (
        select(Position.slug, Position.title, Agency.name, Position.occupancy, Executive.name, count)
        .join(Agency, Agency.id == Position.agency_id)
        .outerjoin(Executive, Executive.position_id == Position.id)
        .outerjoin(returns, returns.c.position_id == Position.id)
        .where(Position.agency_id.in_(agencies))
        .order_by(count.desc(), Position.title, Position.id)
    )
    if title:
        query = query.where(Position.title.icontains(title, autoescape=True))
    return [PositionRow(*row) for row in session.execute(query)]
