"""What policy says of one agreement: its facts as they are recorded, the findings, and their answers."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matcher.policy.assignment import checks, is_waivable, must_be_read, stops
from matcher.policy.facts import (
    FOREVER,
    Appraisal,
    Consents,
    Detail,
    Exempt,
    Facts,
    Ipa,
    Move,
    Order,
    Sabbatical,
)
from matcher.policy.periods import DAY, Span, days_within
from matcher.policy.reasons import Reason
from matcher.policy.remedies import REMEDIES
from matcher.policy.return_basis import ReturnBasis
from matcher.policy.return_dates import civil
from matcher.policy.timing import change_before
from models.actors import Actor
from models.agencies import Agency
from models.agreement_facts import AgreementFacts, AgreementOrder, Answer, FindingAnswer
from models.agreements import BEGUN, Agreement, AgreementState, EventKind
from models.audit import AuditEvent
from models.executives import AppointmentType, PayPlan
from models.opportunities import Kind, Opportunity
from models.positions import Position, PositionType
from models.proposals import Proposal
from models.queries.pledges import pledges_of

OUTSIDE = frozenset({Kind.IPA, Kind.SABBATICAL})
DETAILS = frozenset({Kind.DETAIL, Kind.ACTING_DETAIL})


@dataclass(frozen=True)
class Later:
    """A change that is to be agreed on: of which kind, and the last day away after it."""

    kind: EventKind
    ends_on: date


@dataclass(frozen=True)
class Finding:
    """One finding with what was answered to this very sentence."""

    reason: Reason
    answer: FindingAnswer | None = None

    @property
    def stops(self) -> bool:
        """Whether the text cannot be put to signature or signed as it stands."""
        return stops(self.reason) and (self.answer is None or self.answer.answer is not Answer.WAIVED)

    @property
    def is_waivable(self) -> bool:
        return self.stops and is_waivable(self.reason)

    @property
    def is_unread(self) -> bool:
        """Whether somebody has to write that it was read."""
        return must_be_read(self.reason) and self.answer is None

    @property
    def remedy(self) -> str:
        """Who does what about what stops it; empty where nothing is stopped."""
        return REMEDIES[self.reason.code] if self.stops else ""


def facts_row(session: Session, agreement: Agreement) -> AgreementFacts | None:
    """What is recorded for policy; None where nothing is yet."""
    return session.get(AgreementFacts, agreement.id)


def orders_of(session: Session, agreement: Agreement) -> list[AgreementOrder]:
    """The written orders, the first day first."""
    query = select(AgreementOrder).where(AgreementOrder.agreement_id == agreement.id)
    return list(session.scalars(query.order_by(AgreementOrder.starts_on, AgreementOrder.id)))


def findings_of(
    session: Session, agreement: Agreement, now: datetime, change: Later | None = None
) -> list[Finding]:
    """Everything policy says of it as it stands, or as it would after a change; stops come first."""
    facts = policy_facts(session, agreement, now, change)
    query = select(FindingAnswer).where(FindingAnswer.agreement_id == agreement.id)
    rows = session.scalars(query.options(joinedload(FindingAnswer.answered_by).lazyload(Actor.grants)))
    given = {(one.code, one.sentence): one for one in rows}
    found = [Finding(reason, given.get((reason.code, reason.text))) for reason in checks(facts)]
    return sorted(found, key=lambda one: (not one.stops, not one.is_unread, one.answer is None))


def policy_facts(session: Session, agreement: Agreement, now: datetime, change: Later | None = None) -> Facts:
    """The agreement as policy sees it; what the signatures will say is taken as said today."""
    today = civil(now, agreement.zone)
    row = facts_row(session, agreement) or AgreementFacts()
    executive, kind, last = (
        agreement.executive,
        agreement.kind,
        agreement.ends_on if change is None else change.ends_on,
    )
    before = _before(session, agreement)
    career = executive.appointment is AppointmentType.CAREER
    facts = Facts(
        kind=kind.value,
        scope=_scope(agreement),
        start=agreement.starts_on,
        end=FOREVER if kind.is_permanent else last,
        today=today,
        others=tuple(span for state, span, *_ in before if state is AgreementState.IN_FORCE),
        pledges=pledges_of(session, agreement.executive_id, agreement.proposal_id),
        function_changes=bool(row.function_changes),
        appointment=executive.appointment.value,
        position_type=_position_type(session, agreement),
        last_rotation=max(
            (span.end for state, span, *_ in before if state is not AgreementState.IN_FORCE), default=None
        ),
        qualified=row.qualified_on,
        member=executive.pay_plan is PayPlan.ES,
        career_since=executive.ses_since if career else None,
        nonpay_days=_nonpay_days(agreement, before),
        heads=tuple(day for day in (row.head_since, row.supervisor_since) if day is not None),
        separated=last if kind is Kind.TRANSFER and _by_statute(agreement) else None,
        consents=Consents(executive=today, gaining=today),
        appraisal=Appraisal(row.host_plan_on, bool(row.host_appraises), last, _terms(last)),
    )
    parts: dict[str, Any] = {
        "detail": _detail(session, agreement, row) if kind in DETAILS else None,
        "move": _move(agreement, row, before) if kind.is_permanent else None,
        "sabbatical": _sabbatical(agreement, row, before, today) if kind is Kind.SABBATICAL else None,
        "ipa": _ipa(agreement, row, before, today, change) if kind is Kind.IPA else None,
    }
    if parts["ipa"] is not None and not executive.active:
        parts["ipa"] = replace(parts["ipa"], left_employer=_left(session, agreement))
    return replace(facts, **parts)


def _by_statute(agreement: Agreement) -> bool:
    return agreement.return_basis is ReturnBasis.STATUTORY


def _terms(day: date) -> tuple[date, ...]:
    """The administration of that day, by the day it began."""
    began = change_before(day)
    return () if began is None else (began,)


Before = list[tuple[AgreementState, Span, Kind, bool]]


def _before(session: Session, agreement: Agreement) -> Before:
    """The executive's other agreements that are or were in force, and which of them are without pay."""
    columns = Agreement.state, Agreement.starts_on, Agreement.ends_on, Agreement.kind, AgreementFacts.unpaid
    query = (
        select(*columns)
        .outerjoin(AgreementFacts, AgreementFacts.agreement_id == Agreement.id)
        .where(
            Agreement.executive_id == agreement.executive_id,
            Agreement.state.in_(BEGUN),
            Agreement.id != agreement.id,
        )
    )
    rows = session.execute(query.order_by(Agreement.starts_on)).all()
    return [(state, Span(start, end), kind, bool(unpaid)) for state, start, end, kind, unpaid in rows]


def _nonpay_days(agreement: Agreement, before: Before) -> int:
    """Days without pay from the first in the Service until the eve of this agreement."""
    since, eve = agreement.executive.ses_since, agreement.starts_on - DAY
    if eve < since:
        return 0
    return sum(days_within(span, Span(since, eve)) for _, span, _, unpaid in before if unpaid)


def _scope(agreement: Agreement) -> str:
    if agreement.kind in OUTSIDE:
        return "other_sector_nonfederal"
    if agreement.home_agency_id == agreement.host_agency_id:
        return "same_component"
    return "other_component" if _is_one_department(agreement) else "other_agency"


def _is_one_department(agreement: Agreement) -> bool:
    return _top(agreement.home_agency).id == _top(agreement.host_agency).id


def _top(agency: Agency) -> Agency:
    while agency.parent is not None:
        agency = agency.parent
    return agency


def _position_type(session: Session, agreement: Agreement) -> str | None:
    """Of the position at the host, where the agreement comes from an opportunity that names it."""
    query = (
        select(Position.position_type)
        .join(Opportunity, Opportunity.position_id == Position.id)
        .join(Proposal, Proposal.opportunity_id == Opportunity.id)
        .where(Proposal.id == agreement.proposal_id)
    )
    found: PositionType | None = session.scalar(query) if agreement.proposal_id is not None else None
    return None if found is None else found.value


def _detail(session: Session, agreement: Agreement, row: AgreementFacts) -> Detail:
    orders = orders_of(session, agreement)
    return Detail(
        same_department=_is_one_department(agreement),
        orders=tuple(Order(one.number, one.signed_on, Span(one.starts_on, one.ends_on)) for one in orders),
        position_kept=agreement.position_id is not None,
        unclassified=bool(row.unclassified),
        lower=bool(row.lower),
        opm_approval=row.opm_approval,
    )


def _move(agreement: Agreement, row: AgreementFacts, before: Before) -> Move:
    exempt: Any = row.exception and row.exception_on and Exempt(row.exception, row.exception_on)
    return Move(
        involuntary=bool(row.involuntary),
        far=agreement.commuting is False,
        notice=row.noticed_on,
        consulted=row.consulted_on,
        waived=row.waived_on,
        away=tuple(span for _, span, kind, _ in before if not kind.is_permanent),
        exception=exempt or None,
        to_noncareer=bool(row.to_noncareer),
        appraised=row.appraised_on,
    )


def _sabbatical(agreement: Agreement, row: AgreementFacts, before: Before, today: date) -> Sabbatical:
    since = agreement.executive.ses_since
    past = [span.start for _, span, kind, _ in before if kind is Kind.SABBATICAL and span.end < today]
    last = max([*past, *([row.last_sabbatical_on] if row.last_sabbatical_on else [])], default=None)
    return Sabbatical(
        civil_since=row.civil_since or since,
        ses_since=since,
        ipa=tuple(span for _, span, kind, _ in before if kind is Kind.IPA),
        last=last,
        not_retirable=bool(row.not_retirable),
        compensated=bool(row.compensated),
        agreed=row.obliged_on,
    )


def _ipa(agreement: Agreement, row: AgreementFacts, before: Before, today: date, change: Later | None) -> Ipa:
    early = change.ends_on if change is not None and change.kind is EventKind.EARLY_END else None
    prior = [span for _, span, kind, _ in before if kind is Kind.IPA and span.end < agreement.starts_on]
    return Ipa(
        host=row.host_kind.value if row.host_kind else "",
        certified=bool(row.certified),
        concern=row.concern or "",
        extended=(change is not None and change.kind is EventKind.EXTENSION) or _was_extended(agreement),
        prior=tuple(prior),
        opm_waiver=row.opm_waiver,
        obligation=row.obliged_on,
        status="lwop" if row.unpaid else "detail",
        above_federal_pay=bool(row.above_federal_pay),
        relocation=bool(row.relocation),
        relocation_agreed=today if row.relocation_agreed else None,
        agreed=min(today, agreement.starts_on) if agreement.state in BEGUN else today,
        ended_early=early,
        told=today if early else None,
    )


def _left(session: Session, agreement: Agreement) -> date | None:
    """The day on which the executive left the service, by the trail."""
    query = (
        select(AuditEvent.at)
        .join(Actor, Actor.id == AuditEvent.object_id)
        .where(
            AuditEvent.object_type == Actor.__tablename__,
            AuditEvent.action == "actors.leave",
            Actor.executive_id == agreement.executive_id,
        )
    )
    at = session.scalar(query.order_by(AuditEvent.at.desc()).limit(1))
    return None if at is None else civil(at, agreement.zone)


def _was_extended(agreement: Agreement) -> bool:
    return any(one.kind is EventKind.EXTENSION and one.dropped_at is None for one in agreement.events)
