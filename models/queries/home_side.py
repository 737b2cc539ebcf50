"""Who holds a role at the home agencies of people, or at a unit above them."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency


def holders_by_home(
    session: Session, homes: Collection[int], role: Role, now: datetime
) -> dict[int, set[tuple[int, int | None]]]:
    """By agency: (id of the actor, id of the executive the actor is, if any) of everyone in the role now."""
    parents = dict(session.execute(select(Agency.id, Agency.parent_id)).all())
    query = (
        select(RoleGrant.agency_id, Actor.id, Actor.executive_id)
        .join(Actor, Actor.id == RoleGrant.actor_id)
        .where(
            Actor.active,
            RoleGrant.role == role,
            RoleGrant.in_force(now),
        )
    )
    held: dict[int | None, set[tuple[int, int | None]]] = {}
    for agency, actor, executive in session.execute(query):
        held.setdefault(agency, set()).add((actor, executive))
    found: dict[int, set[tuple[int, int | None]]] = {home: set() for home in homes}
    for home in homes:
        above: int | None = home
        while above is not None:
            found[home] |= held.get(above, set())
            above = parents[above]
    return found


def others_in_role(
    session: Session, people: Mapping[int, int], role: Role, now: datetime
) -> dict[int, set[int]]:
    """By executive, given as id → id of the home agency: the actors in the role now. Never the
    executives themselves. No statement where nobody is asked for."""
    held = holders_by_home(session, set(people.values()), role, now) if people else {}
    return {one: {actor for actor, who in held[home] if who != one} for one, home in people.items()}


def alone_in_role(session: Session, people: Mapping[int, int], role: Role, now: datetime) -> set[int]:
    """Which of these executives have nobody but themselves in the role now."""
    return {one for one, others in others_in_role(session, people, role, now).items() if not others}
