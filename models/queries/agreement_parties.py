"""Whom a coordinator may enter an agreement for, and between which agencies: nobody else is offered; and
who is missing to be named."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload, lazyload

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency, line_of
from models.agreement_rules import ARRANGERS
from models.agreements import Agreement
from models.executives import Executive
from models.queries.agreements import SUPERVISORS
from models.queries.our_offers import agencies_of


@dataclass(frozen=True)
class Sides:
    """Between which agencies an agreement can be entered: open ones, by name.

    `ours` are those the actor coordinates for; `homes` the others that have an executive in service.
    """

    ours: list[Agency]
    every: list[Agency]
    homes: list[Agency]


def sides_of(session: Session, actor: Actor, now: datetime) -> Sides:
    """The agencies to choose from, in three statements."""
    mine = set(agencies_of(session, actor, now, ARRANGERS))
    every = list(session.scalars(select(Agency).where(Agency.active).order_by(Agency.name, Agency.id)))
    peopled = set(session.scalars(select(Executive.home_agency_id).where(Executive.active).distinct()))
    return Sides(
        ours=[one for one in every if one.id in mine],
        every=every,
        homes=[one for one in every if one.id in peopled - mine],
    )


def people_of(session: Session, *agencies: Agency) -> list[Executive]:
    """The executives in service whose home is one of the agencies, by name."""
    return _people(session, Executive.home_agency_id.in_([one.id for one in agencies]))


def find_host(session: Session, code: str) -> Agency | None:
    """The open agency of that code."""
    return session.scalar(select(Agency).where(Agency.code == code, Agency.active))


def find_person(session: Session, slug: str) -> Executive | None:
    """The executive in service of that slug."""
    return next(iter(_people(session, Executive.slug == slug)), None)


def find_actors(session: Session, slugs: Collection[str]) -> dict[str, Actor]:
    """The actors of these slugs, by slug."""
    return {one.slug: one for one in session.scalars(select(Actor).where(Actor.slug.in_(slugs)))}


def _people(session: Session, which: ColumnElement[bool]) -> list[Executive]:
    query = (
        select(Executive)
        .where(Executive.active, which)
        .options(joinedload(Executive.home_agency), joinedload(Executive.position))
        .order_by(Executive.name, Executive.id)
    )
    return list(session.scalars(query))


def without_supervisor(
    session: Session, agreement: Agreement, now: datetime
) -> tuple[list[Agency], list[Actor]]:
    """The sides that name no supervisor because nobody holds the role there, and whom to ask for it: the
    programme office, by name. One statement, and none where both are named."""
    home = agreement.home_supervisor_id, agreement.home_agency
    host = agreement.host_supervisor_id, agreement.host_agency
    unnamed = [agency for named, agency in (home, host) if named is None]
    if not unnamed:
        return [], []
    units = {unit for agency in unnamed for unit in line_of(agency)}
    there = and_(RoleGrant.role.in_(SUPERVISORS), RoleGrant.agency_id.in_(units))
    query = (
        select(Actor, RoleGrant.role, RoleGrant.agency_id)
        .join(RoleGrant, RoleGrant.actor_id == Actor.id)
        .where(Actor.active, or_(there, RoleGrant.role == Role.PROGRAMME_OFFICE), RoleGrant.in_force(now))
        .options(lazyload(Actor.grants))
        .order_by(Actor.name, Actor.id)
    )
    found = session.execute(query).all()
    held = {unit for who, _, unit in found if who.executive_id != agreement.executive_id}
    office = {who.id: who for who, role, _ in found if role is Role.PROGRAMME_OFFICE}
    return [one for one in unnamed if held.isdisjoint(line_of(one))], list(office.values())
