"""Approved opportunities that a coordinator may put into a round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.opportunities import Opportunity, OpportunityState
from models.queries.seats import open_to
from models.rounds import Round, RoundOpportunity

PAGE = 100


@dataclass(frozen=True)
class Choice:
    """One opportunity as the list shows it."""

    id: int
    slug: str
    title: str
    host: str
    seats: int
    starts_from: date
    starts_until: date
    place: str


@dataclass(frozen=True)
class Choices:
    """The first hundred that wait, those with a seat before the others; how many there are in all, and how
    many of these have none now, as other rounds hold every one."""

    first: list[Choice]
    total: int
    held: int


def agencies_with(session: Session, round_: Round) -> list[tuple[str, str, int]]:
    """(code, name, how many) of every agency with approved opportunities that are not in the round."""
    query = (
        _waiting(select(Agency.code, Agency.name, func.count()), round_, "")
        .group_by(Agency.code, Agency.name)
        .order_by(Agency.name)
    )
    return list(session.execute(query))


def approved(session: Session, round_: Round, agency: str) -> Choices:
    """What waits of the agency, of all where it is empty."""
    seats = open_to(round_.id)
    columns: Select[*tuple[Any, ...]] = select(
        Opportunity.id,
        Opportunity.slug,
        Opportunity.title,
        Agency.name,
        seats,
        Opportunity.starts_from,
        Opportunity.starts_until,
        Opportunity.place,
    )
    query = _waiting(columns, round_, agency).order_by(
        seats == 0, Agency.name, Opportunity.title, Opportunity.id
    )
    first = [Choice(*row) for row in session.execute(query.limit(PAGE))]
    counts = select(func.count(), func.count().filter(seats == 0))
    total, held = session.execute(_waiting(counts, round_, agency)).one()
    return Choices(first, total, held)


def chosen(session: Session, round_: Round, agency: str, ids: set[int] | None) -> Sequence[Opportunity]:
    """Of what waits: the named ones, or where `ids` is None all of the agency that have a seat."""
    query = _waiting(select(Opportunity), round_, agency).order_by(Opportunity.id)
    picked = open_to(round_.id) > 0 if ids is None else Opportunity.id.in_(ids)
    return session.scalars(query.where(picked)).all()


def _waiting(query: Any, round_: Round, agency: str) -> Any:
    ours = select(RoundOpportunity.opportunity_id).where(RoundOpportunity.round_id == round_.id)
    found = (
        query.select_from(Opportunity)
        .join(Agency, Agency.id == Opportunity.host_agency_id)
        .where(Opportunity.state == OpportunityState.APPROVED, Opportunity.id.not_in(ours))
    )
    return found.where(Agency.code == agency) if agency else found
