"""What becomes of a return right because of its agreement, or because of what happened at home.

Not verbs: other verbs call these inside their own transaction, having asked for their own permission.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.return_dates import civil
from models.actors import Actor, Role
from models.agencies import Agency
from models.agreement_machines import RETURN_RIGHT
from models.agreements import Agreement, EventKind
from models.audit import record
from models.executives import Executive
from models.lifecycles import advance, must_allow
from models.outbox import post
from models.positions import Position
from models.queries.agreements import holders_at
from models.queries.recipients import actor_of, holders
from models.returns import OPEN, ReturnRight, ReturnRisk, ReturnState, RiskKind, schedule

COORDINATORS = frozenset({Role.AGENCY_COORDINATOR})
POSITION_GONE = frozenset({RiskKind.POSITION_ABOLISHED, RiskKind.POSITION_FILLED})
"""With these what home named for the return falls: it names another position."""


def create(session: Session, agreement: Agreement, by: Actor, now: datetime) -> ReturnRight:
    """The right of an agreement that is about to be in force; the clock looks at it at once."""
    right = ReturnRight(
        agreement=agreement,
        executive_id=agreement.executive_id,
        basis=agreement.return_basis,
        target=agreement.return_target,
        sponsor_id=agreement.home_supervisor_id,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        counted_from=civil(now, agreement.zone),
        next_due_at=now,
    )
    session.add(right)
    record(session, right, "return_rights.create", actor=by, now=now, basis=agreement.return_basis.value)
    session.flush()
    return right


def right_of(session: Session, agreement: Agreement) -> ReturnRight | None:
    """The agreement's right under a lock."""
    query = select(ReturnRight).where(ReturnRight.agreement_id == agreement.id).with_for_update()
    return session.scalar(query, execution_options={"populate_existing": True})


def later_kinds(agreement: Agreement, right: ReturnRight | None) -> tuple[EventKind, ...]:
    """What may be agreed on now: an extension only where the way back, if there is one, could follow it."""
    kinds = agreement.later_kinds
    follows = right is None or _follows(right)
    return kinds if follows else tuple(one for one in kinds if one is not EventKind.EXTENSION)


def _follows(right: ReturnRight) -> bool:
    return right.state is ReturnState.SCHEDULED or (right.state, "extend") in RETURN_RIGHT.moves


def must_extend(session: Session, agreement: Agreement) -> None:
    """Raise WrongState where the way back could not follow a later last day."""
    right = right_of(session, agreement)
    if right is not None and not _follows(right):
        must_allow(right, "extend")


def extend(session: Session, agreement: Agreement, by: Actor, now: datetime) -> ReturnRight | None:
    """A new last day that lies later: every mark is counted anew from today, and what was asked for a day
    that is none any more is asked of nobody; who said to be back goes on. The right, if there is one."""
    right = right_of(session, agreement)
    if right is not None:
        move_end(right, agreement, now)
        right.said_back_on = None
        closed = _close_moved(right, by, now)
        if right.state is not ReturnState.SCHEDULED:
            facts: dict[str, Any] = {"until": right.ends_on.isoformat(), "notices_closed": closed}
            advance(session, right, "extend", actor=by, now=now, **facts)
    return right


def _close_moved(right: ReturnRight, by: Actor, now: datetime) -> list[str]:
    """Close what was asked for a day that is none any more; the marks."""
    days = {(due.mark, due.nominal) for due in schedule(right)}
    moved = [one for one in right.notices if one.done_at is None and (one.mark, one.nominal_on) not in days]
    for one in moved:
        one.done_at, one.done_by_id = now, by.id
    return [one.mark.value for one in moved]


def curtail(session: Session, agreement: Agreement, by: Actor, now: datetime) -> None:
    """A new last day that lies earlier: the way back begins, and what was asked for a day that is none any
    more is asked of nobody."""
    right = right_of(session, agreement)
    if right is not None:
        move_end(right, agreement, now)
        facts: dict[str, Any] = {
            "until": right.ends_on.isoformat(),
            "notices_closed": _close_moved(right, by, now),
        }
        if (right.state, "curtail") in RETURN_RIGHT.moves:
            advance(session, right, "curtail", actor=by, now=now, **facts)


def move_end(right: ReturnRight, agreement: Agreement, now: datetime) -> None:
    """Let the right follow its agreement, and the clock look again; home names the position anew."""
    right.ends_on, right.next_due_at, right.standing = agreement.ends_on, now, None
    right.counted_from = civil(now, agreement.zone)


def raise_risk(
    session: Session, right: ReturnRight, kind: RiskKind, detail: str, *, by: Actor, now: datetime
) -> ReturnRisk | None:
    """Write down what happened at home, and tell who it touches; None where it stands there unsettled."""
    if any(one.kind is kind and one.settled_at is None for one in right.risks):
        return None
    risk = ReturnRisk(kind=kind, detail=detail, raised_at=now, raised_by_id=by.id)
    right.risks.append(risk)
    right.next_due_at = now
    fallen = kind in POSITION_GONE and right.placement is not None and not _is_held(session, right)
    facts = {"risk": kind.value, **({"placement": right.placement} if fallen else {})}
    if right.state is not ReturnState.AT_RISK and (right.state, "raise") in RETURN_RIGHT.moves:
        advance(session, right, "raise", actor=by, now=now, **facts)
    else:
        record(session, right, "return_rights.raise", actor=by, now=now, **facts)
    if fallen:
        right.placement = right.dispute = right.standing = None
    session.flush()
    people = {actor_of(session, right.executive_id), *home_of(session, right, now)} - {None}
    tell(session, sorted(one for one in people if one), "return_risk", f"{right.id}/risk/{risk.id}", now)
    return risk


def _is_held(session: Session, right: ReturnRight) -> bool:
    """Whether the position that home named is the one held instead of the position of record."""
    held = session.get(Position, right.equivalent_id) if right.equivalent_id else None
    return held is not None and held.title == right.placement


def home_of(session: Session, right: ReturnRight, now: datetime) -> list[int]:
    """Who looks after the way back at home: its coordinators, else the sponsor, else the office."""
    found = holders_at(session, right.agreement.home_agency, COORDINATORS, now)
    if not found and right.sponsor is not None and right.sponsor.active:
        found = [right.sponsor.id]
    return found or holders(session, Role.PROGRAMME_OFFICE, now)


def tell(session: Session, people: list[int], template: str, key: str, now: datetime, **payload: Any) -> None:
    """A neutral notice for each."""
    for who in people:
        post(session, key=f"return/{key}/{who}", recipient_id=who, template=template, now=now, **payload)
    session.flush()


def tell_executive(session: Session, right: ReturnRight, key: str, now: datetime) -> None:
    """A neutral notice for the executive, if there still is one, that leads to the way back."""
    who = actor_of(session, right.executive_id)
    tell(session, [] if who is None else [who], "return_news", key, now, page="my-way-back")


def agency_changed(
    session: Session, agency: Agency, kind: RiskKind, detail: str, *, by: Actor, now: datetime
) -> None:
    """Every right of this home agency is at risk."""
    _raise_where(session, Agreement.home_agency_id == agency.id, kind, detail, by=by, now=now)


def sponsor_gone(session: Session, person: Actor, *, by: Actor, now: datetime) -> None:
    """Every right whose sponsor this was is at risk."""
    detail = f"{person.name}, the sponsor of the return, is not there any more."
    _raise_where(session, ReturnRight.sponsor_id == person.id, RiskKind.SPONSOR_GONE, detail, by=by, now=now)


def home_changed(session: Session, executive: Executive, detail: str, *, by: Actor, now: datetime) -> None:
    """Every right of an executive who is given another home is at risk: nobody there has said to what."""
    mine = ReturnRight.executive_id == executive.id
    _raise_where(session, mine, RiskKind.UNIT_CHANGED, detail, by=by, now=now)


def _raise_where(
    session: Session, where: object, kind: RiskKind, detail: str, *, by: Actor, now: datetime
) -> None:
    query = (
        select(ReturnRight)
        .join(Agreement, Agreement.id == ReturnRight.agreement_id)
        .where(ReturnRight.state.in_(OPEN), where)  # type: ignore[arg-type]
        .order_by(ReturnRight.id)
        .with_for_update(of=ReturnRight)
    )
    for right in session.scalars(query, execution_options={"populate_existing": True}).all():
        raise_risk(session, right, kind, detail, by=by, now=now)
