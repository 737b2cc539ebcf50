"""What its owner does about a notice of the way back: see to it, or put it off with a reason."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from matcher.policy.return_clauses import LONGEST_SNOOZE
from matcher.policy.return_dates import DAY, Mark, civil, first_day_back, last_day_to_settle
from matcher.policy.rotation import written
from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Invalid, WrongState
from models.returns import ReturnNotice
from models.services.returns import lock_right


def is_closed_by_its_act(notice: ReturnNotice) -> bool:
    """Whether only what the notice asks for closes it: a position is not named by saying so."""
    return notice.mark is Mark.POSITION


def latest_day(notice: ReturnNotice, now: datetime) -> date | None:
    """The last day until which the notice can be put off: while somebody is away, the last business day
    before the first day back. None where no day is left."""
    today = civil(now, notice.right.agreement.zone)
    latest, ends_on = today + LONGEST_SNOOZE.figure * DAY, notice.right.ends_on
    if today < first_day_back(ends_on):
        latest = min(latest, last_day_to_settle(ends_on))
    return latest if latest > today else None


def see_to(session: Session, *, actor: Actor, now: datetime, notice: ReturnNotice) -> None:
    """Enter that it is done."""
    require(actor, "return_notices.see_to", notice, now=now)
    _open(session, notice)
    if is_closed_by_its_act(notice):
        raise WrongState("Name the position: it is done once a position is proposed, or put it off.")
    notice.done_at, notice.done_by_id = now, actor.id
    record(session, notice.right, "return_notices.see_to", actor=actor, now=now, mark=notice.mark.value)
    session.flush()


def put_off(
    session: Session, *, actor: Actor, now: datetime, notice: ReturnNotice, until: date, reason: str
) -> None:
    """Its owner is asked again later, before the first day back; the reason stays on the record."""
    require(actor, "return_notices.put_off", notice, now=now)
    _open(session, notice)
    latest = latest_day(notice, now)
    if latest is None:
        back_on = written(first_day_back(notice.right.ends_on))
        raise WrongState(f"It cannot be put off any more: the first day back is {back_on}.")
    if not civil(now, notice.right.agreement.zone) < until <= latest:
        raise Invalid(f"Choose a day from tomorrow to {written(latest)}.", about="until")
    if not reason.strip():
        raise Invalid("Write why it is put off: it stays on the record.", about="reason")
    notice.snoozed_until, notice.snooze_reason = until, reason.strip()
    facts = {"mark": notice.mark.value, "until": until.isoformat()}
    record(session, notice.right, "return_notices.put_off", actor=actor, now=now, reason=reason, **facts)
    session.flush()


def _open(session: Session, notice: ReturnNotice) -> None:
    right = lock_right(session, notice.right)
    session.refresh(notice)
    if notice.done_at is not None:
        raise WrongState("Somebody saw to this already.")
    right.next_due_at = right.next_due_at or notice.told_at
