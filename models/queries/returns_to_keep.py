"""What home owes the way back of somebody away, beside its notices: a part of the statement of `waiting`."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_, select

from matcher.mentoring.business import local_day
from matcher.policy.periods import DAY
from matcher.policy.return_clauses import RETURN_POSITION
from matcher.policy.return_dates import Mark
from models.actors import Actor
from models.agreement_rules import ARRANGERS
from models.agreements import Agreement
from models.executives import Executive
from models.queries.returning import agencies_below
from models.returns import ReturnNotice, ReturnRight, ReturnRisk, ReturnState

TO_SETTLE, TO_PROPOSE_ANEW, TO_PLACE = "return_at_risk", "return_disputed", "return_to_place"


def returns_to_keep(actor: Actor, now: datetime) -> Any:
    """Returns that the actor keeps, as the sponsor or for home: at risk, objected to, or near and without a
    position while no notice asks for one. `slug` is the last day away; `due` of a risk is since when it is
    open, of others nothing."""
    mine: list[ColumnElement[bool]] = [ReturnRight.sponsor_id == actor.id]
    if below := agencies_below(actor, now, ARRANGERS, "below_to_keep"):
        mine.append(Agreement.home_agency_id.in_(below[0]))
    asked = select(ReturnNotice.id).where(
        ReturnNotice.right_id == ReturnRight.id,
        ReturnNotice.mark == Mark.POSITION,
        ReturnNotice.done_at.is_(None),
    )
    open_since = (
        select(func.min(ReturnRisk.raised_at))
        .where(ReturnRisk.right_id == ReturnRight.id, ReturnRisk.settled_at.is_(None))
        .scalar_subquery()
    )
    at_risk, disputed = (ReturnRight.state == state for state in (ReturnState.AT_RISK, ReturnState.DISPUTED))
    near = ReturnRight.ends_on <= local_day(now) + RETURN_POSITION.figure * DAY
    unplaced = ReturnRight.state.in_((ReturnState.NOTICE_WINDOW, ReturnState.CURTAILING))
    kind = case((at_risk, TO_SETTLE), (disputed, TO_PROPOSE_ANEW), else_=TO_PLACE)
    return (
        select(
            kind,
            ReturnRight.id,
            cast(ReturnRight.ends_on, String),
            Executive.name,
            case((at_risk, open_since)),
        )
        .join(Agreement, Agreement.id == ReturnRight.agreement_id)
        .join(Executive, Executive.id == ReturnRight.executive_id)
        .where(or_(*mine), or_(at_risk, disputed, and_(unplaced, near, ~asked.exists())))
    )
