"""The checklist of one return: its lines, and which are done."""

from collections.abc import Container
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from matcher.mentoring.business import local_day
from matcher.policy.away import HOME, HOST, HOST_APPRAISAL, HOST_PLAN, Line, checklist
from matcher.policy.book import CLAUSES
from matcher.policy.law import Law
from matcher.policy.periods import DAY, Span
from matcher.policy.return_clauses import RETURN_LOGISTICS
from matcher.policy.return_dates import Mark, appraised_by, civil, last_away
from models.actors import Actor
from models.agreement_rules import ARRANGERS
from models.agreements import Agreement, AgreementState
from models.away_checks import AwayCheck
from models.executives import Executive
from models.opportunities import Kind
from models.queries.line_below import below
from models.returns import ASKED, LOOKED_AT, OPEN, ReturnNotice, ReturnRight, ReturnState, has_given_up

AWAY_OR_BACK = (*OPEN, ReturnState.BREACHED, *LOOKED_AT)
"""While the host's part of the checklist can still be asked for."""
MONTH = RETURN_LOGISTICS.figure * DAY
LONG_BACK = timedelta(days=365)
"""For so long after somebody came back the desk names the open lines of a closed return: by then the year is
rated, and what was not entered stays open on the checklist alone."""


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
    """What is to be done, under the law of the last day away, when it is rated: of the days that were served,
    where somebody came back sooner than agreed, and then the host has some days more; by the host alone once
    a stay without a way back is over."""
    last = last_away(right.starts_on, right.ends_on, right.returned_on)
    found = _lines(right.agreement.kind, Span(right.starts_on, last))
    if right.returned_on is not None and last < right.ends_on:
        due = appraised_by(right.returned_on)
        found = [replace(one, due=due) if one.code == HOST_APPRAISAL else one for one in found]
    over = right.given_up and right.state is ReturnState.CLOSED
    return [one for one in found if one.who == HOST] if over else found


def _lines(kind: Kind, span: Span) -> list[Line]:
    return checklist(kind.value, span, Law(span.end, CLAUSES))


def lines_at_host(session: Session, actor: Actor, now: datetime) -> list[tuple[ReturnRight, Line]]:
    """What the actor has in hand as the supervisor at the host, is not done, and is due within a month or
    over; where the right was given up, for a year after the last day. Left out is what a notice asks for on
    the same desk, unless it is put off, and what was due before the agreement was on record. In two
    statements at most."""
    asleep = ReturnNotice.snoozed_until
    asks = select(ReturnNotice.id).where(
        ReturnNotice.right_id == ReturnRight.id,
        ReturnNotice.owner_id == actor.id,
        ReturnNotice.mark == Mark.LOGISTICS,
        ReturnNotice.done_at.is_(None),
        or_(asleep.is_(None), asleep <= local_day(now)),
    )
    given_up = has_given_up(), ReturnRight.ends_on >= local_day(now) - LONG_BACK
    query = (
        select(ReturnRight, asks.exists())
        .join(ReturnRight.agreement)
        .where(Agreement.host_supervisor_id == actor.id)
        .where(or_(ReturnRight.state.in_(AWAY_OR_BACK), and_(*given_up)))
        .options(joinedload(ReturnRight.executive), contains_eager(ReturnRight.agreement))
        .order_by(ReturnRight.id)
    )
    rights = {right: told and right.state in ASKED for right, told in session.execute(query)}
    if not rights:
        return []
    theirs = AwayCheck.right_id.in_([one.id for one in rights])
    checks = session.execute(select(AwayCheck.right_id, AwayCheck.line).where(theirs))
    done, today = {(right_id, code) for right_id, code in checks}, local_day(now)
    return [
        (right, line)
        for right, told in rights.items()
        for line in lines_of(right)
        if (right.id, line.code) not in done and _waits(right, line, told, today)
    ]


def coming_to(session: Session, actor: Actor, now: datetime) -> list[tuple[Agreement, date | None]]:
    """Whose first day with the actor, as the supervisor at the host, is ahead, the next one first; with the
    day by which goals are due, where any are and they are not entered. In one statement."""
    entered = select(AwayCheck.line).join(ReturnRight, ReturnRight.id == AwayCheck.right_id)
    goals = entered.where(ReturnRight.agreement_id == Agreement.id, AwayCheck.line == HOST_PLAN)
    query = (
        select(Agreement, goals.exists())
        .join(Agreement.executive)
        .where(Agreement.host_supervisor_id == actor.id, Agreement.state == AgreementState.IN_FORCE)
        .where(Agreement.starts_on > local_day(now), Executive.active)
        .options(contains_eager(Agreement.executive))
        .order_by(Agreement.starts_on, Agreement.id)
    )
    return [(one, None if done else _goals_due(one)) for one, done in session.execute(query)]


def _goals_due(agreement: Agreement) -> date | None:
    if agreement.kind.is_permanent:
        return None
    lines = _lines(agreement.kind, Span(agreement.starts_on, agreement.ends_on))
    return next((line.due for line in lines if line.code == HOST_PLAN), None)


def open_at_home(session: Session, actor: Actor, now: datetime) -> dict[ReturnRight, list[Line]]:
    """Who came back to a home that the actor keeps, while a line of home's is open, for a year also once the
    return is closed: with every line that is. In one statement."""
    lately = or_(
        ReturnRight.state != ReturnState.CLOSED, ReturnRight.returned_on >= local_day(now) - LONG_BACK
    )
    keeps: list[ColumnElement[bool]] = [ReturnRight.sponsor_id == actor.id]
    if (ours := below(actor, now, ARRANGERS, "below_back")) is not None:
        keeps.append(Agreement.home_agency_id.in_(ours))
    query = (
        select(ReturnRight, AwayCheck.line)
        .join(ReturnRight.agreement)
        .join(ReturnRight.executive)
        .outerjoin(AwayCheck, AwayCheck.right_id == ReturnRight.id)
        .where(ReturnRight.returned_on.is_not(None), ReturnRight.waived_at.is_(None), lately)
        .where(Executive.active, or_(*keeps))
        .where(ReturnRight.executive_id.is_distinct_from(actor.executive_id))
        .options(contains_eager(ReturnRight.executive), contains_eager(ReturnRight.agreement))
        .order_by(ReturnRight.returned_on, ReturnRight.id)
    )
    done: dict[ReturnRight, set[str | None]] = {}
    for right, code in session.execute(query):
        done.setdefault(right, set()).add(code)
    left = {right: [one for one in lines_of(right) if _is_open(right, one, done[right])] for right in done}
    return {right: lines for right, lines in left.items() if any(one.who == HOME for one in lines)}


def _is_open(right: ReturnRight, line: Line, done: Container[str | None]) -> bool:
    """Whether a line is neither done nor was due before the agreement was on record."""
    return line.code not in done and not _was_before(right, line)


def _was_before(right: ReturnRight, line: Line) -> bool:
    """Whether its day, and for the appraisal the one agreed on, was before the agreement was on record."""
    due = right.ends_on if line.code == HOST_APPRAISAL else line.due
    return due is not None and due < on_record_since(right)


def not_asked(right: ReturnRight, done: Container[str | None]) -> list[Line]:
    """The lines that are not done and asked of nobody: their day was before the agreement was on record."""
    return [one for one in lines_of(right) if one.code not in done and not _is_open(right, one, done)]


def _waits(right: ReturnRight, line: Line, told: bool, today: date) -> bool:
    """Whether a line of the host is to be shown on that day; `told` while the notice of the appraisal is."""
    if line.who != HOST or line.due is None or (told and line.code == HOST_APPRAISAL):
        return False
    return line.due <= today + MONTH and not _was_before(right, line)


def named_until(right: ReturnRight) -> date | None:
    """The last day on which desk and list name open lines of a closed return; None before it is entered."""
    return None if right.returned_on is None else right.returned_on + LONG_BACK


def unticked(session: Session, right: ReturnRight) -> list[Line]:
    """The lines that are open of somebody who came back and serves, also once the return is closed."""
    if right.returned_on is None or right.waived_at is not None or not right.executive.active:
        return []
    done = done_lines(session, right)
    return [line for line in lines_of(right) if _is_open(right, line, done)]


def appraisal_due(session: Session, notice: ReturnNotice) -> date | None:
    """By when the appraisal is due that the notice calls to mind; None where it is entered, as where a stay
    too short for one has none."""
    done = done_lines(session, notice.right)
    if notice.mark is not Mark.LOGISTICS or HOST_APPRAISAL in done:
        return None
    return next((line.due for line in lines_of(notice.right) if line.code == HOST_APPRAISAL), None)


def on_record_since(right: ReturnRight) -> date:
    """The day on which the agreement was entered: what was due before it is asked of nobody."""
    return civil(right.agreement.created_at, right.agreement.zone)


def done_lines(session: Session, right: ReturnRight) -> dict[str, date]:
    """When each line was done, by its code; without what a return made needless by then."""
    asked = [line.code for line in lines_of(right)]
    rows = session.scalars(select(AwayCheck).where(AwayCheck.right_id == right.id, AwayCheck.line.in_(asked)))
    return {one.line: one.done_on for one in rows}
