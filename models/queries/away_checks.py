"""The checklist of one return: its lines, and which are done."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matcher.policy.away import Line, checklist
from matcher.policy.book import CLAUSES
from matcher.policy.law import Law
from matcher.policy.periods import Span
from models.agreements import Agreement
from models.away_checks import AwayCheck
from models.returns import ReturnRight


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


def done_lines(session: Session, right: ReturnRight) -> dict[str, date]:
    """When each line was done, by its code."""
    rows = session.scalars(select(AwayCheck).where(AwayCheck.right_id == right.id))
    return {one.line: one.done_on for one in rows}
