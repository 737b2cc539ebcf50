"""Invented agreements into the database, by their own verbs: people away, coming back, late, at risk.

The rotations began in the past, on paper: each agreement is entered, signed by five and looked at by the
clock on the day of the load, as an office does that begins to use Roundtrip.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from matcher.policy.return_basis import ReturnBasis, ReturnTarget, return_terms
from matcher.policy.return_dates import first_day_back
from models.actors import Actor, Role
from models.agencies import Agency
from models.agreement_texts import WORDED, Terms
from models.agreements import Agreement, AgreementState
from models.db import unit_of_work
from models.evaluations import MEASURES, Evaluation
from models.executives import AppointmentType, Executive
from models.opportunities import FundingBasis, Kind
from models.queries.agreement_findings import findings_of
from models.queries.recipients import holders_at
from models.returns import ReturnRight, RiskKind
from models.services import (
    agreement_events,
    agreement_policy,
    agreements,
    evaluations,
    returns,
    returns_clock,
)
from models.services.agreements import Parties
from models.zones import USUAL
from seed.loading.people import SYSTEM, get_actor
from seed.plans import SHARES

DEPARTMENTS = tuple(sorted(SHARES))
"""Departments with supervisors; each sends people to the next."""

DAY = timedelta(days=1)
LOOKED_ON = 50
"""Days before the load from which the notices of some returns are told."""
Act = Callable[[Session, "Staff", datetime, ReturnRight], object]
Progress = Callable[[str, int, int], object]


@dataclass(frozen=True)
class Staff:
    """Who acts for one agreement beside the executive."""

    owner: Actor
    coordinator: Actor
    host: Actor
    supervisors: tuple[Actor, Actor]
    system: Actor


@dataclass(frozen=True)
class Fate:
    """How many stand there: begun and ending so many days from today, signed by how many (None: a draft
    still), and what happened then. The executive signs first, or `owner_last`."""

    count: int
    begins: int
    ends: int
    signatures: int | None = 5
    act: Act | None = None
    kind: Kind = Kind.DETAIL
    owner_last: bool = False
    named_position: str = ""


def _report(session: Session, staff: Staff, now: datetime, right: ReturnRight) -> None:
    what, kind = "The office is merged with another one (invented).", RiskKind.UNIT_CHANGED
    returns.report_change(session, actor=staff.owner, now=now, right=right, kind=kind, detail=what)


def _propose(session: Session, staff: Staff, now: datetime, right: ReturnRight) -> None:
    placement = "The position of record, as before (invented)"
    returns.propose(session, actor=staff.coordinator, now=now, right=right, placement=placement)


def _dispute(session: Session, staff: Staff, now: datetime, right: ReturnRight) -> None:
    _propose(session, staff, now, right)
    reason = "The place is in another commuting area (invented)."
    returns.dispute(session, actor=staff.owner, now=now, right=right, reason=reason)


def _remind(session: Session, staff: Staff, now: datetime, right: ReturnRight) -> None:
    """As if the clock had looked on for the last weeks: what their days ask for is told, and waits."""
    right.counted_from = local_day(now) - LOOKED_ON * DAY


def _waive(session: Session, staff: Staff, now: datetime, right: ReturnRight) -> None:
    returns.waive(session, actor=staff.owner, now=now, right=right)


def _return(session: Session, staff: Staff, now: datetime, right: ReturnRight) -> None:
    back = min(first_day_back(right.ends_on), local_day(now))
    returns.enter_return(session, actor=staff.coordinator, now=now, right=right, returned_on=back)


def _say_back(session: Session, staff: Staff, now: datetime, right: ReturnRight) -> None:
    """On duty at home since yesterday, which nobody has entered yet."""
    yesterday = local_day(now) - DAY
    returns.say_back(session, actor=staff.owner, now=now, right=right, back_on=yesterday)


def _look_back(session: Session, staff: Staff, now: datetime, right: ReturnRight) -> None:
    """Back for a year or more: everybody is asked how it was; of odd ones all three owe the last answer."""
    right.counted_from = right.starts_on  # as if the clock had looked on while they were away
    _return(session, staff, now, right)
    returns_clock.act(session, actor=staff.system, now=now, right=right)
    asked = session.scalars(select(Evaluation).where(Evaluation.right_id == right.id)).all()
    for number, one in enumerate(asked):
        if right.id % 2 == 0 or one.months < 12:
            by = session.get_one(Actor, one.person_id)
            figures = {name: 3 + n % 2 + (right.id + number) % 2 for n, name in enumerate(MEASURES)}
            evaluations.answer(session, actor=by, now=now, evaluation=one, figures=figures)


WRITTEN = {
    "host_position": "Acting director (invented)",
    "duties": "Leads the office from day to day and answers to its head (invented).",
    "appraisal": "The host writes for the appraisal; the home agency rates (invented).",
    "awards": "The home agency decides on awards and hears the host first (invented).",
    "leave": "The host approves leave; the home agency keeps time and pay (invented).",
    "objectives": "Lead one change from its first plan to its first result (invented).",
    "indicators": "The change is in use, and its users say what it gave them (invented).",
    "reentry": "The sponsor and the executive meet at 120, 60 and 14 days before the return (invented).",
}
FOR_GOOD = WRITTEN | {
    "appraisal": "Home appraises before the executive leaves; the host rates from the first day (invented).",
    "awards": "The host decides on awards from the first day (invented).",
    "leave": "The host keeps time and pay from the first day (invented).",
    "early_end": "It is for good, so there is none (invented).",
    "reentry": "None: nobody comes back (invented).",
}
FATES = (
    Fate(12, -60, 300),
    Fate(6, -140, 170),
    Fate(5, -200, 90),
    Fate(1, -200, 90, named_position="Deputy director for operations (invented)"),
    Fate(4, -220, 60, act=_propose),
    Fate(2, -230, 55, act=_dispute),
    Fate(5, -170, 14, act=_remind),
    Fate(4, -100, 210, act=_report),
    Fate(2, -150, 120, act=_waive),
    Fate(2, -185, -7),
    Fate(1, -185, -7, act=_say_back),
    Fate(2, -200, -15),
    Fate(1, -220, -40),
    Fate(6, -190, -2, act=_return),
    Fate(4, 20, 200, signatures=2),
    Fate(3, 30, 250, signatures=None),
    Fate(7, -640, -470, act=_look_back),
    Fate(5, -1000, -850, act=_look_back),
    Fate(2, 40, 220, signatures=4, owner_last=True),
    Fate(1, 45, 225, signatures=0),
    Fate(1, 50, 415, signatures=0, kind=Kind.TRANSFER),
    Fate(1, -30, 335, kind=Kind.TRANSFER),
)
TOTAL = sum(fate.count for fate in FATES)


def load_agreements(engine: Engine, *, now: datetime, progress: Progress | None = None) -> int:
    """Add the agreements where there are none; how many. Plans, and with them supervisors, come before."""
    with unit_of_work(engine, read_only=True) as session:
        if session.scalar(select(func.count()).select_from(Agreement)):
            return 0
        away = [one for one, _ in zip(_executives(session), range(TOTAL), strict=False)]
    done = 0
    for fate in FATES:
        with unit_of_work(engine) as session:
            for slug in away[done : done + fate.count]:
                _load(session, now, session.scalars(_named(slug)).one(), fate)
        done += fate.count
        if progress is not None:
            progress("Agreements", done, TOTAL)
    return done


def _named(slug: str) -> Select[Executive]:
    return select(Executive).where(Executive.slug == slug)


def _executives(session: Session) -> Iterator[str]:
    """Slugs of career executives of the departments, in turns."""
    query = select(Executive.slug, Executive.home_agency_id).where(
        Executive.appointment == AppointmentType.CAREER, Executive.position_id.is_not(None)
    )
    homes = {code: {one.id for one in _below(session, code)} for code in DEPARTMENTS}
    rows = session.execute(query.order_by(Executive.slug)).all()
    lines = [[slug for slug, home in rows if home in homes[code]] for code in DEPARTMENTS]
    for turn in zip(*lines, strict=False):
        yield from turn


def _below(session: Session, code: str) -> list[Agency]:
    """The department and what lies below it."""
    found = list(session.scalars(select(Agency).where(Agency.code == code)))
    for agency in found:
        found += session.scalars(select(Agency).where(Agency.parent_id == agency.id))
    return found


def _load(session: Session, now: datetime, executive: Executive, fate: Fate) -> None:
    home = _department(executive)
    host_code = DEPARTMENTS[(DEPARTMENTS.index(home.code) + 1) % len(DEPARTMENTS)]
    host = session.scalars(select(Agency).where(Agency.code == host_code)).one()
    staff = Staff(
        session.scalars(select(Actor).where(Actor.executive_id == executive.id)).one(),
        _coordinator(session, executive.home_agency, now),
        _coordinator(session, host, now),
        (_supervisor(session, home), _supervisor(session, host)),
        get_actor(session, SYSTEM),
    )
    parties = Parties(executive, host, *staff.supervisors)
    terms = _terms(executive, now, fate)
    agreement = agreements.enter(session, actor=staff.coordinator, now=now, parties=parties, terms=terms)
    if fate.signatures is None:
        return
    _answer_policy(session, now, agreement, staff.coordinator)
    _sign(session, now, agreement, staff, fate)
    if agreement.state is AgreementState.IN_FORCE:
        _go_on(session, now, agreement, staff, fate)


def _sign(session: Session, now: datetime, agreement: Agreement, staff: Staff, fate: Fate) -> None:
    """Put it to signature, and so many sign; who acts without a way back says first that there is none."""
    event = agreements.circulate(session, actor=staff.coordinator, now=now, agreement=agreement)
    others = (*staff.supervisors, staff.coordinator, staff.host)
    signers = (*others, staff.owner) if fate.owner_last else (staff.owner, *others)
    if fate.signatures and agreement.return_basis is ReturnBasis.NONE:
        agreements.acknowledge_none(session, actor=staff.owner, now=now, agreement=agreement)
    for signer in signers[: fate.signatures]:
        agreement_events.sign(session, actor=signer, now=now, agreement=agreement, sha256=event.sha256)


def _answer_policy(session: Session, now: datetime, agreement: Agreement, by: Actor) -> None:
    """Of a text that goes to signature what policy has to know is recorded, and every warning is read."""
    determined = min(agreement.starts_on - 30 * DAY, local_day(now))
    facts = {"host_appraises": True, "qualified_on": determined}
    known: dict[str, Any] = {"actor": by, "now": now, "agreement": agreement}
    agreement_policy.record_facts(session, version=0, facts=facts, **known)
    unread = [one.reason.text for one in findings_of(session, agreement, now) if one.is_unread]
    agreement_policy.acknowledge(session, sentences=unread, **known)


def _go_on(session: Session, now: datetime, agreement: Agreement, staff: Staff, fate: Fate) -> None:
    """What happened to the way back, where there is one."""
    right = session.scalar(select(ReturnRight).where(ReturnRight.agreement_id == agreement.id))
    if right is None:
        return
    if fate.act is not None:
        fate.act(session, staff, now, right)
    returns_clock.act(session, actor=staff.system, now=now, right=right)


def _terms(executive: Executive, now: datetime, fate: Fate) -> Terms:
    today, basis = local_day(now), return_terms(fate.kind)
    words = dict.fromkeys((name for name, _ in WORDED), "As both agencies agreed (invented).") | (
        WRITTEN if fate.kind is Kind.DETAIL else FOR_GOOD
    )
    target = ReturnTarget.NAMED_POSITION if fate.named_position else basis.target
    words["return_clause"] = ""
    return Terms(
        kind=fate.kind,
        funding=FundingBasis.REIMBURSABLE_1535,
        starts_on=today + fate.begins * DAY,
        ends_on=today + fate.ends * DAY,
        latest_end=today + (fate.ends + 365) * DAY,
        zone=USUAL,
        commuting=executive.slug[-1] in "02468",
        notice_days=30,
        return_basis=basis.basis,
        return_target=target or ReturnTarget.SAME_POSITION,
        words=words,
        return_position=fate.named_position,
    )


def _department(executive: Executive) -> Agency:
    agency = executive.home_agency
    while agency.parent is not None:
        agency = agency.parent
    return agency


def _coordinator(session: Session, agency: Agency, now: datetime) -> Actor:
    return session.get_one(Actor, holders_at(session, Role.AGENCY_COORDINATOR, agency, now)[0])


def _supervisor(session: Session, department: Agency) -> Actor:
    return get_actor(session, f"supervisor-{department.code.lower()}-1")
