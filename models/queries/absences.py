"""The executive's own assignment and way back, as parts of the one statement of `waiting`."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, literal, not_, or_, select

from matcher.mentoring.business import end_of_day, local_day
from matcher.policy.periods import DAY
from matcher.policy.return_basis import ReturnBasis
from matcher.policy.return_dates import Mark, reviewed_from
from models.actors import Actor
from models.agencies import Agency
from models.agreements import (
    Agreement,
    AgreementEvent,
    AgreementSignature,
    AgreementState,
    EventKind,
    Party,
)
from models.audit import AuditEvent
from models.queries.agreements import CANCELLED as CANCEL
from models.queries.agreements import LAPSED, SENT_BACK, TAKEN_BACK, is_followed
from models.queries.columns import NO_MOMENT
from models.queries.desk_lines import line
from models.queries.to_place import has_none
from models.return_marks import ASKED_FOR, EXECUTIVES
from models.returns import (
    ASKED,
    LATE,
    LOOKED_AT,
    ReturnNotice,
    ReturnRight,
    ReturnRisk,
    ReturnState,
    Standing,
    asked_from,
)

TO_COME, AWAY, OUT, BACK = "my_start", "my_absence", "my_agreement", "my_agreement_back"
WRITTEN, ENTERED, CANCELLED = "my_agreement_written", "my_agreement_entered", "my_agreement_cancelled"
AT_RISK, DISPUTED, GIVEN_UP = "my_return_at_risk", "my_return_disputed", "my_return_given_up"
LOOK, LOOK_AGAIN, LOOK_AT_RISK = "my_return_look", "my_return_second_look", "my_return_look_at_risk"
TO_ANSWER, ANSWER_LATE, TO_KEEP = "my_return_to_answer", "my_return_answer_late", "my_return_to_keep"
DROPPED, LAPSED_CHANGE = "my_change_dropped", "my_change_lapsed"
AMENDING, EXTENDING, ENDING_EARLY = "my_amendment_signed", "my_extension_signed", "my_early_end_signed"
TOLD_FOR = timedelta(days=30)
"""How long what was cancelled stands on the desk."""
SAID = (*LATE, ReturnState.COOLING_OFF)
"""Said as what waits, by `overdue_returns` and `returns_to_answer`: not as an absence too."""


def my_absences(actor: Actor, now: datetime) -> Any:
    """Agreements of the executive the actor is, in force, signed by the executive and not by all, drafts, and
    what was cancelled in the last thirty days; None for whoever is none. `day` is the first day away; once
    away or with a return at risk, the last. Once away `at` is the present; `since` is from when home
    is asked for a position, where it has one to name, `mark` what the executive saw to today or put off. Left
    out are whoever is late, said to be back or can still keep a right given up, and whoever has gone without
    a way back."""
    if actor.executive_id is None:
        return None
    today, lived = local_day(now), ReturnRight.state
    begun = and_(Agreement.state == AgreementState.IN_FORCE, Agreement.starts_on <= today)
    day = case((or_(begun, lived == ReturnState.AT_RISK), Agreement.ends_on), else_=Agreement.starts_on)
    signed = (
        select(AgreementSignature.id)
        .join(AgreementEvent, AgreementEvent.id == AgreementSignature.event_id)
        .where(
            AgreementEvent.agreement_id == Agreement.id,
            AgreementEvent.dropped_at.is_(None),
            AgreementSignature.party == Party.EXECUTIVE,
        )
    )
    lately = select(AuditEvent.id).where(
        AuditEvent.object_type == Agreement.__tablename__,
        AuditEvent.object_id == Agreement.id,
        AuditEvent.action == CANCEL,
        AuditEvent.at > now - TOLD_FOR,
    )
    waits = or_(
        and_(Agreement.state == AgreementState.IN_SIGNATURE, signed.exists()),
        Agreement.state == AgreementState.DRAFT,
        and_(Agreement.state == AgreementState.CANCELLED, lately.exists()),
    )
    return (
        line(
            kind=_kind(begun),
            number=Agreement.id,
            name=Agency.name,
            at=case(
                (begun, literal(now, NO_MOMENT.type)),
                (Agreement.state == AgreementState.DRAFT, Agreement.created_at),
            ),
            day=day,
            since=case((has_none(today), asked_from())),
            mark=_seen_to_today(today),
        )
        .join(Agency, Agency.id == Agreement.host_agency_id)
        .outerjoin(ReturnRight, ReturnRight.agreement_id == Agreement.id)
        .where(
            Agreement.executive_id == actor.executive_id,
            or_(Agreement.state == AgreementState.IN_FORCE, waits),
        )
        .where(or_(lived.is_(None), and_(lived.not_in(SAID), ~said_back(today))))
        .where(not_(and_(begun, Agreement.return_basis == ReturnBasis.NONE)))
    )


def _seen_to_today(today: date) -> ScalarSelect[Mark]:
    """Of the executive's own days, the latest that was seen to today, or put off to a later day."""
    done = (
        or_(ReturnNotice.done_at > end_of_day(today - DAY), ReturnNotice.snoozed_until > today),
        ReturnNotice.mark.in_(EXECUTIVES.intersection(ASKED_FOR)),
    )
    query = select(ReturnNotice.mark).where(ReturnNotice.right_id == ReturnRight.id, *done)
    return query.order_by(ReturnNotice.nominal_on.desc()).limit(1).correlate(ReturnRight).scalar_subquery()


def _kind(begun: ColumnElement[bool]) -> ColumnElement[str]:
    """Which of the lines an agreement is."""
    lived = ReturnRight.state
    return case(
        (and_(Agreement.state == AgreementState.IN_FORCE, lived == ReturnState.AT_RISK), AT_RISK),
        (and_(begun, lived == ReturnState.DISPUTED), DISPUTED),
        (and_(begun, lived == ReturnState.WAIVED), GIVEN_UP),
        (begun, AWAY),
        (Agreement.state == AgreementState.IN_FORCE, TO_COME),
        (Agreement.state == AgreementState.CANCELLED, CANCELLED),
        (and_(Agreement.state == AgreementState.DRAFT, Agreement.events.any()), BACK),
        (and_(Agreement.state == AgreementState.DRAFT, Agreement.proposal_id.is_not(None)), WRITTEN),
        (Agreement.state == AgreementState.DRAFT, ENTERED),
        else_=OUT,
    )


def my_changes(actor: Actor, _now: datetime) -> Any:
    """Changes of agreements in force that the executive the actor is has signed and not all others; None for
    whoever is none. `day` is the last day away that the change would bring, none with an amendment."""
    if actor.executive_id is None:
        return None
    change = AgreementEvent.kind
    kind = case(
        (change == EventKind.EXTENSION, EXTENDING),
        (change == EventKind.EARLY_END, ENDING_EARLY),
        else_=AMENDING,
    )
    day = case((change != EventKind.AMENDMENT, AgreementEvent.ends_on))
    return (
        line(kind=kind, number=Agreement.id, name=Agency.name, day=day)
        .join(AgreementEvent, AgreementEvent.agreement_id == Agreement.id)
        .join(Agency, Agency.id == Agreement.host_agency_id)
        .join(AgreementSignature, AgreementSignature.event_id == AgreementEvent.id)
        .where(Agreement.executive_id == actor.executive_id, Agreement.state == AgreementState.IN_FORCE)
        .where(AgreementEvent.in_force_at.is_(None), AgreementEvent.dropped_at.is_(None))
        .where(AgreementSignature.party == Party.EXECUTIVE)
    )


def my_changes_dropped(actor: Actor, now: datetime) -> Any:
    """Changes of agreements in force that the executive the actor is has signed and that somebody else sent
    or took back, or that lapsed, in the last thirty days, while no other text follows; None for whoever is
    none. `why` is empty where it was taken back."""
    if actor.executive_id is None:
        return None
    dropped = and_(
        AuditEvent.object_type == Agreement.__tablename__,
        AuditEvent.object_id == Agreement.id,
        AuditEvent.action.in_((SENT_BACK, TAKEN_BACK, LAPSED)),
        AuditEvent.at == AgreementEvent.dropped_at,
        AuditEvent.actor_id != actor.id,
    )
    kind = case((AuditEvent.action == LAPSED, LAPSED_CHANGE), else_=DROPPED)
    return (
        line(kind=kind, number=Agreement.id, name=Agency.name, by=Actor.name, why=AuditEvent.reason)
        .join(AgreementEvent, AgreementEvent.agreement_id == Agreement.id)
        .join(Agency, Agency.id == Agreement.host_agency_id)
        .join(AgreementSignature, AgreementSignature.event_id == AgreementEvent.id)
        .join(AuditEvent, dropped)
        .join(Actor, Actor.id == AuditEvent.actor_id)
        .where(Agreement.executive_id == actor.executive_id, Agreement.state == AgreementState.IN_FORCE)
        .where(AgreementEvent.kind != EventKind.ORIGINAL, AgreementSignature.party == Party.EXECUTIVE)
        .where(AgreementEvent.dropped_at > now - TOLD_FOR, ~is_followed())
    )


def said_back(today: date) -> ColumnElement[bool]:
    """Whether the executive says to be back after the last day away, and home enters it now."""
    asked = ReturnRight.state.in_(ASKED), ReturnRight.ends_on < today
    return and_(ReturnRight.said_back_on.is_not(None), *asked)


def returns_to_answer(actor: Actor, now: datetime) -> Any:
    """The position that home proposes to the executive the actor is, also after the last day away and while
    a risk is open, and a waiver that can still be taken back, with `at` when it was signed; None for whoever
    is none. `day` is the last day away."""
    if actor.executive_id is None:
        return None
    state = ReturnRight.state
    given_up, late = state == ReturnState.COOLING_OFF, ReturnRight.ends_on < local_day(now)
    kind = case((given_up, TO_KEEP), (late, ANSWER_LATE), else_=TO_ANSWER)
    until = case((given_up, ReturnRight.waiver_signed_at))
    answered_in = state.in_((ReturnState.PLACEMENT_PROPOSED, ReturnState.AT_RISK, *LATE))
    mine = or_(given_up, and_(answered_in, ReturnRight.standing == Standing.PROPOSED))
    return line(
        kind=kind, number=ReturnRight.id, name=ReturnRight.placement, at=until, day=ReturnRight.ends_on
    ).where(ReturnRight.executive_id == actor.executive_id, mine)


def my_looks(actor: Actor, now: datetime) -> Any:
    """The return of the executive the actor is, while a look at the re-entry is ahead or a risk is open; None
    for whoever is none. `day` is the first day back, `at` the present."""
    if actor.executive_id is None:
        return None
    ahead, again = reviewed_from(local_day(now)), ReturnRight.state == ReturnState.REVIEWED
    kind = case((has_open_risk(), LOOK_AT_RISK), (again, LOOK_AGAIN), else_=LOOK)
    return line(
        kind=kind, number=ReturnRight.id, at=literal(now, NO_MOMENT.type), day=ReturnRight.returned_on
    ).where(
        ReturnRight.executive_id == actor.executive_id,
        ReturnRight.state.in_(LOOKED_AT),
        or_(ReturnRight.returned_on >= ahead, has_open_risk()),
    )


def has_open_risk() -> ColumnElement[bool]:
    """Whether something that happened at home is not settled yet."""
    risks = ReturnRisk.right_id == ReturnRight.id, ReturnRisk.settled_at.is_(None)
    return select(ReturnRisk.id).where(*risks).exists()
