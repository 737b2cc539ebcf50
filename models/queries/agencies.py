"""Agencies as a tree, and what hangs on each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor, RoleGrant
from models.agencies import Agency, Organization
from models.executives import Executive
from models.opportunities import Opportunity, OpportunityState
from models.positions import Occupancy, Position
from models.queries.movers import OVER
from models.rounds import Round, RoundLimit

NEAR, MOST = 8, 50
LIVE = (OpportunityState.DRAFT, OpportunityState.SUBMITTED, OpportunityState.APPROVED)


@dataclass(frozen=True)
class Node:
    """One line of the tree; the figures are the agency's own, without what lies below."""

    depth: int
    agency: Agency
    executives: int
    posts: int
    roles: int


@dataclass(frozen=True)
class Hanging:
    """What still hangs on an agency: `what` in words for one and for many."""

    one: str
    many: str
    count: int


def tree(session: Session, now: datetime) -> list[Node]:
    """Every agency under the one it belongs to, in four statements."""
    agencies = session.scalars(select(Agency).order_by(Agency.name)).all()
    people = _counts(session, select(Executive.home_agency_id, func.count()).where(Executive.active))
    posts = _counts(session, select(Position.agency_id, func.count()))
    roles = _counts(session, _grants(now))
    below: dict[int | None, list[Agency]] = {}
    for agency in agencies:
        below.setdefault(agency.parent_id, []).append(agency)

    def walk(parent: int | None, depth: int) -> Iterable[Node]:
        for one in below.get(parent, []):
            yield Node(depth, one, people.get(one.id, 0), posts.get(one.id, 0), roles.get(one.id, 0))
            yield from walk(one.id, depth + 1)

    return list(walk(None, 0))


def _counts(session: Session, query: Select[Any, int]) -> dict[int, int]:
    return dict(session.execute(query.group_by(query.selected_columns[0])).all())


def _grants(now: datetime) -> Select[int | None, int]:
    return (
        select(RoleGrant.agency_id, func.count())
        .join(Actor, Actor.id == RoleGrant.actor_id)
        .where(Actor.active, RoleGrant.revoked_at.is_(None), RoleGrant.ends_at > now)
    )


def find_agency(session: Session, code: str) -> Agency | None:
    """The agency of an address."""
    return session.scalar(select(Agency).where(Agency.code == code))


def find_agencies(session: Session, codes: Collection[str]) -> list[Agency]:
    """The agencies of these codes."""
    return list(session.scalars(select(Agency).where(Agency.code.in_(codes))))


def children(session: Session, agency: Agency) -> list[Agency]:
    """The open agencies right below."""
    below = Agency.parent_id == agency.id, Agency.active
    return list(session.scalars(select(Agency).where(*below).order_by(Agency.name)))


def near(session: Session, agency: Agency) -> list[Agency]:
    """The open agencies most likely meant beside this one: the one above it and those at its side; none where
    it lies below no other, because then every department would be as likely."""
    if agency.parent_id is None:
        return []
    rules = (
        or_(Agency.parent_id == agency.parent_id, Agency.id == agency.parent_id),
        Agency.id != agency.id,
        Agency.active,
    )
    return list(session.scalars(select(Agency).where(*rules).order_by(Agency.name).limit(NEAR)))


def open_agencies(session: Session) -> list[Agency]:
    """Every agency that is not closed, by name."""
    return list(session.scalars(select(Agency).where(Agency.active).order_by(Agency.name)))


def executives_of(session: Session, agency: Agency) -> list[tuple[str, str, str | None]]:
    """Slug of the person, name and post of the first executives of an agency, by name."""
    query = (
        select(Actor.slug, Executive.name, Position.title)
        .join(Actor, Actor.executive_id == Executive.id)
        .outerjoin(Position, Position.id == Executive.position_id)
        .where(Executive.home_agency_id == agency.id, Executive.active)
        .order_by(Executive.name, Executive.id)
        .limit(MOST)
    )
    return [(slug, name, title) for slug, name, title in session.execute(query)]


def vacant_positions(session: Session, agency: Agency) -> list[Position]:
    """The positions of an agency that nobody holds, by title, each with its organization."""
    empty = Position.agency_id == agency.id, Position.occupancy == Occupancy.VACANT
    query = select(Position).where(*empty).options(joinedload(Position.organization))
    return list(session.scalars(query.order_by(Position.title, Position.id)))


def hanging(session: Session, agency: Agency, now: datetime) -> list[Hanging]:
    """What moves in a merger and forbids a closing, in one statement; nothing that counts nought."""
    here = agency.id
    columns = {
        ("executive", "executives"): select(func.count()).where(
            Executive.home_agency_id == here, Executive.active
        ),
        ("post", "posts"): select(func.count()).where(Position.agency_id == here),
        ("part of the agency", "parts of the agency"): select(func.count()).where(
            Organization.agency_id == here
        ),
        ("open opportunity", "open opportunities"): select(func.count()).where(
            Opportunity.host_agency_id == here, Opportunity.state.in_(LIVE)
        ),
        ("role", "roles"): select(func.count())
        .select_from(RoleGrant)
        .join(Actor, Actor.id == RoleGrant.actor_id)
        .where(RoleGrant.agency_id == here, RoleGrant.revoked_at.is_(None), RoleGrant.ends_at > now),
        ("agency below it", "agencies below it"): select(func.count()).where(
            Agency.parent_id == here, Agency.active
        ),
        ("limit in a round that is not frozen", "limits in rounds that are not frozen"): select(func.count())
        .select_from(RoundLimit)
        .join(Round, Round.id == RoundLimit.round_id)
        .where(RoundLimit.agency_id == here, *unfrozen(), has_figures()),
    }
    figures = session.execute(select(*(one.scalar_subquery() for one in columns.values()))).one()
    return [Hanging(*words, count) for words, count in zip(columns, figures, strict=True) if count]


def unfrozen() -> tuple[ColumnElement[bool], ...]:
    """Of a round that can still change; a frozen one keeps the agencies that it was frozen with."""
    return Round.frozen_sha256.is_(None), Round.state.not_in(OVER)


def has_figures() -> ColumnElement[bool]:
    """A row of limits that says anything."""
    columns = RoundLimit.max_out, RoundLimit.max_in, RoundLimit.net_min, RoundLimit.net_max
    return or_(*(column.is_not(None) for column in columns), RoundLimit.internal.is_(False))


def undecided(session: Session, agency: Agency, into: Agency) -> list[str]:
    """What forbids a merger until somebody decides it, in whole sentences."""
    return [*impossible(agency, into), *crossing(session, agency, into)]


def impossible(agency: Agency, into: Agency) -> list[str]:
    """Why these two are never merged this way."""
    found = []
    if not into.active:
        found.append(f"{into.name} is closed.")
    if into.id == agency.id:
        found.append("An agency is not merged into itself.")
    elif _lies_below(into, agency):
        found.append(f"{into.name} lies below {agency.name}: choose one that does not.")
    return found


def crossing(session: Session, agency: Agency, into: Agency) -> list[str]:
    """The rounds in which both have limits, of which one would be lost."""
    both = (
        select(Round.name)
        .join(RoundLimit, RoundLimit.round_id == Round.id)
        .where(
            RoundLimit.agency_id.in_([agency.id, into.id]),
            *unfrozen(),
            has_figures(),
        )
        .group_by(Round.id, Round.name)
        .having(func.count() > 1)
        .order_by(Round.id)
    )
    return [
        f"Both have limits in {name}: an exchange coordinator decides which hold, and clears those of "
        f"{agency.name} under “Limits and alliances” of that round; a row that is not there comes "
        "with “Show every agency”."
        for name in session.scalars(both)
    ]


def _lies_below(agency: Agency | None, above: Agency) -> bool:
    while agency is not None:
        agency = agency.parent
        if agency is not None and agency.id == above.id:
            return True
    return False
