"""Projected vacancies as executives read them, and as their agency keeps them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from matcher.mentoring.business import local_day
from models.actors import Actor
from models.agencies import Agency
from models.opportunities import Opportunity
from models.positions import Position
from models.queries.desk_lines import line
from models.queries.line_below import below
from models.queries.our_offers import ROLES
from models.vacancies import ProjectedVacancy, VacancyState


@dataclass(frozen=True)
class Record:
    """How an agency's projections turned out: of those whose time has come, how many came."""

    projected: int
    came: int


def projected(session: Session, today: date, words: str = "") -> list[ProjectedVacancy]:
    """What may come free from this month on, the soonest first."""
    query = (
        select(ProjectedVacancy)
        .join(Agency, Agency.id == ProjectedVacancy.agency_id)
        .where(
            ProjectedVacancy.state == VacancyState.PROJECTED,
            ProjectedVacancy.month >= today.replace(day=1),
            Agency.active,
        )
        .options(joinedload(ProjectedVacancy.agency))
        .order_by(ProjectedVacancy.month, ProjectedVacancy.title, ProjectedVacancy.id)
    )
    found = session.scalars(query).all()
    needles = words.casefold().split()
    return [one for one in found if all(needle in _text(one) for needle in needles)]


def _text(vacancy: ProjectedVacancy) -> str:
    return f"{vacancy.title} {vacancy.agency.name} {vacancy.place}".casefold()


def records(session: Session, today: date) -> dict[int, Record]:
    """By agency: how its projections turned out, those counted whose month is over or whose end is known."""
    over = or_(
        ProjectedVacancy.state != VacancyState.PROJECTED, ProjectedVacancy.month < today.replace(day=1)
    )
    came = func.sum(case((ProjectedVacancy.state == VacancyState.CAME, 1), else_=0))
    query = select(ProjectedVacancy.agency_id, func.count(), came).where(over)
    rows = session.execute(query.group_by(ProjectedVacancy.agency_id))
    return {agency: Record(count, came) for agency, count, came in rows}


def of_agencies(session: Session, agencies: Collection[int]) -> list[ProjectedVacancy]:
    """All that these agencies have listed: what is still open first, by month."""
    query = (
        select(ProjectedVacancy)
        .where(ProjectedVacancy.agency_id.in_(agencies))
        .options(joinedload(ProjectedVacancy.agency), joinedload(ProjectedVacancy.opportunity))
        .order_by(
            ProjectedVacancy.state != VacancyState.PROJECTED, ProjectedVacancy.month, ProjectedVacancy.id
        )
    )
    return list(session.scalars(query))


def positions_of(session: Session, agencies: Collection[int]) -> list[Position]:
    """The posts on record of these agencies, by title."""
    query = select(Position).where(Position.agency_id.in_(agencies))
    return list(session.scalars(query.order_by(Position.title, Position.slug)))


def by_number(session: Session, numbers: Collection[int]) -> dict[int, ProjectedVacancy]:
    """The projected vacancies with these ids."""
    query = select(ProjectedVacancy).where(ProjectedVacancy.id.in_(numbers))
    return {one.id: one for one in session.scalars(query)}


def became(session: Session, vacancy: int) -> str | None:
    """The slug of the opportunity that a projected vacancy became."""
    query = select(Opportunity.slug).join(ProjectedVacancy, ProjectedVacancy.opportunity_id == Opportunity.id)
    return session.scalar(query.where(ProjectedVacancy.id == vacancy))


def overdue_vacancies(actor: Actor, now: datetime) -> Any:
    """Per agency the actor speaks for: how many of its projections are over and not told of."""
    ours = below(actor, now, ROLES, "projecting")
    if ours is None:
        return None
    return (
        line(kind="vacancy_overdue", number=func.count(), name=Agency.name)
        .select_from(ProjectedVacancy)
        .join(Agency, Agency.id == ProjectedVacancy.agency_id)
        .where(
            ProjectedVacancy.agency_id.in_(ours),
            ProjectedVacancy.state == VacancyState.PROJECTED,
            ProjectedVacancy.month < local_day(now).replace(day=1),
        )
        .group_by(Agency.id, Agency.name)
    )
