"""What is signed: the agreement itself, and every amendment, extension and early end after it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from matcher.policy.return_basis import ReturnBasis
from matcher.policy.return_dates import civil
from models.access import require
from models.actors import Actor
from models.agreement_days import too_late
from models.agreement_rules import ARRANGERS, parties_to_sign
from models.agreements import (
    Agreement,
    AgreementEvent,
    AgreementSignature,
    AgreementState,
    EarlyReason,
    EventKind,
    Party,
)
from models.audit import record
from models.errors import Conflict, Invalid, Unmet, WrongState
from models.holding import Holder
from models.lifecycles import advance
from models.locks import lock_absences
from models.outbox import post
from models.queries.agreement_findings import Later, findings_of
from models.queries.agreements import holders_at, open_event
from models.services.agreement_ends import drop_open
from models.services.agreement_policy import mark_read, must_not_stop, unread_after
from models.services.agreements import (
    lock_agreement,
    make_draft,
    put_to_signature,
    tell_signers,
)
from models.services.return_rights import create, curtail, extend, must_extend
from models.services.return_standing import catch_up

LONGEST_REASON = 2000
NO_NEW_DAY = "An amendment leaves the last day as it is: choose an extension or an early end, or no day."


@dataclass(frozen=True)
class Change:
    """What is to be agreed on later: of which kind, until when, why; `read` says that the warnings of policy
    about it were read."""

    kind: EventKind
    reason: str
    ends_on: date | None = None
    early: EarlyReason | None = None
    read: bool = False


def propose(
    session: Session, *, actor: Actor, now: datetime, agreement: Agreement, change: Change
) -> AgreementEvent:
    """Put an amendment, an extension or an early end to signature; nothing changes until all five signed.

    Unmet where a HARD rule of policy stops the new last day, or where its warnings were not read.
    """
    require(actor, "agreement_events.propose", agreement, now=now)
    lock_agreement(session, agreement)
    if agreement.state is not AgreementState.IN_FORCE:
        raise WrongState("Only an agreement in force is amended, extended or ended early.")
    if open_event(agreement) is not None:
        raise Conflict("Another text waits for signatures: it is signed or dropped first.")
    ends_on = _last_day(agreement, change, now)
    if change.kind is EventKind.EXTENSION:
        must_extend(session, agreement)
    if change.kind is not EventKind.AMENDMENT:
        _must_be_read(session, agreement, actor, now, change, Later(change.kind, ends_on))
    event = put_to_signature(
        session, agreement, actor, now, change.kind, ends_on=ends_on, reason=change.reason, early=change.early
    )
    facts: dict[str, Any] = {"kind": change.kind.value, "number": event.number, "sha256": event.sha256}
    record(session, agreement, "agreement_events.propose", actor=actor, now=now, **facts)
    session.flush()
    tell_signers(session, agreement, event, now)
    return event


def _must_be_read(
    session: Session, agreement: Agreement, by: Actor, now: datetime, change: Change, later: Later
) -> None:
    unread = unread_after(session, agreement, now, later)
    if unread and not change.read:
        raise Unmet([one.reason for one in unread], about="read")
    mark_read(session, agreement, unread, by=by, now=now)


def _last_day(agreement: Agreement, change: Change, now: datetime) -> date:
    if change.kind not in agreement.later_kinds:
        said = "It is for good: it is" if agreement.kind.is_permanent else "No extension was agreed on: it is"
        ways = "amended" if agreement.kind.is_permanent else "amended or ended early"
        raise Invalid(f"{said} {ways} alone.", about="kind")
    if not change.reason.strip():
        raise Invalid("Write what is agreed on, and why.", about="reason")
    if len(change.reason) > LONGEST_REASON:
        raise Invalid(f"Use at most {LONGEST_REASON:,} characters.", about="reason")
    if change.early is not None and change.kind is not EventKind.EARLY_END:
        raise Invalid("Only an early end has such a reason: choose an early end, or none.", about="early")
    if change.kind is EventKind.AMENDMENT:
        if change.ends_on is not None:
            raise Invalid(NO_NEW_DAY, about="ends_on")
        return agreement.ends_on
    if change.ends_on is None:
        raise Invalid("Enter the new last day.", about="ends_on")
    if change.kind is EventKind.EXTENSION:
        if change.ends_on <= agreement.ends_on:
            raise Invalid("An extension ends after the last day agreed on so far.", about="ends_on")
        if change.ends_on > agreement.latest_end:
            raise Invalid("The agreement's own ceiling is before that day.", about="ends_on")
        return change.ends_on
    if change.early is None:
        raise Invalid("Choose the reason of the early end.", about="early")
    if not civil(now, agreement.zone) <= change.ends_on < agreement.ends_on:
        raise Invalid("An early end is today or later, and before the last day agreed on.", about="ends_on")
    if change.ends_on < agreement.starts_on:
        raise Invalid("The assignment has not begun by that day.", about="ends_on")
    return change.ends_on


def drop(session: Session, *, actor: Actor, now: datetime, agreement: Agreement) -> None:
    """Take back an amendment, extension or early end that not everybody has signed."""
    require(actor, "agreement_events.drop", agreement, now=now)
    lock_agreement(session, agreement)
    event = open_event(agreement)
    if agreement.state is not AgreementState.IN_FORCE or event is None:
        raise WrongState("No text waits for signatures.")
    event.dropped_at = now
    record(session, agreement, "agreement_events.drop", actor=actor, now=now, number=event.number)
    session.flush()


def sign(
    session: Session, *, actor: Actor, now: datetime, agreement: Agreement, sha256: str
) -> AgreementSignature:
    """Sign the text that was read; with the fifth signature it is in force.

    Conflict where another text stands now than the one with that hash; WrongState where its day has passed;
    Unmet where a HARD rule stops it now.
    """
    require(actor, "agreement_events.sign", agreement, now=now)
    lock_agreement(session, agreement)
    event = _as_read(agreement, sha256)
    if said := too_late(agreement, event, now):
        raise WrongState(said)
    if any(one.actor_id == actor.id for one in event.signatures):
        raise Conflict("You have signed this text already: each party signs by a person of its own.")
    if agreement.return_basis is ReturnBasis.NONE and agreement.none_acknowledged_at is None:
        raise WrongState("The executive first acknowledges in writing that there is no way back.")
    if event.kind is EventKind.ORIGINAL:
        lock_absences(session, agreement.executive_id)
        must_not_stop(findings_of(session, agreement, now))
    elif event.kind is EventKind.EXTENSION:
        must_extend(session, agreement)
    signed = {one.party for one in event.signatures}
    free = [party for party in parties_to_sign(Holder(actor, now), agreement) if party not in signed]
    if not free:
        raise Conflict("Your party has signed this text already.")
    signature = AgreementSignature(party=free[0], actor_id=actor.id, sha256=event.sha256, signed_at=now)
    event.signatures.append(signature)
    session.flush()
    facts: dict[str, Any] = {"party": free[0].value, "number": event.number, "sha256": event.sha256}
    record(session, agreement, "agreement_events.sign", actor=actor, now=now, **facts)
    if len(event.signatures) == len(Party):
        _bring_into_force(session, agreement, event, actor, now)
    session.flush()
    return signature


def refuse(
    session: Session, *, actor: Actor, now: datetime, agreement: Agreement, sha256: str, reason: str
) -> None:
    """Send the text that was read back with what is wrong: its signatures fall, and whoever gave one and the
    coordinators of both sides are told. An agreement that is not in force is a draft again; one in force
    stands as it was.

    Conflict where another text stands now than the one with that hash; Invalid without a reason.
    """
    require(actor, "agreement_events.refuse", agreement, now=now)
    lock_agreement(session, agreement)
    event = _as_read(agreement, sha256)
    if not reason.strip():
        raise Invalid("Write what you do not agree with: it is what gets changed.", about="reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Use at most {LONGEST_REASON:,} characters.", about="reason")
    if event.kind is EventKind.ORIGINAL:
        make_draft(session, agreement, by=actor, now=now)
    else:
        drop_open(agreement, now)
    facts: dict[str, Any] = {"number": event.number, "sha256": event.sha256}
    facts |= {"actor": actor, "now": now, "reason": reason.strip()}
    record(session, agreement, "agreement_events.refuse", **facts)
    sides = agreement.home_agency, agreement.host_agency
    people = {one for side in sides for one in holders_at(session, side, ARRANGERS, now)}
    people |= {one.actor_id for one in event.signatures}
    for who in sorted(people - {actor.id}):
        key = f"agreement/{agreement.id}/{event.number}/back/{who}"
        post(session, key=key, recipient_id=who, template="agreement_sent_back", now=now)
    session.flush()


def _as_read(agreement: Agreement, sha256: str) -> AgreementEvent:
    """The text that waits for signatures; Conflict where it is another than the one that was read."""
    event = open_event(agreement)
    if event is None or event.sha256 != sha256:
        raise Conflict("The text changed since you opened it: read it again.")
    return event


def _bring_into_force(
    session: Session, agreement: Agreement, event: AgreementEvent, by: Actor, now: datetime
) -> None:
    event.in_force_at = now
    session.flush()
    agreement.ends_on, right = event.ends_on, None
    if event.kind is EventKind.ORIGINAL:
        right = None if agreement.return_basis is ReturnBasis.NONE else create(session, agreement, by, now)
        advance(session, agreement, "activate", actor=by, now=now, sha256=event.sha256)
    elif event.kind is EventKind.EXTENSION:
        right = extend(session, agreement, by, now)
    elif event.kind is EventKind.EARLY_END:
        curtail(session, agreement, by, now)
    if right is not None:
        catch_up(session, right, now)
    for who in sorted({one.actor_id for one in event.signatures} - {by.id}):
        key, page = f"agreement/{agreement.id}/{event.number}/force/{who}", f"agreements/{agreement.id}"
        post(session, key=key, recipient_id=who, template="agreement_in_force", now=now, page=page)
