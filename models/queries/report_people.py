"""What pages of reports need beside the figures: agencies by code, positions on record, names."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models.agencies import Agency
from models.executives import Executive
from models.headcounts import Headcount
from models.positions import Position
from models.queries.annual import Tree


def find_agency(session: Session, code: str) -> Agency | None:
    """The agency of that code, where it reports itself."""
    return session.scalar(select(Agency).where(Agency.code == code, Agency.parent_id.is_(None)))


def find_headcount(session: Session, agency: Agency, year: int) -> Headcount | None:
    """The headcount of that agency and year with its errata."""
    query = select(Headcount).where(Headcount.agency_id == agency.id, Headcount.fiscal_year == year)
    return session.scalar(query.options(selectinload(Headcount.errata)))


def positions_of(session: Session, known: Tree, agency: int) -> int:
    """How many positions are on record at the agency and below."""
    query = select(func.count()).select_from(Position).where(Position.agency_id.in_(known.line(agency)))
    return session.scalars(query).one()


def names_of(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """Names by slug."""
    query = select(Executive.slug, Executive.name).where(Executive.slug.in_(slugs))
    rows: Sequence[Any] = session.execute(query).all()
    return dict(rows)
