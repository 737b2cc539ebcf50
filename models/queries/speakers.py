"""Who speaks for an agency in the conference of a round."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency
from models.queries.recipients import grants_in_force

SPEAKERS = (Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD)
"""Who is asked first to approve the moves of an agency, and who where there is none."""


def speakers(session: Session, agencies: Iterable[int], now: datetime) -> dict[int, list[Actor]]:
    """By agency id, the active actors who speak for it at `now`, by name: those of the nearest unit above it
    that has some; nobody where no unit has. Two statements, however many agencies there are."""
    parents: dict[int, int | None] = dict(session.execute(select(Agency.id, Agency.parent_id)).all())
    query = (
        select(RoleGrant.role, RoleGrant.agency_id, Actor)
        .join(Actor, Actor.id == RoleGrant.actor_id)
        .where(Actor.active, RoleGrant.role.in_(SPEAKERS), *grants_in_force(now))
        .distinct()
        .options(lazyload(Actor.grants))
        .order_by(Actor.name, Actor.id)
    )
    held: defaultdict[tuple[Role, int | None], list[Actor]] = defaultdict(list)
    for role, agency_id, actor in session.execute(query):
        held[role, agency_id].append(actor)
    return {one: _nearest(held, list(_line(one, parents))) for one in agencies}


def _nearest(held: Mapping[tuple[Role, int | None], list[Actor]], line: list[int]) -> list[Actor]:
    return next((held[role, unit] for role in SPEAKERS for unit in line if (role, unit) in held), [])


def _line(agency: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    while agency is not None:
        yield agency
        agency = parents[agency]
