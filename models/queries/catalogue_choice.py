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


def agencies_with(session: Session, round_: Round) -> list[tuple[str, str, int]]:
    """(code, name, how many) of every agency with approved opportunities that are not in the round."""
    query = (
        _waiting(select(Agency.code, Agency.name, func.count()), round_, "")
        .group_by(Agency.code, Agency.name)
        .order_by(Agency.name)
    )
    return list(session.execute(query))


def approved(session: Session, round_: Round, agency: str) -> tuple[list[Choice], int]:
    """The first hundred of the agency (of all where it is empty), and how many there are."""
    columns: Select[*tuple[Any, ...]] = select(
        Opportunity.id,
        Opportunity.slug,
        Opportunity.title,
        Agency.name,
        open_to(round_.id),
        Opportunity.starts_from,
        Opportunity.starts_until,
        Opportunity.place,
    )
    query = _waiting(columns, round_, agency).order_by(Agency.name, Opportunity.title, Opportunity.id)
    total = session.scalars(_waiting(select(func.count()), round_, agency)).one()
    return [Choice(*row) for row in session.execute(query.limit(PAGE))], total


def chosen(session: Session, round_: Round, agency: str, ids: set[int] | None) -> Sequence[Opportunity]:
    """Of what waits: the named ones, or all of the agency where `ids` is None."""
    query = _waiting(select(Opportunity), round_, agency).order_by(Opportunity.id)
    return session.scalars(query if ids is None else query.where(Opportunity.id.in_(ids))).all()


def _waiting(query: Any, round_: Round, agency: str) -> Any:
    ours = select(RoundOpportunity.opportunity_id).where(RoundOpportunity.round_id == round_.id)
    found = (
        query.select_from(Opportunity)
        .join(Agency, Agency.id == Opportunity.host_agency_id)
        .where(Opportunity.state == OpportunityState.APPROVED, Opportunity.id.not_in(ours))
    )
    return found.where(Agency.code == agency) if agency else found
