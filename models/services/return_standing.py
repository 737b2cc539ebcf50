"""Where a return right stands: by its days, and after what interrupted it by what was last done for it.

Not verbs: the clock and other verbs call these inside their own transaction.
"""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.return_clauses import RETURN_WINDOW
from matcher.policy.return_dates import DAY, Mark, civil, first_day_back
from models.actors import SYSTEM, Actor
from models.agreement_machines import RETURN_RIGHT
from models.agreements import AgreementState
from models.audit import AuditEvent
from models.lifecycles import advance
from models.outbox import Notice
from models.returns import ReturnRight, ReturnState, Standing, schedule
from models.services.agreement_ends import end_agreement
from models.services.return_rights import home_of, tell, tell_executive

S = ReturnState
STEPS = {
    Standing.PROPOSED: ("propose",),
    Standing.AGREED: ("propose", "agree"),
    Standing.DISPUTED: ("propose", "dispute"),
}
"""From the time away to where the position stands that home named."""
MOVED = ("extend", "curtail")
TOLD = {"confirm_waiver": "waived", "miss": "missed", "breach": "broken"}
"""What days do to a right that its executive and home are told by letter, once, but of lateness no executive
who said to be back: the word in its key."""
AS_BEFORE = "It stands as before."


def move_by_days(session: Session, right: ReturnRight, by: Actor, now: datetime) -> Iterator[bool]:
    """Each step whose day has come, in the order in which they follow one another; and what endangers the
    right stays first while nobody has settled it."""
    today = civil(now, right.agreement.zone)
    steps = (
        ("begin", right.starts_on <= today),
        ("confirm_waiver", right.kept_until is not None and right.kept_until <= now),
        ("open_window", right.ends_on - RETURN_WINDOW.figure * DAY <= today),
        ("miss", first_day_back(right.ends_on) < today),
        ("breach", _day_of(right, Mark.BREACHED) <= today),
        ("raise", _is_at_risk(right)),
    )
    for action, due in steps:
        if due and (right.state, action) in RETURN_RIGHT.moves:
            reason = AS_BEFORE if action == "raise" else None
            advance(session, right, action, actor=by, now=now, reason=reason)
            session.flush()  # the database sees every step: it knows no move over two of them
            _after(session, right, action, now)
            yield True
    if right.state is S.WAIVED and right.ends_on < today:
        advance(session, right, "close", actor=by, now=now)
        session.flush()
        if right.agreement.state is AgreementState.IN_FORCE:
            end_agreement(session, right.agreement, early=False, by=by, now=now)
        yield True


def _after(session: Session, right: ReturnRight, action: str, now: datetime) -> None:
    if action == "confirm_waiver":
        right.waived_at = now
    if action not in TOLD:
        return
    key = f"{right.id}/{right.ends_on}/{TOLD[action]}"
    told = select(Notice.id).where(Notice.key.startswith(f"return/{key}/")).limit(1)
    if session.scalar(told) is None:
        if action == "confirm_waiver" or right.said_back_on is None:  # else only home's entry is missing
            tell_executive(session, right, f"{key}/own", now)
        if action != "breach":  # of that home is told as of a day
            tell(session, home_of(session, right, now), "return_home", key, now, page=f"returns/{right.id}")


def _day_of(right: ReturnRight, mark: Mark) -> date:
    return next(due.on for due in schedule(right) if due.mark is mark)


def catch_up(session: Session, right: ReturnRight, now: datetime) -> None:
    """After other days were agreed on: where they put the right at once, before the clock looks at it. Home
    finds what they ask of it on its desk."""
    session.flush()
    for _ in move_by_days(session, right, _roundtrip(session), now):
        pass


def stand_again(session: Session, right: ReturnRight, now: datetime) -> None:
    """After a risk is settled or a waiver taken back: where what was last done, the days, and what still
    endangers the right put it. Roundtrip itself takes these steps: nobody agrees or objects anew."""
    session.flush()
    by = _roundtrip(session)
    for action in () if _is_at_risk(right) else _last_done(session, right):
        _step(session, right, action, by, now)
    if right.state is S.SCHEDULED:
        right.standing = None  # home names a position once the assignment has begun, or after an early end
    catch_up(session, right, now)


def _is_at_risk(right: ReturnRight) -> bool:
    return any(one.settled_at is None for one in right.risks)


def _roundtrip(session: Session) -> Actor:
    return session.scalars(select(Actor).where(Actor.slug == SYSTEM)).one()


def _last_done(session: Session, right: ReturnRight) -> tuple[str, ...]:
    """The steps to it from the time away: to a position that stands, else to a last day that moved; from
    before it, to a position that stands after an early end."""
    placed = STEPS[right.standing] if right.standing else ()
    if placed and right.state is not S.SCHEDULED:
        return placed
    query = select(AuditEvent.action).where(
        AuditEvent.object_type == right.__tablename__,
        AuditEvent.object_id == right.id,
        AuditEvent.action.in_([f"{right.__tablename__}.{action}" for action in MOVED]),
    )
    last = session.scalar(query.order_by(AuditEvent.id.desc()).limit(1))
    return (*([last.partition(".")[2]] if last else []), *placed)


def _step(session: Session, right: ReturnRight, action: str, by: Actor, now: datetime) -> None:
    if (right.state, action) in RETURN_RIGHT.moves:
        advance(session, right, action, actor=by, now=now, reason=AS_BEFORE)
        session.flush()
