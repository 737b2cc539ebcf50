"""Whom somebody does not want to be matched with: kept sealed, and nobody asks why."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.agencies import Agency
from models.audit import record
from models.errors import Invalid
from models.executives import Executive
from models.relations import NoList


def save(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    executive: Executive,
    people: Sequence[Executive],
    agencies: Sequence[Agency],
) -> NoList:
    """Replace the list, as mentee and as mentor; offers that wait are not touched."""
    require(actor, "no_lists.save", executive, now=now)
    if any(person.id == executive.id for person in people):
        raise Invalid("You are not on your own list.")
    found = session.get(NoList, executive.id) or NoList(executive_id=executive.id)
    found.content = {
        "people": sorted({person.id for person in people}),
        "agencies": sorted({agency.id for agency in agencies}),
    }
    found.changed_at = now
    session.add(found)
    session.flush()
    record(session, executive, "no_lists.save", actor=actor, now=now)
    session.flush()
    return found
