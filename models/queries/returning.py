"""What waits for one person of agreements and returns, as parts of the one statement of `waiting`."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, union_all
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.periods import DAY
from matcher.policy.return_basis import ReturnBasis
from matcher.policy.return_clauses import REENTRY_FIRST, REENTRY_SECOND, RISK_OPEN
from matcher.policy.return_dates import Mark
from models.actors import Actor, Role
from models.agencies import Agency
from models.agreement_rules import AGREEMENT_ROLES, ARRANGERS
from models.agreements import (
    Agreement,
    AgreementEvent,
    AgreementSignature,
    AgreementState,
    EventKind,
    Party,
)
from models.audit import AuditEvent
from models.executives import Executive
from models.holding import Holder
from models.queries.absences import TOLD_FOR, has_open_risk, said_back
from models.queries.agreements import SENT_BACK, is_followed
from models.queries.desk_lines import line
from models.queries.line_below import below
from models.queries.to_place import has_none, is_objected
from models.return_marks import ASKED_FOR
from models.returns import ASKED, LATE, LOOKED_AT, ReturnNotice, ReturnRight, ReturnRisk, ReturnState

AT_RISK, BACK_AT_RISK = "home_at_risk", "home_back_at_risk"
CHANGE_BACK = "agreement_change_back"
RISK_PASSED_ON = "return_risk_passed_on"
OVERDUE_PASSED_ON, BROKEN_PASSED_ON = "return_overdue_passed_on", "return_broken_passed_on"
SAID_PASSED_ON = "return_said_passed_on"


def agreements_to_sign(actor: Actor, now: datetime) -> Any:
    """Texts that are out, that the actor may sign, and whose party has not signed. `day` is the first day
    away, before which all have to; of a change the day by which, as its days begin after it; `at` when the
    text was put out. Of an own agreement the name is the host's. Without a way back nobody signs before the
    executive says so."""
    mine: list[ColumnElement[bool]] = [
        and_(Agreement.home_supervisor_id == actor.id, _open(Party.HOME_SUPERVISOR)),
        and_(Agreement.host_supervisor_id == actor.id, _open(Party.HOST_SUPERVISOR)),
    ]
    if actor.executive_id is not None:
        mine.append(and_(Agreement.executive_id == actor.executive_id, _open(Party.EXECUTIVE)))
    if (ours := below(actor, now, AGREEMENT_ROLES, "below_to_sign")) is not None:
        mine.append(and_(Agreement.home_agency_id.in_(ours), _open(Party.HOME_AGENCY)))
        mine.append(and_(Agreement.host_agency_id.in_(ours), _open(Party.HOST_AGENCY)))
    signed = select(AgreementSignature.id).where(
        AgreementSignature.event_id == AgreementEvent.id, AgreementSignature.actor_id == actor.id
    )
    said = or_(Agreement.return_basis != ReturnBasis.NONE, Agreement.none_acknowledged_at.is_not(None))
    own = Agreement.executive_id.is_not_distinct_from(actor.executive_id)
    changes = AgreementEvent.kind != EventKind.ORIGINAL
    kind, name = (
        case(
            (and_(own, changes), "agreement_change_of_mine"),
            (own, "agreement_of_mine"),
            (changes, "agreement_change"),
            else_="agreement",
        ),
        case((own, Agency.name), else_=Executive.name),
    )
    return (
        line(kind=kind, number=Agreement.id, name=name, at=AgreementEvent.drafted_at, day=_signed_before())
        .join(AgreementEvent, AgreementEvent.agreement_id == Agreement.id)
        .join(Executive, Executive.id == Agreement.executive_id)
        .join(Agency, Agency.id == Agreement.host_agency_id)
        .where(AgreementEvent.in_force_at.is_(None), AgreementEvent.dropped_at.is_(None))
        .where(~signed.exists(), or_(*mine), or_(own, said))
    )


def drafts_to_make_ready(actor: Actor, now: datetime) -> Any:
    """Drafts of the actor's agencies, as the home side, that wait to be put to signature, for the first time
    or again. `day` is the first day away, before which all have to sign, `at` when it was entered."""
    ours = below(actor, now, ARRANGERS, "below_to_make_ready")
    if ours is None:
        return None
    was_out = Agreement.events.any()
    return (
        line(
            kind=case((was_out, "agreement_back"), else_="draft_agreement"),
            number=Agreement.id,
            name=Executive.name,
            at=Agreement.created_at,
            day=Agreement.starts_on,
        )
        .join(Executive, Executive.id == Agreement.executive_id)
        .where(Agreement.state == AgreementState.DRAFT, Agreement.home_agency_id.in_(ours))
    )


def changes_sent_back(actor: Actor, now: datetime) -> Any:
    """Changes that the actor drew up and that a signer sent back in the last thirty days, while no other text
    follows."""
    ours = below(actor, now, ARRANGERS, "below_sent_back")
    if ours is None:
        return None
    refused = and_(
        AuditEvent.object_type == Agreement.__tablename__,
        AuditEvent.object_id == Agreement.id,
        AuditEvent.action == SENT_BACK,
        AuditEvent.at >= AgreementEvent.dropped_at,
    )
    sides = Agreement.home_agency_id.in_(ours), Agreement.host_agency_id.in_(ours)
    return (
        line(kind=CHANGE_BACK, number=Agreement.id, name=Executive.name, by=Actor.name)
        .join(AgreementEvent, AgreementEvent.agreement_id == Agreement.id)
        .join(Executive, Executive.id == Agreement.executive_id)
        .join(AuditEvent, refused)
        .join(Actor, Actor.id == AuditEvent.actor_id)
        .where(AgreementEvent.kind != EventKind.ORIGINAL, AgreementEvent.drafted_by_id == actor.id)
        .where(Agreement.state == AgreementState.IN_FORCE, ~is_followed(), or_(*sides))
        .where(AuditEvent.at > now - TOLD_FOR)
    )


def agreements_that_wait(session: Session, actor: Actor, now: datetime) -> dict[int, str]:
    """By number the kind of what waits for the actor, as the desk has it."""
    parts = [source(actor, now) for source in (agreements_to_sign, changes_sent_back, drafts_to_make_ready)]
    rows = session.execute(union_all(*(part for part in parts if part is not None)))
    return {row.number: row.kind for row in rows}


def _signed_before() -> ColumnElement[date | None]:
    """An amendment changes no days and has no such day."""
    return case(
        (AgreementEvent.kind == EventKind.ORIGINAL, Agreement.starts_on),
        (AgreementEvent.kind == EventKind.EXTENSION, Agreement.ends_on),
        (AgreementEvent.kind == EventKind.EARLY_END, AgreementEvent.ends_on),
    )


def _open(party: Party) -> ColumnElement[bool]:
    """Nobody has signed for the party yet."""
    signed = select(AgreementSignature.id).where(
        AgreementSignature.event_id == AgreementEvent.id, AgreementSignature.party == party
    )
    return ~signed.exists()


def overdue_returns(actor: Actor, now: datetime) -> Any:
    """Whoever should be back and is not, from the first day on: also where no notice is told before the next
    business day; and whoever says to be back, until home enters it. `day` is the last day away. With a broken
    right the programme office always asks."""
    mine: list[ColumnElement[bool]] = [ReturnRight.sponsor_id == actor.id]
    if actor.executive_id is not None:
        mine.append(ReturnRight.executive_id == actor.executive_id)
    if (ours := below(actor, now, ARRANGERS, "below_overdue")) is not None:
        mine.append(Agreement.home_agency_id.in_(ours))
    keeps, late = or_(*mine), ReturnRight.state.in_(LATE)
    broken = ReturnRight.state == ReturnState.BREACHED
    if Holder(actor, now).has(Role.PROGRAMME_OFFICE):
        mine.append(or_(broken, and_(late, ReturnRight.escalated_at.is_not(None))))
    own = ReturnRight.executive_id == (actor.executive_id or 0)
    said = said_back(local_day(now))
    kind = case(
        (and_(own, said), "my_return_said"),
        (and_(own, broken), "my_return_broken"),
        (own, "my_return_overdue"),
        (and_(keeps, said), "return_said"),
        (and_(keeps, broken), "return_broken"),
        (keeps, "return_overdue"),
        (said, SAID_PASSED_ON),
        (broken, BROKEN_PASSED_ON),
        else_=OVERDUE_PASSED_ON,
    )
    return (
        line(kind=kind, number=ReturnRight.id, name=Executive.name, day=ReturnRight.ends_on)
        .join(Agreement, Agreement.id == ReturnRight.agreement_id)
        .join(Executive, Executive.id == ReturnRight.executive_id)
        .where(or_(late, said), or_(*mine))
    )


def returns_to_keep_open(actor: Actor, now: datetime) -> Any:
    """What the home side has to do for a return before or after it: a risk to settle, whatever else is due
    and also of somebody who is back, a review that can be held; and a right given up that can still be kept.
    `day` is the last day away, or after the return the first day back. `at` is when the oldest open risk was
    written down, or the right given up."""
    mine: list[ColumnElement[bool]] = [ReturnRight.sponsor_id == actor.id]
    if (ours := below(actor, now, ARRANGERS, "below_to_keep_open")) is not None:
        mine.append(Agreement.home_agency_id.in_(ours))
    raised = select(func.min(ReturnRisk.raised_at)).where(
        ReturnRisk.right_id == ReturnRight.id, ReturnRisk.settled_at.is_(None)
    )
    state, today = ReturnRight.state, local_day(now)
    back, unsettled = state.in_(LOOKED_AT), and_(state.in_((*ASKED, *LOOKED_AT)), has_open_risk())
    reviewed_from = today - REENTRY_FIRST.figure * DAY, today - REENTRY_SECOND.figure * DAY
    asked = or_(
        state == ReturnState.COOLING_OFF,
        and_(state == ReturnState.RETURNED, ReturnRight.returned_on <= reviewed_from[0]),
        and_(state == ReturnState.REVIEWED, ReturnRight.returned_on <= reviewed_from[1]),
        unsettled,
    )
    by_state = {one: f"home_{one.value}" for one in (*LOOKED_AT, ReturnState.COOLING_OFF)}
    kind = case(
        (and_(unsettled, back), BACK_AT_RISK), (unsettled, AT_RISK), else_=case(by_state, value=state)
    )
    at = case(
        (state == ReturnState.COOLING_OFF, ReturnRight.waiver_signed_at), else_=raised.scalar_subquery()
    )
    return (
        line(
            kind=kind,
            number=ReturnRight.id,
            name=Executive.name,
            at=at,
            day=case((back, ReturnRight.returned_on), else_=ReturnRight.ends_on),
        )
        .join(Agreement, Agreement.id == ReturnRight.agreement_id)
        .join(Executive, Executive.id == ReturnRight.executive_id)
        .where(asked, Executive.active, or_(*mine))
        .where(ReturnRight.executive_id.is_distinct_from(actor.executive_id))
    )


def risks_passed_on(actor: Actor, now: datetime) -> Any:
    """Returns with a risk that nobody at home settled in time, for the programme office, but of nobody who
    has left the service. `at` is when the oldest of them was written down."""
    if not Holder(actor, now).has(Role.PROGRAMME_OFFICE):
        return None
    raised = func.min(ReturnRisk.raised_at)
    return (
        line(kind=RISK_PASSED_ON, number=ReturnRight.id, name=Executive.name, at=raised)
        .join(ReturnRisk, ReturnRisk.right_id == ReturnRight.id)
        .join(Executive, Executive.id == ReturnRight.executive_id)
        .where(ReturnRight.state.in_((*ASKED, *LOOKED_AT)), Executive.active, ReturnRisk.settled_at.is_(None))
        .where(ReturnRisk.raised_at <= now - RISK_OPEN.figure * DAY)
        .group_by(ReturnRight.id, Executive.name)
    )


def notices_to_see(actor: Actor, now: datetime) -> Any:
    """The actor's notices that nobody saw to with the last `day` away, those that are put off with the `day`
    on which they wait again; and what was passed on. That home names a position, or another one,
    says its own line."""
    mine = ReturnNotice.owner_id == actor.id
    higher: list[ColumnElement[bool]] = []
    keeps = ReturnRight.sponsor_id.is_not_distinct_from(actor.id)
    if (ours := below(actor, now, ARRANGERS, "below_to_see")) is not None:
        higher.append(Agreement.home_agency_id.in_(ours))
        keeps = or_(keeps, *higher)
    if Holder(actor, now).has(Role.PROGRAMME_OFFICE):
        higher.append(ReturnNotice.escalated_at.is_not(None))
    passed_on = and_(ReturnNotice.escalated_at.is_not(None), or_(*higher)) if higher else None
    own = ReturnRight.executive_id == (actor.executive_id or 0)
    today = local_day(now)
    put_off = and_(mine, ~own, ReturnNotice.snoozed_until > today)
    kind = case((put_off, "return_put_off"), (own, "my_return"), (mine, "return"), else_="return_passed_on")
    said = and_(ReturnNotice.mark == Mark.POSITION, or_(has_none(today), is_objected(today)), keeps)
    awake = or_(~mine, ReturnNotice.snoozed_until.is_(None), ReturnNotice.snoozed_until <= today)
    return (
        line(
            kind=kind,
            number=ReturnNotice.id,
            name=Executive.name,
            mark=ReturnNotice.mark,
            right=ReturnNotice.right_id,
            since=ReturnNotice.nominal_on,
            at=ReturnNotice.told_at,
            day=case((put_off, ReturnNotice.snoozed_until), else_=ReturnRight.ends_on),
        )
        .join(ReturnRight, ReturnRight.id == ReturnNotice.right_id)
        .join(Agreement, Agreement.id == ReturnRight.agreement_id)
        .join(Executive, Executive.id == ReturnRight.executive_id)
        .where(ReturnRight.state.in_(ASKED), ReturnNotice.done_at.is_(None), ReturnNotice.mark.in_(ASKED_FOR))
        .where(or_(put_off, and_(awake, ~said)))
        .where(mine if passed_on is None else or_(mine, passed_on))
    )
