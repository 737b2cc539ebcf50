"""What happens to agreements without a way back because time has passed; the others end with the return."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.return_dates import civil
from models.access import require
from models.actors import Actor
from models.agreement_machines import AGREEMENT
from models.agreements import Agreement, AgreementState
from models.opportunities import Kind
from models.returns import ReturnRight
from models.services.agreement_ends import end_agreement

PASSING = [kind for kind in Kind if not kind.is_permanent]
"""A move for good has no last day and stands."""


def over(session: Session, now: datetime) -> list[int]:
    """The ids of those in force whose last day away is over, where it is."""
    right = select(ReturnRight.id).where(ReturnRight.agreement_id == Agreement.id).exists()
    query = (
        select(Agreement.id, Agreement.ends_on, Agreement.zone)
        .where(Agreement.state == AgreementState.IN_FORCE, Agreement.kind.in_(PASSING), ~right)
        .where(Agreement.ends_on <= now.astimezone(UTC).date())
        .order_by(Agreement.id)
    )
    return [id_ for id_, ends_on, zone in session.execute(query) if ends_on < civil(now, zone)]


def end(session: Session, *, actor: Actor, now: datetime, agreement: Agreement) -> bool:
    """End one of them; whether it was still to be ended."""
    require(actor, "agreement_clock.end", agreement, now=now)
    session.refresh(agreement, with_for_update=True)
    if (agreement.state, "end") not in AGREEMENT.moves or agreement.ends_on >= civil(now, agreement.zone):
        return False
    end_agreement(session, agreement, early=False, by=actor, now=now)
    session.flush()
    return True
