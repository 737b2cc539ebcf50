"""What becomes of agreements and of the way back when somebody leaves the service or changes agency."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.periods import DAY
from matcher.policy.return_dates import Mark, civil
from models.actors import Actor
from models.agreements import Agreement, AgreementState, Party
from models.lifecycles import advance
from models.outbox import post
from models.queries.agreements import signers_of
from models.queries.left_behind import STANDING, UNSIGNED
from models.returns import ReturnRight, ReturnState
from models.services.agreement_ends import end_agreement
from models.services.agreements import call_off
from models.services.return_rights import right_of
from models.services.returns import is_seen_to

LEFT = "It was entered that the executive has left the service."
MOVED = "The executive's home agency has changed."
WAY_OUT = {
    ReturnState.SCHEDULED: "curtail",
    ReturnState.BREACHED: "close",
    ReturnState.COOLING_OFF: "confirm_waiver",
    ReturnState.WAIVED: "close",
}
"""Steps to the end of a right that nobody can use any more; from every other state it is given up."""


def leave_agreements(session: Session, executive_id: int, *, by: Actor, now: datetime) -> None:
    """Cancel what is not in force; end what is, and the way back with it. A move for good stands."""
    for agreement in _locked(session, executive_id, STANDING):
        if agreement.state is not AgreementState.IN_FORCE:
            call_off(session, agreement, by=by, now=now, reason=LEFT)
        elif not agreement.kind.is_permanent:
            _end(session, agreement, by, now)
    session.flush()


def cancel_unsigned(session: Session, executive_id: int, *, by: Actor, now: datetime) -> None:
    """Cancel what is not in force when the home agency changes: its text names the one of before, and would
    promise a way back there."""
    for agreement in _locked(session, executive_id, UNSIGNED):
        call_off(session, agreement, by=by, now=now, reason=MOVED)


def _locked(session: Session, executive_id: int, states: Iterable[AgreementState]) -> Sequence[Agreement]:
    mine = Agreement.executive_id == executive_id, Agreement.state.in_(states)
    query = select(Agreement).where(*mine).order_by(Agreement.id).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).all()


def _end(session: Session, agreement: Agreement, by: Actor, now: datetime) -> None:
    back, right = civil(now, agreement.zone) + DAY, right_of(session, agreement)
    if right is not None:
        back = _end_right(session, right, back, by, now)
    else:
        agreement.left_on = min(back, agreement.ends_on + DAY)
    end_agreement(session, agreement, early=back < agreement.ends_on, by=by, now=now, reason=LEFT)
    parties = [party for party in Party if party is not Party.EXECUTIVE]
    people = {who for party in parties for who in signers_of(session, agreement, party, now)}
    for who in sorted(people - {by.id}):
        key = f"agreement/{agreement.id}/left/{who}"
        page = f"agreements/{agreement.id}"
        post(session, key=key, recipient_id=who, template="agreement_left", now=now, page=page)


def _end_right(session: Session, right: ReturnRight, back: date, by: Actor, now: datetime) -> date:
    """Step by step, as the database wants it; days away are counted up to the day before the one returned."""
    last = max(right.starts_on, min(back, right.ends_on + DAY))
    right.returned_on = last
    right.waiver_signed_at = right.waiver_signed_at or now
    right.waived_at = right.waived_at or now
    while right.state is not ReturnState.CLOSED:
        advance(session, right, WAY_OUT.get(right.state, "waive"), actor=by, now=now, reason=LEFT)
        session.flush()
    is_seen_to(right, set(Mark), by, now)
    right.next_due_at = None
    return last
