"""The checklist of one return: its lines, and which are done."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from matcher.mentoring.business import local_day
from matcher.policy.away import HOST, Line, checklist
from matcher.policy.book import CLAUSES
from matcher.policy.law import Law
from matcher.policy.periods import DAY, Span
from matcher.policy.return_clauses import RETURN_LOGISTICS
from models.actors import Actor
from models.agreements import Agreement
from models.away_checks import AwayCheck
from models.returns import OPEN, ReturnRight, ReturnState

AWAY_OR_BACK = (*OPEN, ReturnState.BREACHED, ReturnState.RETURNED, ReturnState.REVIEWED)
"""While the host's part of the checklist can still be asked for."""


def find_right_of(session: Session, agreement: int) -> ReturnRight | None:
    """The return right of the agreement of that number."""
    whole = joinedload(ReturnRight.agreement)
    query = select(ReturnRight).where(ReturnRight.agreement_id == agreement)
    return session.scalar(
        query.options(
            joinedload(ReturnRight.executive),
            whole.joinedload(Agreement.home_agency),
            whole.joinedload(Agreement.host_agency),
        )
    )


def lines_of(right: ReturnRight) -> list[Line]:
    """What is to be done, under the law of the last day away, when it is rated."""
    span = Span(right.starts_on, right.ends_on)
    return checklist(right.agreement.kind.value, span, Law(span.end, CLAUSES))


def lines_at_host(session: Session, actor: Actor, now: datetime) -> list[tuple[ReturnRight, Line]]:
    """What the actor has in hand as the supervisor at the host, is not done, and is due within a month or
    over; nothing whose day was before the agreement was on record. In two statements at most."""
    query = (
        select(ReturnRight)
        .join(ReturnRight.agreement)
        .where(Agreement.host_supervisor_id == actor.id, ReturnRight.state.in_(AWAY_OR_BACK))
        .options(joinedload(ReturnRight.executive), contains_eager(ReturnRight.agreement))
        .order_by(ReturnRight.id)
    )
    rights, until = list(session.scalars(query)), local_day(now) + RETURN_LOGISTICS.figure * DAY
    if not rights:
        return []
    theirs = AwayCheck.right_id.in_([one.id for one in rights])
    checks = session.execute(select(AwayCheck.right_id, AwayCheck.line).where(theirs))
    done = {(right_id, code) for right_id, code in checks}
    return [
        (right, line)
        for right in rights
        for line in lines_of(right)
        if line.who == HOST and line.due is not None and right.counted_from <= line.due <= until
        if (right.id, line.code) not in done
    ]


def done_lines(session: Session, right: ReturnRight) -> dict[str, date]:
    """When each line was done, by its code."""
    rows = session.scalars(select(AwayCheck).where(AwayCheck.right_id == right.id))
    return {one.line: one.done_on for one in rows}
