"""Who read the card of an executive, from the audit trail: for the executive alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agencies import Agency
from models.audit import AuditEvent
from models.executives import Executive
from models.opportunities import Opportunity

MOST = 20
READ = ("open_cards.read", "proposals.read_card")
"""A card that agencies may find, and that of somebody who accepted a seat."""


@dataclass(frozen=True)
class Reading:
    """One reading, with the post for which it was done and its host."""

    at: datetime
    reader: str
    title: str
    host: str


def card_readings(session: Session, executive: Executive) -> list[Reading]:
    """The latest readings, the newest first."""
    theirs = AuditEvent.object_type == Executive.__tablename__, AuditEvent.object_id == executive.id
    query = (
        select(AuditEvent.at, Actor.name, Opportunity.title, Agency.name)
        .join(Actor, Actor.id == AuditEvent.actor_id)
        .join(Opportunity, Opportunity.slug == AuditEvent.facts["opportunity"].as_string())
        .join(Agency, Agency.id == Opportunity.host_agency_id)
        .where(*theirs, AuditEvent.action.in_(READ))
    )
    newest = query.order_by(AuditEvent.id.desc()).limit(MOST)
    return [Reading(*row) for row in session.execute(newest)]
