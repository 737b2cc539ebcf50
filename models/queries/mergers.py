"""What a merger of two agencies means for people, before it is done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.actors import Actor, Role
from models.agencies import Agency
from models.agreements import Agreement
from models.dreamsheets import DreamSheet, SheetState
from models.executives import Executive
from models.queries.movers import OVER
from models.queries.recipients import holders
from models.returns import OPEN, ReturnRight
from models.rounds import Round


@dataclass(frozen=True)
class Touched:
    """Returns that somebody at home must look at anew, and people who are told to look at their sheets."""

    returns: int
    sheets: int


def touched(session: Session, agency: Agency, into: Agency) -> Touched:
    """Whom a merger of `agency` into `into` concerns, in one statement."""
    returns = (
        select(func.count())
        .select_from(ReturnRight)
        .join(Agreement, Agreement.id == ReturnRight.agreement_id)
        .where(ReturnRight.state.in_(OPEN), Agreement.home_agency_id == agency.id)
    )
    sheets = (
        select(func.count(Actor.id.distinct()))
        .join(DreamSheet, DreamSheet.executive_id == Actor.executive_id)
        .join(Round, Round.id == DreamSheet.round_id)
        .join(Executive, Executive.id == DreamSheet.executive_id)
        .where(
            Round.frozen_sha256.is_(None),
            Round.state.not_in(OVER),
            DreamSheet.state != SheetState.WITHDRAWN,
            Executive.home_agency_id.in_([agency.id, into.id]),
            Actor.active,
        )
    )
    return Touched(*session.execute(select(returns.scalar_subquery(), sheets.scalar_subquery())).one())


def deciders(session: Session, now: datetime) -> list[Actor]:
    """The exchange coordinators, who decide which limits of two agencies hold."""
    query = select(Actor).where(Actor.id.in_(holders(session, Role.EXCHANGE_COORDINATOR, now)))
    return list(session.scalars(query.order_by(Actor.name, Actor.id)))
