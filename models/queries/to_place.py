"""Positions that home has to name for a return, or to name anew, as a part of the statement of `waiting`."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select

from matcher.mentoring.business import local_day
from matcher.policy.periods import DAY
from matcher.policy.return_clauses import RETURN_WINDOW
from matcher.policy.return_dates import Mark
from models.actors import Actor
from models.agreement_rules import ARRANGERS
from models.agreements import Agreement
from models.executives import Executive
from models.queries.desk_lines import line
from models.queries.line_below import below
from models.returns import ReturnNotice, ReturnRight, ReturnState, Standing, asked_from

S = ReturnState
TO_PLACE = (S.NOTICE_WINDOW, S.CURTAILING)
"""In these home names a position."""
NAME, NAME_EARLY, NAME_ANEW = (f"home_{one.value}" for one in (S.NOTICE_WINDOW, S.CURTAILING, S.DISPUTED))


def positions_to_name(actor: Actor, now: datetime) -> Any:
    """What the home side has to name, and objections to answer, unless the actor put that off. `day` is the
    last day away, `since` from when home is asked."""
    mine: list[ColumnElement[bool]] = [ReturnRight.sponsor_id == actor.id]
    if (ours := below(actor, now, ARRANGERS, "below_to_place")) is not None:
        mine.append(Agreement.home_agency_id.in_(ours))
    today = local_day(now)
    put_off = select(ReturnNotice.id).where(
        ReturnNotice.right_id == ReturnRight.id,
        ReturnNotice.mark == Mark.POSITION,
        ReturnNotice.owner_id == actor.id,
        ReturnNotice.done_at.is_(None),
        ReturnNotice.snoozed_until > today,
    )
    kind = case((is_objected(today), NAME_ANEW), (ReturnRight.state == S.CURTAILING, NAME_EARLY), else_=NAME)
    return (
        line(
            kind=kind,
            number=ReturnRight.id,
            name=Executive.name,
            day=ReturnRight.ends_on,
            since=asked_from(),
        )
        .join(Agreement, Agreement.id == ReturnRight.agreement_id)
        .join(Executive, Executive.id == ReturnRight.executive_id)
        .where(or_(is_objected(today), has_none(today)), ~put_off.exists(), Executive.active, or_(*mine))
        .where(ReturnRight.executive_id.is_distinct_from(actor.executive_id))
    )


def is_objected(today: date) -> ColumnElement[bool]:
    """Whether home has to answer an objection to the position it named."""
    begun_at_risk = and_(ReturnRight.state == S.AT_RISK, ReturnRight.starts_on <= today)
    return and_(
        ReturnRight.standing == Standing.DISPUTED, or_(ReturnRight.state == S.DISPUTED, begun_at_risk)
    )


def has_none(today: date) -> ColumnElement[bool]:
    """Whether home has to name a position now: in the last days, also while something endangers the return;
    after an early end at once, but while something endangers the return in its last days alone."""
    last_days = ReturnRight.starts_on <= today, ReturnRight.ends_on <= today + RETURN_WINDOW.figure * DAY
    asked = or_(ReturnRight.state.in_(TO_PLACE), and_(ReturnRight.state == S.AT_RISK, *last_days))
    return and_(ReturnRight.standing.is_(None), asked)


def names_none(right: ReturnRight, today: date) -> bool:
    """`has_none` of one right that is read already."""
    last_days = right.starts_on <= today and right.ends_on <= today + RETURN_WINDOW.figure * DAY
    return right.standing is None and (right.state in TO_PLACE or (right.state is S.AT_RISK and last_days))
