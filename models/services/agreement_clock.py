"""What happens to agreements without a way back because time has passed; the others end with the return."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.return_dates import civil
from models.access import require
from models.actors import Actor
from models.agreements import Agreement, AgreementState
from models.lifecycles import advance
from models.returns import ReturnRight


def end(session: Session, *, actor: Actor, now: datetime) -> int:
    """End each whose last day away is over; how many. A move for good has no last day and stands."""
    require(actor, "agreement_clock.end", None, now=now)
    right = select(ReturnRight.id).where(ReturnRight.agreement_id == Agreement.id).exists()
    query = (
        select(Agreement)
        .where(
            Agreement.state == AgreementState.IN_FORCE,
            ~right,
            Agreement.ends_on <= now.astimezone(UTC).date(),
        )
        .order_by(Agreement.id)
        .with_for_update()
    )
    over = [
        one
        for one in session.scalars(query, execution_options={"populate_existing": True})
        if not one.kind.is_permanent and one.ends_on < civil(now, one.zone)
    ]
    for one in over:
        advance(session, one, "end", actor=actor, now=now)
    session.flush()
    return len(over)
