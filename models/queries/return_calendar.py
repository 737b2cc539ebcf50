"""The returns that one person has to do with, by every role the person holds, for a calendar."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from models.actors import Actor
from models.agreement_rules import ARRANGERS
from models.agreements import Agreement
from models.queries.line_below import below
from models.returns import OPEN, ReturnRight


def rights_of(session: Session, actor: Actor, now: datetime) -> list[ReturnRight]:
    """The own one, those one sponsors or supervises, those of the agencies one coordinates; open ones."""
    mine: list[ColumnElement[bool]] = [
        ReturnRight.sponsor_id == actor.id,
        Agreement.home_supervisor_id == actor.id,
        Agreement.host_supervisor_id == actor.id,
    ]
    if actor.executive_id is not None:
        mine.append(ReturnRight.executive_id == actor.executive_id)
    if (ours := below(actor, now, ARRANGERS, "below")) is not None:
        mine += [Agreement.home_agency_id.in_(ours), Agreement.host_agency_id.in_(ours)]
    query = (
        select(ReturnRight)
        .join(Agreement, Agreement.id == ReturnRight.agreement_id)
        .where(ReturnRight.state.in_(OPEN), or_(*mine))
        .options(joinedload(ReturnRight.agreement))
        .order_by(ReturnRight.ends_on, ReturnRight.id)
    )
    return list(session.scalars(query))
