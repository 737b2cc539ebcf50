"""Return rights as the executive, the agency and the clock see them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, not_, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from matcher.policy.return_dates import first_day_back, last_away
from models.actors import Actor
from models.agencies import Agency
from models.agreement_machines import AGREEMENT, RETURN_RIGHT
from models.agreements import Agreement, AgreementEvent, AgreementSignature, AgreementState
from models.executives import Executive
from models.positions import Position
from models.return_marks import ASKED_FOR
from models.returns import (
    ASKED,
    LOOKED_AT,
    OPEN,
    ReturnNotice,
    ReturnRight,
    ReturnRisk,
    ReturnState,
    asked_from,
    has_fallen_away,
    has_given_up,
)

WHOLE = (
    joinedload(ReturnRight.agreement).joinedload(Agreement.home_agency),
    joinedload(ReturnRight.agreement).joinedload(Agreement.host_agency),
    joinedload(ReturnRight.agreement).joinedload(Agreement.position),
    joinedload(ReturnRight.equivalent),
    joinedload(ReturnRight.executive),
    joinedload(ReturnRight.sponsor).lazyload(Actor.grants),
    selectinload(ReturnRight.risks),
    selectinload(ReturnRight.reviews),
    selectinload(ReturnRight.notices).options(
        joinedload(ReturnNotice.owner).lazyload(Actor.grants),
        joinedload(ReturnNotice.done_by).lazyload(Actor.grants),
    ),
)
LIVED = (*(state for state in OPEN if state is not ReturnState.SCHEDULED), ReturnState.BREACHED)
"""While the executive is away, or ought to be back."""


def find_right(session: Session, number: int) -> ReturnRight | None:
    """The right of that number with all that its page shows."""
    return session.scalar(select(ReturnRight).where(ReturnRight.id == number).options(*WHOLE))


def right_of(session: Session, agreement: Agreement) -> ReturnRight | None:
    """The right that the agreement gave."""
    return session.scalar(select(ReturnRight).where(ReturnRight.agreement_id == agreement.id))


def my_right(session: Session, executive: Executive) -> ReturnRight | None:
    """The right that the executive lives now: of a time away that has begun, what ends first; else the next
    to begin; else of those back at home, then of those over, the latest."""
    lived = case(
        (ReturnRight.state.in_(LIVED), 0),
        (ReturnRight.state == ReturnState.SCHEDULED, 1),
        (ReturnRight.state.in_(LOOKED_AT), 2),
        else_=3,
    )
    first = case((lived == 0, ReturnRight.ends_on), (lived == 1, ReturnRight.starts_on))
    query = select(ReturnRight).where(ReturnRight.executive_id == executive.id).options(*WHOLE)
    return session.scalar(query.order_by(lived, first, ReturnRight.ends_on.desc(), ReturnRight.id).limit(1))


def find_notice(session: Session, number: int) -> ReturnNotice | None:
    """The notice of that number with its right."""
    right = joinedload(ReturnNotice.right)
    query = select(ReturnNotice).where(ReturnNotice.id == number)
    return session.scalar(query.options(right.joinedload(ReturnRight.agreement)))


def due_rights(session: Session, now: datetime, limit: int = 1000) -> list[int]:
    """The ids of the rights that the clock has to look at, the longest due first."""
    query = select(ReturnRight.id).where(ReturnRight.next_due_at <= now)
    return list(session.scalars(query.order_by(ReturnRight.next_due_at, ReturnRight.id).limit(limit)))


SHOWN = (*OPEN, ReturnState.BREACHED, *LOOKED_AT)
"""Who is away, about to go, or back and not closed yet."""


@dataclass(frozen=True)
class Away:
    """One row of the returns board, `active` while the executive serves; `risks` counts those not settled,
    `waits` the notices nobody saw to."""

    number: int
    name: str
    active: bool
    home: str
    host: str
    position: str | None
    state: ReturnState
    starts_on: date
    ends_on: date
    asked_from: date
    returned_on: date | None
    given_up: bool
    fell_away: bool
    risks: int
    waits: int

    @property
    def words(self) -> str:
        """The state in words."""
        return RETURN_RIGHT.labels[self.state]

    @property
    def back_on(self) -> date:
        """The first day back, as it was entered or as it is to come."""
        return self.returned_on or first_day_back(self.ends_on)

    @property
    def last_away(self) -> date:
        """The last day away, as it was or as it is agreed on."""
        return last_away(self.starts_on, self.ends_on, self.returned_on)


@dataclass(frozen=True)
class Filters:
    """What is asked for; `agencies` None: everywhere, else these homes, and whom `sponsor_id` sponsors. Of
    `among` alone, also of closed ones, where it is not None."""

    agencies: Sequence[int] | None
    sponsor_id: int | None = None
    states: tuple[ReturnState, ...] = ()
    at_risk: bool = False
    before: date | None = None
    name: str = ""
    among: Collection[int] | None = None


def board(session: Session, wanted: Filters) -> list[Away]:
    """The rights that fit, the first to come back first."""
    home, host = aliased(Agency), aliased(Agency)
    risks = (
        select(func.count(ReturnRisk.id))
        .where(ReturnRisk.right_id == ReturnRight.id, ReturnRisk.settled_at.is_(None))
        .where(ReturnRight.state != ReturnState.CLOSED)
        .correlate(ReturnRight)
        .scalar_subquery()
    )
    waits = (
        select(func.count(ReturnNotice.id))
        .where(ReturnNotice.right_id == ReturnRight.id, ReturnNotice.done_at.is_(None))
        .where(ReturnRight.state.in_(ASKED), ReturnNotice.mark.in_(ASKED_FOR))
        .correlate(ReturnRight)
        .scalar_subquery()
    )
    query = (
        select(
            ReturnRight.id,
            Executive.name,
            Executive.active,
            home.name,
            host.name,
            Position.title,
            ReturnRight.state,
            ReturnRight.starts_on,
            ReturnRight.ends_on,
            asked_from(),
            ReturnRight.returned_on,
            has_given_up(),
            has_fallen_away(),
            risks,
            waits,
        )
        .join(Agreement, Agreement.id == ReturnRight.agreement_id)
        .join(Executive, Executive.id == ReturnRight.executive_id)
        .join(home, home.id == Agreement.home_agency_id)
        .join(host, host.id == Agreement.host_agency_id)
        .outerjoin(Position, Position.id == Agreement.position_id)
        .where(*_rules(wanted, risks))
        .order_by(ReturnRight.state.in_(LOOKED_AT), ReturnRight.ends_on, ReturnRight.id)
    )
    rows: Iterable[Any] = session.execute(query)
    return [Away(*row) for row in rows]


def _rules(wanted: Filters, risks: ColumnElement[int]) -> list[ColumnElement[bool]]:
    rules: list[ColumnElement[bool]] = []
    if wanted.agencies is not None:
        sponsored = ReturnRight.sponsor_id == wanted.sponsor_id
        rules.append(or_(Agreement.home_agency_id.in_(wanted.agencies), sponsored))
    if wanted.among is not None:
        rules.append(ReturnRight.id.in_(wanted.among))
    if wanted.states or wanted.among is None:
        rules.append(ReturnRight.state.in_(wanted.states or SHOWN))
    if wanted.at_risk:
        rules.append(risks > 0)
    if wanted.before is not None:
        rules.append(ReturnRight.ends_on <= wanted.before)
    if wanted.name:
        rules.append(Executive.name.icontains(wanted.name, autoescape=True))
    return rules


@dataclass(frozen=True)
class MyAgreement:
    """An agreement of the executive, with its return right where it made one."""

    agreement: Agreement
    right_id: int | None
    right_state: ReturnState | None

    @property
    def words(self) -> str:
        """How it stands, by its right where it has one."""
        if self.right_state is not None:
            return RETURN_RIGHT.labels[self.right_state]
        return AGREEMENT.labels[self.agreement.state]


def my_agreements(session: Session, executive: Executive) -> list[MyAgreement]:
    """Those that were put to signature, also drafts again, the latest first; then drafts that were not yet;
    last what was cancelled."""
    cancelled, was_out = Agreement.state == AgreementState.CANCELLED, Agreement.events.any()
    written = or_(was_out, Agreement.state == AgreementState.DRAFT)
    query = (
        select(Agreement, ReturnRight.id, ReturnRight.state)
        .outerjoin(ReturnRight, ReturnRight.agreement_id == Agreement.id)
        .where(Agreement.executive_id == executive.id, written)
        .options(joinedload(Agreement.host_agency))
        .options(
            selectinload(Agreement.events)
            .selectinload(AgreementEvent.signatures)
            .joinedload(AgreementSignature.actor)
            .lazyload(Actor.grants)
        )
        .order_by(cancelled, not_(was_out), Agreement.starts_on.desc(), Agreement.id.desc())
    )
    return [MyAgreement(*row) for row in session.execute(query)]
