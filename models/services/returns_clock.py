"""What happens to a return right because time has passed: each right in one transaction, each thing once."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.policy.return_clauses import (
    DIGEST_FROM,
    NOTICE_IGNORED,
    NOTICE_UNDELIVERED,
    RETURN_WINDOW,
)
from matcher.policy.return_dates import (
    AFTER,
    DAY,
    RENEWALS,
    Due,
    Mark,
    asked_until,
    civil,
    first_day_back,
    host_mentor,
    instant,
)
from models.access import require
from models.actors import Actor, Role
from models.agreements import Party
from models.audit import record
from models.outbox import Notice, NoticeState, post, post_unless_waiting
from models.queries.agreements import signers_of
from models.queries.recipients import actor_of, holders
from models.return_marks import MARKS, Asks, Whose, is_asked
from models.returns import (
    LATE,
    LOOKED_AT,
    OPEN,
    ReturnNotice,
    ReturnRight,
    ReturnState,
    Standing,
    passes_on,
    schedule,
)
from models.services import evaluations_due
from models.services.return_rights import home_of, tell, tell_executive
from models.services.return_standing import move_by_days
from models.services.returns import lock_right

S = ReturnState
HOUR = timedelta(hours=1)
SILENT = (S.COOLING_OFF, S.WAIVED)
TOLD = (*OPEN, S.BREACHED)
WATCHED = (*TOLD, *LOOKED_AT)
"""In these a risk that nobody settles in time goes to the programme office."""


def act(session: Session, *, actor: Actor, now: datetime, right: ReturnRight) -> int:
    """Move the right on and tell what is due; how many things were done. Run twice, it does nothing more."""
    require(actor, "returns_clock.act", right, now=now)
    lock_right(session, right)
    done = sum(move_by_days(session, right, actor, now)) + _escalate_risk(session, right, now)
    done += _offer_mentor(session, right, now)
    done += sum(_tell(session, right, due, actor, now) for due in _untold(session, right, now))
    _close_over(session, right, actor, now)
    done += sum(_look_at(session, right, one, actor, now) for one in right.notices)
    done += evaluations_due.ask(session, right, actor, now)
    right.next_due_at = next_due(right, now)
    session.flush()
    return done


def mentor_offered(right: ReturnRight, today: date) -> str | None:
    """The situation for which a mentor at the host is offered to whoever is away."""
    is_away = right.state in OPEN and right.state is not S.SCHEDULED
    return host_mentor(right.starts_on, right.ends_on, today) if is_away else None


def _offer_mentor(session: Session, right: ReturnRight, now: datetime) -> int:
    """Tell the executive once for each situation that a mentor at the host can be asked."""
    situation = mentor_offered(right, civil(now, right.agreement.zone))
    person = None if situation is None else actor_of(session, right.executive_id)
    key = f"return/{right.id}/mentor/{situation}"
    if person is None or session.scalar(select(Notice.id).where(Notice.key == key)) is not None:
        return 0
    post(session, key=key, recipient_id=person, template="host_mentor", now=now)
    session.flush()
    return 1


def _expected(right: ReturnRight) -> list[Due]:
    """The marks that are told in this state."""
    if right.state not in TOLD or right.state in SILENT:
        return []
    late = right.state in LATE
    return [
        due
        for due in schedule(right)
        if due.on >= right.counted_from
        and (late or due.mark not in AFTER)
        and not is_done_ahead(right, due.mark)
    ]


def is_done_ahead(right: ReturnRight, mark: Mark) -> bool:
    """Whether what the mark would ask for is done before anybody was asked."""
    is_placed = right.standing in (Standing.PROPOSED, Standing.AGREED)
    done = {Mark.WINDOW: is_placed, Mark.POSITION: is_placed, Mark.SPONSOR: right.sponsor_id is not None}
    return done.get(mark, False)


def _untold(session: Session, right: ReturnRight, now: datetime) -> list[Due]:
    zone, told = right.agreement.zone, {one.key for one in right.notices}
    return [due for due in _expected(right) if instant(due.on, zone) <= now and _key(right, due) not in told]


def _key(right: ReturnRight, due: Due) -> str:
    return f"{right.id}/{due.mark.value}/{due.nominal.isoformat()}"


def _tell(session: Session, right: ReturnRight, due: Due, by: Actor, now: datetime) -> bool:
    owner = owner_of(session, right, due.mark, now)
    if owner is None:
        return False
    key, asked = _key(right, due), is_asked(due.mark)
    right.notices.append(
        ReturnNotice(
            key=key,
            mark=due.mark,
            nominal_on=due.nominal,
            told_at=now,
            owner_id=owner,
            outbox_id=_message(session, owner, key, due.mark, now),
            done_at=None if asked else now,
            done_by_id=None if asked else by.id,
        )
    )
    if due.mark is Mark.ESCALATED:
        right.escalated_at = now
    facts: dict[str, Any] = {"mark": due.mark.value, "day": due.nominal.isoformat()}
    record(session, right, "returns_clock.tell", actor=by, now=now, **facts)
    session.flush()
    return True


def owner_of(session: Session, right: ReturnRight, mark: Mark, now: datetime) -> int | None:
    """Whose it is to see to a mark: the executive, home, the host's supervisor, or the programme office."""
    whose = MARKS[mark].whose
    if whose is Whose.OFFICE:
        office = holders(session, Role.PROGRAMME_OFFICE, now)
        return office[0] if office else None
    if whose is Whose.EXECUTIVE and (executive := actor_of(session, right.executive_id)) is not None:
        return executive
    if whose is Whose.HOST and (host := signers_of(session, right.agreement, Party.HOST_SUPERVISOR, now)):
        return host[0]
    home = home_of(session, right, now)
    return home[0] if home else None


def _message(session: Session, owner: int, key: str, mark: Mark, now: datetime) -> int:
    """The mail of a notice: its own, or from the third that waits for one person on, one for all."""
    waiting = (
        select(func.count(), func.coalesce(func.max(Notice.id).filter(Notice.template == "return_digest"), 0))
        .where(Notice.recipient_id == owner, Notice.state == NoticeState.WAITING)
        .where(Notice.template.in_(("return_due", "return_told", "return_digest")))
    )
    count, digest = session.execute(waiting).one()
    if digest:
        return int(digest)
    full = f"return/{key}"
    if count + 1 >= DIGEST_FROM.figure:
        notice = post(session, key=full, recipient_id=owner, template="return_digest", now=now)
    elif MARKS[mark].asks is Asks.NOTHING:
        notice = post(session, key=full, recipient_id=owner, template="return_told", now=now)
    else:
        notice = post(session, key=full, recipient_id=owner, template="return_due", now=now)
    session.flush()
    return notice.id


def _escalate_risk(session: Session, right: ReturnRight, now: datetime) -> int:
    """What nobody settled in time goes to the programme office, once there is one and once only, and the
    executive is told; not of whoever has left the service."""
    if not right.executive.active:
        return 0
    done = 0
    for risk in right.risks:
        if risk.settled_at is None and right.state in WATCHED and passes_on(risk.raised_at) <= now:
            key = f"return/{right.id}/open/{risk.id}"
            told = select(Notice.id).where(Notice.key.startswith(key + "/")).limit(1)
            office = holders(session, Role.PROGRAMME_OFFICE, now)
            if office and session.scalar(told) is None:
                tell(session, office, "return_escalated", f"{right.id}/open/{risk.id}", now)
                tell_executive(session, right, f"{right.id}/open/{risk.id}/own", now)
                right.escalated_at = now
                done += 1
    return done


def _close_over(session: Session, right: ReturnRight, by: Actor, now: datetime) -> None:
    """Nobody is asked any more for what came to its end."""
    today = civil(now, right.agreement.zone)
    over = [one for one in right.notices if one.done_at is None and _is_over(right, one, today)]
    for one in over:
        one.done_at, one.done_by_id = now, by.id
    if over:
        marks = [one.mark.value for one in over]
        record(session, right, "returns_clock.close", actor=by, now=now, marks=marks)
        session.flush()


def _is_over(right: ReturnRight, one: ReturnNotice, today: date) -> bool:
    """Whether its day is over, it is done without the notice, or the next call for the same renewal came."""
    until = _until(right, one)
    return (
        not is_asked(one.mark)
        or is_done_ahead(right, one.mark)
        or until < today
        or any(
            {one.mark, other.mark} <= RENEWALS.keys()
            and _until(right, other) == until
            and other.nominal_on > one.nominal_on
            for other in right.notices
        )
    )


def _until(right: ReturnRight, one: ReturnNotice) -> date:
    return asked_until(one.mark, one.nominal_on, right.ends_on)


def _look_at(session: Session, right: ReturnRight, one: ReturnNotice, by: Actor, now: datetime) -> int:
    """A notice that nobody saw to, or that never went out, goes higher once."""
    if one.escalated_at is not None or one.done_at is not None or right.state not in TOLD:
        return 0
    if _goes_higher(one, right.agreement.zone) <= now:
        reason = "nobody saw to it"
    elif _undelivered(session, one, now):
        reason = "it did not go out within a day"
    else:
        return 0
    one.escalated_at = now
    others = [*home_of(session, right, now), *holders(session, Role.PROGRAMME_OFFICE, now)]
    for who in sorted({who for who in others if who != one.owner_id}):
        key = f"return/{right.id}/higher/{one.id}/{who}"
        post_unless_waiting(session, key=key, recipient_id=who, template="return_escalated", now=now)
    record(session, right, "returns_clock.escalate", actor=by, now=now, mark=one.mark.value, why=reason)
    return 1


def _goes_higher(one: ReturnNotice, zone: str) -> datetime:
    """When silence is noticed: some days after it was told, or after the day until which it was put off."""
    begin = one.told_at if one.snoozed_until is None else instant(one.snoozed_until, zone)
    return begin + NOTICE_IGNORED.figure * DAY


def _undelivered(session: Session, one: ReturnNotice, now: datetime) -> bool:
    if now < one.told_at + NOTICE_UNDELIVERED.figure * HOUR:
        return False
    return session.get_one(Notice, one.outbox_id).state is not NoticeState.SENT


def next_due(right: ReturnRight, now: datetime) -> datetime | None:
    """When the clock looks at the right again; None where it never has to."""
    zone = right.agreement.zone
    if right.state is S.WAIVED:
        return instant(right.ends_on + DAY, zone)
    risks = [passes_on(one.raised_at) for one in right.risks if one.settled_at is None]
    risks = [moment if moment > now else now + DAY for moment in risks]  # nobody may hold the office yet
    if right.state not in TOLD:
        asked = evaluations_due.next_due(right, now)
        moments = [moment for moment in risks if moment > now and right.state in LOOKED_AT]
        return min([*moments, *([asked] if asked else [])], default=None)
    days = [right.starts_on, right.ends_on - RETURN_WINDOW.figure * DAY, first_day_back(right.ends_on) + DAY]
    moments = [instant(day, zone) for day in days]
    moments += [instant(due.on, zone) for due in schedule(right)]
    moments += [right.kept_until] if right.kept_until else []
    moments += risks
    for one in right.notices:
        if one.done_at is None:
            moments.append(instant(_until(right, one) + DAY, zone))
        if one.done_at is None and one.escalated_at is None:
            moments += [one.told_at + NOTICE_UNDELIVERED.figure * HOUR, _goes_higher(one, zone)]
    return min((moment for moment in moments if moment > now), default=None)
