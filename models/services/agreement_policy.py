"""What policy has to know of an agreement is recorded, and its findings are answered: read, or waived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.access import require
from models.actors import Actor
from models.agreement_facts import REFERENCE, AgreementFacts, AgreementOrder, Answer, FindingAnswer
from models.agreements import Agreement, AgreementState
from models.audit import record
from models.errors import Conflict, Denied, Invalid, Unmet, WrongState
from models.queries.agreement_findings import Finding, Later, facts_row, findings_of, orders_of

LONGEST_DOCUMENT = 1000
LONGEST_NUMBER = 60
OPEN = (AgreementState.DRAFT, AgreementState.IN_SIGNATURE, AgreementState.IN_FORCE)
MAY_COME = frozenset({"head_since", "supervisor_since"})
"""Days that may be known ahead; every other day among the facts is one on which something was done."""
BY_EXECUTIVE = "the executive"


@dataclass(frozen=True)
class WrittenOrder:
    """A written order of a detail inside a department."""

    number: str
    signed_on: date
    starts_on: date
    ends_on: date


def record_facts(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    agreement: Agreement,
    version: int,
    facts: dict[str, Any],
) -> None:
    """Write down what policy has to know; `version` 0 where nothing was recorded when the page was opened."""
    require(actor, "agreement_policy.record_facts", agreement, now=now)
    _must_be_open(agreement)
    row = facts_row(session, agreement)
    if (0 if row is None else row.version) != version:
        raise Conflict("Somebody recorded facts since you opened the page.")
    if (facts.get("exception") is None) != (facts.get("exception_on") is None):
        raise Invalid("An exception has its ground and its day.", about="exception_on")
    if row is None and not any(facts.values()):
        raise Invalid("Nothing is filled in: write down at least one of these, then put it on record.")
    today = local_day(now)
    for name, value in facts.items():
        if name not in MAY_COME and isinstance(value, date) and value > today:
            raise Invalid("This day is still to come: what is recorded here has happened.", about=name)
    for name in ("opm_approval", "opm_waiver"):
        if len(facts.get(name) or "") > REFERENCE:
            raise Invalid(f"Use at most {REFERENCE} characters.", about=name)
    if row is None:
        session.add(AgreementFacts(agreement_id=agreement.id, **facts))
    else:
        for name, value in facts.items():
            setattr(row, name, value)
    record(session, agreement, "agreement_policy.record_facts", actor=actor, now=now)
    session.flush()


def add_order(
    session: Session, *, actor: Actor, now: datetime, agreement: Agreement, order: WrittenOrder
) -> AgreementOrder:
    """Put one written order on record."""
    require(actor, "agreement_policy.add_order", agreement, now=now)
    _must_be_open(agreement)
    number = order.number.strip()
    if not 0 < len(number) <= LONGEST_NUMBER:
        raise Invalid(f"Enter the number of the order, at most {LONGEST_NUMBER} characters.", about="number")
    if order.ends_on < order.starts_on:
        raise Invalid("The last day of the order is before its first.", about="ends_on")
    if any(one.number == number for one in orders_of(session, agreement)):
        raise Conflict("An order with this number is on record.", about="number")
    made = AgreementOrder(
        agreement_id=agreement.id,
        number=number,
        signed_on=order.signed_on,
        starts_on=order.starts_on,
        ends_on=order.ends_on,
        entered_by_id=actor.id,
        entered_at=now,
    )
    session.add(made)
    record(session, agreement, "agreement_policy.add_order", actor=actor, now=now, number=number)
    session.flush()
    return made


def acknowledge(
    session: Session, *, actor: Actor, now: datetime, agreement: Agreement, sentences: Sequence[str]
) -> int:
    """Write that these warnings were read; how many. Conflict where one does not stand there any more."""
    require(actor, "agreement_policy.acknowledge", agreement, now=now)
    _must_be_open(agreement)
    unread = {one.reason.text: one for one in findings_of(session, agreement, now) if one.is_unread}
    if gone := [text for text in sentences if text not in unread]:
        raise Conflict(f"This is not what policy says now: {gone[0]}")
    mark_read(session, agreement, [unread[text] for text in sentences], by=actor, now=now)
    return len(sentences)


def mark_read(
    session: Session, agreement: Agreement, found: Sequence[Finding], *, by: Actor, now: datetime
) -> None:
    """Store that somebody read these findings."""
    for one in found:
        _answer(session, agreement, one, Answer.READ, None, by, now)
    session.flush()


def waive(
    session: Session, *, actor: Actor, now: datetime, agreement: Agreement, code: str, document: str
) -> None:
    """Record a waiver by whom the clause names; where that is the executive, nobody else records it."""
    require(actor, "agreement_policy.waive", agreement, now=now)
    _must_be_open(agreement)
    found = [one for one in findings_of(session, agreement, now) if one.reason.code == code and one.stops]
    if not found:
        raise Conflict("This does not stop the agreement any more.")
    who = found[0].reason.clause.waived_by
    if who is None:
        raise Denied("No clause lets anybody waive this.")
    if who.startswith(BY_EXECUTIVE) != (actor.executive_id == agreement.executive_id):
        raise Denied(f"This is waived by {who}.")
    words = document.strip()
    if not words:
        raise Invalid("Write who waived it, on which day, and where the paper lies.", about="document")
    if len(words) > LONGEST_DOCUMENT:
        raise Invalid(f"Use at most {LONGEST_DOCUMENT:,} characters.", about="document")
    for one in found:
        _answer(session, agreement, one, Answer.WAIVED, words, actor, now)
    session.flush()


def must_pass(session: Session, agreement: Agreement, now: datetime) -> None:
    """Unmet where a HARD rule stops the agreement; Invalid where a warning was read by nobody."""
    found = findings_of(session, agreement, now)
    must_not_stop(found)
    if unread := sum(one.is_unread for one in found):
        words = "a warning" if unread == 1 else f"{unread} warnings"
        raise Invalid(f"Policy has {words} that nobody has read: read and confirm first.")


def must_not_stop(found: Sequence[Finding]) -> None:
    """Unmet with every HARD rule that is neither met nor waived."""
    if stopping := [one.reason for one in found if one.stops]:
        raise Unmet(stopping)


def unread_after(session: Session, agreement: Agreement, now: datetime, change: Later) -> list[Finding]:
    """The warnings about a change that nobody has read; Unmet where a HARD rule stops it."""
    found = findings_of(session, agreement, now, change)
    must_not_stop(found)
    return [one for one in found if one.is_unread]


def _answer(
    session: Session,
    agreement: Agreement,
    one: Finding,
    answer: Answer,
    document: str | None,
    by: Actor,
    now: datetime,
) -> None:
    session.add(
        FindingAnswer(
            agreement_id=agreement.id,
            code=one.reason.code,
            sentence=one.reason.text,
            answer=answer,
            document=document,
            answered_by_id=by.id,
            answered_at=now,
        )
    )
    act = f"agreement_policy.{answer.value}"
    record(session, agreement, act, actor=by, now=now, finding=one.reason.code, reason=document)


def _must_be_open(agreement: Agreement) -> None:
    if agreement.state not in OPEN:
        raise WrongState("This agreement is over: nothing is recorded for it any more.")
