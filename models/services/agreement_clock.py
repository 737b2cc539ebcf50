"""What happens to agreements because time has passed: one without a way back ends, the others end with the
return; whoever has not signed a text is reminded once, and a text that not all signed by its day lapses."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import end_of_day, take_business_time
from matcher.policy.periods import DAY
from matcher.policy.return_clauses import SIGN_REMINDER
from matcher.policy.return_dates import civil
from models.access import require
from models.actors import Actor
from models.agreement_days import last_to_sign, too_late
from models.agreement_machines import AGREEMENT
from models.agreement_rules import ARRANGERS
from models.agreements import Agreement, AgreementEvent, AgreementState, EventKind, Party
from models.audit import AuditEvent, record
from models.opportunities import Kind
from models.outbox import post
from models.queries.agreements import holders_at, open_event, signers_of
from models.returns import ReturnRight
from models.services.agreement_ends import drop_open, end_agreement
from models.services.agreements import lock_agreement, make_draft

PASSING = [kind for kind in Kind if not kind.is_permanent]
"""A move for good has no last day and stands."""
REMINDED = "agreement_clock.remind"
NOT_REMINDED = ~exists().where(
    AuditEvent.object_type == Agreement.__tablename__,
    AuditEvent.object_id == Agreement.id,
    AuditEvent.action == REMINDED,
    AuditEvent.at >= AgreementEvent.drafted_at,
)
"""Of a text that is out."""


def over(session: Session, now: datetime) -> list[int]:
    """The ids of those in force whose last day away is over, where it is."""
    right = select(ReturnRight.id).where(ReturnRight.agreement_id == Agreement.id).exists()
    query = (
        select(Agreement.id, Agreement.ends_on, Agreement.zone)
        .where(Agreement.state == AgreementState.IN_FORCE, Agreement.kind.in_(PASSING), ~right)
        .where(Agreement.ends_on <= now.astimezone(UTC).date())
        .order_by(Agreement.id)
    )
    return [id_ for id_, ends_on, zone in session.execute(query) if ends_on < civil(now, zone)]


def late(session: Session, now: datetime) -> list[int]:
    """The ids of those with a text that not all signed by its day."""
    return [one.id for one, event in _out(session) if too_late(one, event, now)]


def to_remind(session: Session, now: datetime) -> list[int]:
    """The ids of those with a text whose day is near, and of which nobody was reminded yet."""
    return [one.id for one, event in _out(session, NOT_REMINDED) if _is_near(one, event, now)]


def _out(session: Session, *more: object) -> list[tuple[Agreement, AgreementEvent]]:
    """The texts that wait for signatures and have a day."""
    query = (
        select(Agreement, AgreementEvent)
        .join(AgreementEvent, AgreementEvent.agreement_id == Agreement.id)
        .where(AgreementEvent.in_force_at.is_(None), AgreementEvent.dropped_at.is_(None))
        .where(AgreementEvent.kind != EventKind.AMENDMENT, *more)  # type: ignore[arg-type]
        .order_by(Agreement.id)
    )
    return [(agreement, event) for agreement, event in session.execute(query)]


def _is_near(agreement: Agreement, event: AgreementEvent, now: datetime) -> bool:
    """Whether the days of the reminder have begun; who was asked in them is not reminded too."""
    day = last_to_sign(agreement, event)
    if day is None or too_late(agreement, event, now):
        return False
    return event.drafted_at < take_business_time(end_of_day(day), SIGN_REMINDER.figure * DAY) <= now


def end(session: Session, *, actor: Actor, now: datetime, agreement: Agreement) -> bool:
    """End one of them; whether it was still to be ended."""
    require(actor, "agreement_clock.end", agreement, now=now)
    session.refresh(agreement, with_for_update=True)
    if (agreement.state, "end") not in AGREEMENT.moves or agreement.ends_on >= civil(now, agreement.zone):
        return False
    end_agreement(session, agreement, early=False, by=actor, now=now)
    session.flush()
    return True


def remind(session: Session, *, actor: Actor, now: datetime, agreement: Agreement) -> bool:
    """Remind whoever may sign for a party that has not, once; whether the text still waited for it."""
    require(actor, "agreement_clock.remind", agreement, now=now)
    lock_agreement(session, agreement)
    event = next((event for _, event in _out(session, NOT_REMINDED, Agreement.id == agreement.id)), None)
    if event is None or not _is_near(agreement, event, now):
        return False
    record(session, agreement, "agreement_clock.remind", actor=actor, now=now, number=event.number)
    missing = set(Party) - {one.party for one in event.signatures}
    people = _signers(session, agreement, missing, now)
    _tell(session, people, "agreement_sign_soon", agreement, event, now)
    return True


def lapse(session: Session, *, actor: Actor, now: datetime, agreement: Agreement) -> bool:
    """Let the text fall that not all signed by its day, and tell the five and the coordinators of both sides;
    whether there still was one. An agreement that is not in force is a draft again; one in force stands."""
    require(actor, "agreement_clock.lapse", agreement, now=now)
    lock_agreement(session, agreement)
    event = open_event(agreement)
    if event is None or not too_late(agreement, event, now):
        return False
    sides = agreement.home_agency, agreement.host_agency
    people = {one for side in sides for one in holders_at(session, side, ARRANGERS, now)}
    people |= _signers(session, agreement, Party, now)
    if event.kind is EventKind.ORIGINAL:
        make_draft(session, agreement, by=actor, now=now)
        _tell(session, people, "agreement_missed", agreement, event, now)
    else:
        drop_open(agreement, now)
        _tell(session, people, "agreement_lapsed", agreement, event, now)
    record(session, agreement, "agreement_clock.lapse", actor=actor, now=now, number=event.number)
    session.flush()
    return True


def _signers(session: Session, agreement: Agreement, parties: Iterable[Party], now: datetime) -> set[int]:
    return {who for party in parties for who in signers_of(session, agreement, party, now)}


def _tell(
    session: Session,
    people: set[int],
    template: str,
    agreement: Agreement,
    event: AgreementEvent,
    now: datetime,
) -> None:
    for who in sorted(people):
        key, page = f"agreement/{agreement.id}/{event.number}/{template}/{who}", f"agreements/{agreement.id}"
        post(session, key=key, recipient_id=who, template=template, now=now, page=page)
    session.flush()
