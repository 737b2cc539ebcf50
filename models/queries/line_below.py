"""The agencies below those for which somebody holds a role, inside a statement."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from models.actors import Actor, Role
from models.agencies import Agency
from models.holding import Holder


def below(actor: Actor, now: datetime, roles: Collection[Role], name: str | None) -> Select[int] | None:
    """The ids of the agencies the actor speaks for in these roles, and of all below, as a part of a statement
    that calls it `name`, or anything; None where there is none."""
    grants = Holder(actor, now).grants()
    granted = [one.agency_id for one in grants if one.role in roles and one.agency_id is not None]
    if not granted:
        return None
    top = select(Agency.id).where(Agency.id.in_(granted)).cte(name, recursive=True)
    child = aliased(Agency)
    tree = top.union(select(child.id).join(top, child.parent_id == top.c.id))
    return select(tree.c.id)
