"""The way back, step by step: sponsor, placement, dispute, waiver, return, and the reviews after it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.return_dates import Mark, civil
from matcher.policy.rotation import written
from models.access import require
from models.actors import Actor
from models.agreements import Agreement, AgreementState
from models.audit import record
from models.errors import Conflict, Invalid, WrongState
from models.lifecycles import advance, must_allow
from models.return_marks import EXECUTIVES
from models.returns import ReentryReview, ReturnRight, ReturnState, RiskKind, Standing
from models.services.agreement_ends import end_agreement
from models.services.return_rights import home_of, raise_risk, tell, tell_executive
from models.services.return_standing import stand_again

LONGEST_WORDS = 2000
LONGEST_PLACEMENT = 300


def name_sponsor(
    session: Session, *, actor: Actor, now: datetime, right: ReturnRight, sponsor: Actor
) -> None:
    """Who at home sees to the way back; that settles that the sponsor before is gone."""
    require(actor, "returns.name_sponsor", right, now=now)
    lock_right(session, right)
    if not sponsor.active or sponsor.executive_id == right.executive_id:
        raise Invalid("The sponsor must be somebody else, and there.", about="sponsor")
    for one in right.risks:
        if one.kind is RiskKind.SPONSOR_GONE and one.settled_at is None:
            words = f"{sponsor.name} is the sponsor now."
            settle(session, actor=actor, now=now, right=right, risk=one.id, settlement=words)
    right.sponsor_id, right.sponsor = sponsor.id, sponsor
    record(session, right, "returns.name_sponsor", actor=actor, now=now, sponsor=sponsor.slug)
    is_seen_to(right, {Mark.SPONSOR}, actor, now)
    session.flush()


def propose(session: Session, *, actor: Actor, now: datetime, right: ReturnRight, placement: str) -> None:
    """Home names the position to return to; the executive agrees or objects."""
    require(actor, "returns.propose", right, now=now)
    must_allow(lock_right(session, right), "propose")
    if right.state is ReturnState.AT_RISK and right.starts_on > civil(now, right.agreement.zone):
        raise WrongState("The position is named once the assignment has begun.")
    if right.standing is Standing.PROPOSED:
        raise WrongState("The executive has not answered yet to the position that home named before.")
    right.placement, right.dispute = _written(placement, "placement", LONGEST_PLACEMENT), None
    right.standing = Standing.PROPOSED
    advance(session, right, "propose", actor=actor, now=now)
    right.next_due_at = now
    is_seen_to(right, {Mark.POSITION}, actor, now)
    _tell_executive(session, right, now, "proposed")


def agree(session: Session, *, actor: Actor, now: datetime, right: ReturnRight) -> None:
    """The executive takes the position that is proposed."""
    require(actor, "returns.agree", right, now=now)
    _must_be_proposed(lock_right(session, right), "agree")
    right.standing = Standing.AGREED
    advance(session, right, "agree", actor=actor, now=now)
    right.next_due_at = now
    _tell_home(session, right, now, "agreed")


def dispute(session: Session, *, actor: Actor, now: datetime, right: ReturnRight, reason: str) -> None:
    """The executive objects: not equivalent, too far away, paid less."""
    require(actor, "returns.dispute", right, now=now)
    _must_be_proposed(lock_right(session, right), "dispute")
    right.dispute, right.standing = _written(reason, "reason", LONGEST_WORDS), Standing.DISPUTED
    advance(session, right, "dispute", actor=actor, now=now)
    right.next_due_at = now
    _tell_home(session, right, now, "disputed")


def _must_be_proposed(right: ReturnRight, action: str) -> None:
    must_allow(right, action)
    if right.standing is not Standing.PROPOSED:
        raise WrongState("Home proposes no position now that waits for an answer.")


def report_change(
    session: Session, *, actor: Actor, now: datetime, right: ReturnRight, kind: RiskKind, detail: str
) -> None:
    """Something changed at home: the right is at risk until somebody writes how it is kept."""
    require(actor, "returns.report_change", right, now=now)
    lock_right(session, right)
    words = _written(detail, "detail", LONGEST_WORDS)
    if raise_risk(session, right, kind, words, by=actor, now=now) is None:
        raise WrongState("This is on record already, and not settled yet.")


def settle(
    session: Session, *, actor: Actor, now: datetime, right: ReturnRight, risk: int, settlement: str
) -> None:
    """Write how the way back is kept open; with the last risk settled the right stands as before."""
    require(actor, "returns.settle", right, now=now)
    lock_right(session, right)
    found = next((one for one in right.risks if one.id == risk and one.settled_at is None), None)
    if found is None:
        raise WrongState("This risk is settled already.")
    found.settlement = _written(settlement, "settlement", LONGEST_WORDS)
    found.settled_at, found.settled_by_id = now, actor.id
    record(session, right, "returns.settle", actor=actor, now=now, risk=found.kind.value)
    if right.state is ReturnState.AT_RISK and all(one.settled_at for one in right.risks):
        begun = right.starts_on <= civil(now, right.agreement.zone)
        advance(session, right, "settle" if begun else "settle_before", actor=actor, now=now)
        stand_again(session, right, now)
    right.next_due_at = now
    _tell_executive(session, right, now, f"settled/{found.id}")


def waive(session: Session, *, actor: Actor, now: datetime, right: ReturnRight) -> None:
    """The executive gives the right up; for the days of the cooling-off this can be taken back."""
    require(actor, "returns.waive", right, now=now)
    if lock_right(session, right).said_back_on is not None:
        raise Conflict("You said that you are back: there is no return left to give up.")
    right.waiver_signed_at = now
    advance(session, right, "waive", actor=actor, now=now)
    right.next_due_at = now
    _tell_home(session, right, now, f"waived/{now:%Y%m%d%H%M%S}")


def take_back_waiver(session: Session, *, actor: Actor, now: datetime, right: ReturnRight) -> None:
    """The executive keeps the right after all."""
    require(actor, "returns.take_back_waiver", right, now=now)
    lock_right(session, right)
    advance(session, right, "take_back", actor=actor, now=now)
    right.waiver_signed_at, right.next_due_at = None, now
    stand_again(session, right, now)


def say_back(session: Session, *, actor: Actor, now: datetime, right: ReturnRight, back_on: date) -> None:
    """The executive says since when they are on duty at home again; home is told, and enters the return."""
    require(actor, "returns.say_back", right, now=now)
    must_allow(lock_right(session, right), "return")
    _must_be_a_day_back(right, back_on, now, "back_on")
    if right.said_back_on == back_on:
        raise WrongState("This is on record already, and home is told.")
    right.said_back_on = back_on
    is_seen_to(right, set(EXECUTIVES), actor, now)
    record(session, right, "returns.say_back", actor=actor, now=now, back_on=back_on.isoformat())
    _tell_home(session, right, now, f"said/{back_on.isoformat()}")


def enter_return(
    session: Session, *, actor: Actor, now: datetime, right: ReturnRight, returned_on: date
) -> None:
    """The executive is on duty at home again: the right is used, the agreement ends, and the executive is
    told, as nobody can take it back."""
    require(actor, "returns.enter_return", right, now=now)
    lock_right(session, right)
    _must_be_a_day_back(right, returned_on, now, "returned_on")
    right.returned_on, right.next_due_at = returned_on, now
    advance(session, right, "return", actor=actor, now=now, returned_on=returned_on.isoformat())
    is_seen_to(right, set(Mark), actor, now)
    session.flush()
    agreement = session.get_one(Agreement, right.agreement_id)
    early = returned_on < right.ends_on
    if agreement.state is AgreementState.IN_FORCE:
        end_agreement(session, agreement, early=early, by=actor, now=now)
    _tell_executive(session, right, now, "returned")


def _must_be_a_day_back(right: ReturnRight, day: date, now: datetime, about: str) -> None:
    if day > civil(now, right.agreement.zone):
        raise Invalid("This day is still to come: a return is entered once it has come.", about=about)
    if day <= right.starts_on:
        raise Invalid("Nobody returns before the assignment has begun.", about=about)


def review(
    session: Session, *, actor: Actor, now: datetime, right: ReturnRight, held_on: date, findings: str
) -> None:
    """Enter the first or the second look at the re-entry; after the second the right is closed."""
    require(actor, "returns.review", right, now=now)
    lock_right(session, right)
    first = right.state is ReturnState.RETURNED
    must_allow(right, "review" if first else "close")
    earliest = right.review_from
    if right.returned_on is None or earliest is None:
        raise WrongState("Nobody came back under this right: there is no re-entry to review.")
    if not right.returned_on <= held_on <= civil(now, right.agreement.zone):
        raise Invalid("A review is held after the return, and entered on its day or later.", about="held_on")
    if held_on < earliest:
        which = "first" if first else "second"
        raise Invalid(
            f"The {which} review of the re-entry is held not before {written(earliest)}.", about="held_on"
        )
    words = _written(findings, "findings", LONGEST_WORDS)
    facts = {"held_on": held_on, "findings": words, "entered_by_id": actor.id, "entered_at": now}
    right.reviews.append(ReentryReview(number=1 if first else 2, **facts))
    advance(session, right, "review" if first else "close", actor=actor, now=now)
    session.flush()


def is_seen_to(right: ReturnRight, marks: set[Mark], by: Actor, now: datetime) -> None:
    """What a notice of these marks asked for is done: nobody is asked again, and nothing is passed on."""
    for one in right.notices:
        if one.done_at is None and one.mark in marks:
            one.done_at, one.done_by_id = now, by.id


def lock_right(session: Session, right: ReturnRight) -> ReturnRight:
    """The right read again under a lock, so that two acts on it come one after the other."""
    query = select(ReturnRight).where(ReturnRight.id == right.id).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).one()


def _written(text: str, about: str, longest: int) -> str:
    words = text.strip()
    if not words:
        raise Invalid("Write it down: others read it.", about=about)
    if len(words) > longest:
        raise Invalid(f"Use at most {longest:,} characters.", about=about)
    return words


def _tell_executive(session: Session, right: ReturnRight, now: datetime, what: str) -> None:
    session.flush()
    tell_executive(session, right, f"{right.id}/{right.version}/{what}", now)


def _tell_home(session: Session, right: ReturnRight, now: datetime, what: str) -> None:
    session.flush()
    tell(session, home_of(session, right, now), "return_home", f"{right.id}/{right.version}/{what}", now)
