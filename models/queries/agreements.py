"""Agreements as their parties meet them: who signs for whom, one whole, and the list of an agency."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, lazyload, selectinload

from matcher.policy.return_basis import ReturnBasis
from models.actors import Actor, Role, RoleGrant
from models.agencies import Agency, line_of
from models.agreement_machines import AGREEMENT
from models.agreement_rules import AGREEMENT_ROLES
from models.agreements import Agreement, AgreementEvent, AgreementSignature, AgreementState, Party
from models.executives import Executive
from models.opportunities import Kind
from models.queries.last_word import LastWord, last_word, words_said
from models.returns import ReturnRight

SUPERVISORS = frozenset({Role.SUPERVISOR})
UNSIGNED = (AgreementState.IN_SIGNATURE, AgreementState.DRAFT)
UNSIGNED_FIRST = (*UNSIGNED, *(one for one in AgreementState if one not in UNSIGNED))
"""The order of a list: what somebody has to do something about stands first."""
SENT_BACK, CANCELLED = "agreement_events.refuse", "agreements.cancel"
REVISED = "agreements.revise"
TAKEN_BACK = "agreement_events.drop"
LAPSED = "agreement_clock.lapse"
"""The entries on record of a signer who sent a text back, of whoever cancelled the agreement, of whoever took
a change of it back, and of a text that not all signed by its day."""


def is_followed() -> ColumnElement[bool]:
    """Whether another text came after an event of an agreement, in a statement about events."""
    later = aliased(AgreementEvent)
    follows = later.agreement_id == AgreementEvent.agreement_id, later.number > AgreementEvent.number
    return select(later.id).where(*follows).exists()


def signers_of(session: Session, agreement: Agreement, party: Party, now: datetime) -> list[int]:
    """The ids of the active actors who may sign for the party, sorted."""
    if party is Party.EXECUTIVE:
        mine = Actor.executive_id == agreement.executive_id, Actor.active
        return list(session.scalars(select(Actor.id).where(*mine)))
    if party is Party.HOME_SUPERVISOR or party is Party.HOST_SUPERVISOR:
        home = party is Party.HOME_SUPERVISOR
        named = agreement.home_supervisor if home else agreement.host_supervisor
        return [] if named is None or not named.active else [named.id]
    agency = agreement.home_agency if party is Party.HOME_AGENCY else agreement.host_agency
    return holders_at(session, agency, AGREEMENT_ROLES, now)


def holders_at(session: Session, agency: Agency, roles: Collection[Role], now: datetime) -> list[int]:
    """The active actors who hold one of the roles for the agency or a unit above it, sorted."""
    query = (
        select(Actor.id)
        .join(RoleGrant, RoleGrant.actor_id == Actor.id)
        .where(
            Actor.active,
            RoleGrant.role.in_(roles),
            RoleGrant.agency_id.in_(list(line_of(agency))),
            RoleGrant.in_force(now),
        )
        .distinct()
        .order_by(Actor.id)
    )
    return list(session.scalars(query))


def supervisors_at(session: Session, agency: Agency, now: datetime) -> list[Actor]:
    """Who supervises for the agency or a unit above it, by name."""
    found = holders_at(session, agency, SUPERVISORS, now)
    return list(
        session.scalars(
            select(Actor).where(Actor.id.in_(found)).options(lazyload(Actor.grants)).order_by(Actor.name)
        )
    )


def find_agreement(session: Session, number: int) -> Agreement | None:
    """The agreement of that number with all that its page shows."""
    query = (
        select(Agreement)
        .where(Agreement.id == number)
        .options(
            joinedload(Agreement.executive),
            joinedload(Agreement.home_agency),
            joinedload(Agreement.host_agency),
            joinedload(Agreement.position),
            joinedload(Agreement.home_supervisor).lazyload(Actor.grants),
            joinedload(Agreement.host_supervisor).lazyload(Actor.grants),
            selectinload(Agreement.events)
            .selectinload(AgreementEvent.signatures)
            .joinedload(AgreementSignature.actor)
            .lazyload(Actor.grants),
        )
    )
    return session.scalar(query)


def open_event(agreement: Agreement) -> AgreementEvent | None:
    """The text that waits for signatures."""
    return next((event for event in agreement.events if event.is_open), None)


def refusals(session: Session, agreement: Agreement) -> list[LastWord]:
    """Whoever sent a text back instead of signing it, the newest first; `at` is when it was dropped."""
    return fallen(session, agreement)[0]


def fallen(session: Session, agreement: Agreement) -> tuple[list[LastWord], set[datetime]]:
    """The refusals, and when texts fell that not all signed by their day."""
    dropped = any(event.dropped_at is not None for event in agreement.events)
    said = words_said(session, agreement, SENT_BACK, LAPSED) if dropped else []
    return [one for one in said if one.action == SENT_BACK], {one.at for one in said if one.action == LAPSED}


def sent_back(session: Session, agreement: Agreement) -> LastWord | None:
    """Who sent the newest text back; None where it waits, is in force, or was taken back by a coordinator."""
    return newest_back(agreement, refusals(session, agreement))


def newest_back(agreement: Agreement, said: Sequence[LastWord]) -> LastWord | None:
    """The one of the refusals that was of the newest text."""
    dropped = agreement.events[-1].dropped_at if agreement.events else None
    return next((one for one in said if dropped is not None and one.at >= dropped), None)


def is_changed(session: Session, agreement: Agreement) -> bool:
    """Whether the terms were written anew since a text was sent back."""
    last = last_word(session, agreement, SENT_BACK, REVISED)
    return last is not None and last.action == REVISED


def cancelled(session: Session, agreement: Agreement) -> LastWord | None:
    """Who cancelled it; None where nobody did."""
    if agreement.state is not AgreementState.CANCELLED:
        return None
    return last_word(session, agreement, CANCELLED)


@dataclass(frozen=True)
class AgreementRow:
    """One agreement in a list; `signed` counts the signatures of the text that is out."""

    number: int
    name: str
    home: str
    host: str
    state: AgreementState
    starts_on: date
    ends_on: date
    signed: int | None
    kind: Kind
    basis: ReturnBasis
    returned_on: date | None
    waived_at: datetime | None

    @property
    def words(self) -> str:
        """The state in words."""
        return AGREEMENT.labels[self.state]


def agreements_of(session: Session, actor: Actor, agencies: Sequence[int]) -> list[AgreementRow]:
    """Those of the agencies, and those that name the actor: what is to be signed first, by the day before
    which it has to be; of the rest the latest."""
    home, host = aliased(Agency), aliased(Agency)
    signed = (
        select(AgreementEvent.agreement_id, func.count(AgreementSignature.id).label("signed"))
        .outerjoin(AgreementSignature, AgreementSignature.event_id == AgreementEvent.id)
        .where(AgreementEvent.in_force_at.is_(None), AgreementEvent.dropped_at.is_(None))
        .group_by(AgreementEvent.agreement_id)
        .subquery()
    )
    mine = or_(
        Agreement.home_agency_id.in_(agencies),
        Agreement.host_agency_id.in_(agencies),
        Agreement.home_supervisor_id == actor.id,
        Agreement.host_supervisor_id == actor.id,
    )
    query = (
        select(
            Agreement.id,
            Executive.name,
            home.name,
            host.name,
            Agreement.state,
            Agreement.starts_on,
            Agreement.ends_on,
            signed.c.signed,
            Agreement.kind,
            Agreement.return_basis,
            ReturnRight.returned_on,
            ReturnRight.waived_at,
        )
        .join(Executive, Executive.id == Agreement.executive_id)
        .join(home, home.id == Agreement.home_agency_id)
        .join(host, host.id == Agreement.host_agency_id)
        .outerjoin(signed, signed.c.agreement_id == Agreement.id)
        .outerjoin(ReturnRight, ReturnRight.agreement_id == Agreement.id)
        .where(mine)
        .order_by(
            case({one: place for place, one in enumerate(UNSIGNED_FIRST)}, value=Agreement.state),
            case((Agreement.state.in_(UNSIGNED), Agreement.starts_on)),
            Agreement.starts_on.desc(),
            Agreement.id,
        )
    )
    return [AgreementRow(*row) for row in session.execute(query)]
