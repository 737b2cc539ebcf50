"""Who speaks for an agency in the conference of a round."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, lazyload

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency, line_in

SPEAKERS = (Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD)
"""Who is asked first to approve the moves of an agency, and who where there is none."""


def speakers(session: Session, agencies: Iterable[int], now: datetime) -> dict[int, list[Actor]]:
    """By agency id, the active actors who speak for it at `now`, by name: those of the nearest unit above it
    that has some; nobody where no unit has. One statement, however many agencies there are."""
    holds = and_(RoleGrant.agency_id == Agency.id, RoleGrant.role.in_(SPEAKERS), RoleGrant.in_force(now))
    query = (
        select(Agency.id, Agency.parent_id, RoleGrant.role, Actor)
        .outerjoin(RoleGrant, holds)
        .outerjoin(Actor, and_(Actor.id == RoleGrant.actor_id, Actor.active))
        .distinct()
        .options(lazyload(Actor.grants))
        .order_by(Actor.name, Actor.id)
    )
    parents: dict[int, int | None] = {}
    held: defaultdict[tuple[Role, int], list[Actor]] = defaultdict(list)
    for agency, above, role, actor in session.execute(query):
        parents[agency] = above
        if actor is not None:
            held[role, agency].append(actor)
    return {one: _nearest(held, list(line_in(parents, one))) for one in agencies}


def _nearest(held: Mapping[tuple[Role, int], list[Actor]], line: list[int]) -> list[Actor]:
    return next((held[role, unit] for role in SPEAKERS for unit in line if (role, unit) in held), [])
