"""Which of its opportunities a round offers."""

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, literal, or_, select

from models.audit import AuditEvent
from models.opportunities import Opportunity, OpportunityState
from models.outcomes import Snapshot
from models.rounds import Round


def offered(round_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """The approved ones, and those whose seats were all taken since the round was frozen, for they are in the
    sealed file; what was filled before is not."""
    before = (
        select(AuditEvent.id)
        .where(
            AuditEvent.object_type == Opportunity.__tablename__,
            AuditEvent.object_id == Opportunity.id,
            AuditEvent.action == f"{Opportunity.__tablename__}.fill",
            AuditEvent.at <= Snapshot.frozen_at,
        )
        .correlate(Opportunity, Snapshot)
    )
    sealed = select(Snapshot.id).where(Snapshot.round_id == round_id, Snapshot.number == 1, ~before.exists())
    held = sealed.correlate(Opportunity, Round).exists()
    filled = Opportunity.state == OpportunityState.FILLED
    return or_(Opportunity.state == OpportunityState.APPROVED, and_(filled, held))


def offered_in(round_: Round) -> ColumnElement[bool]:
    """The same in a statement about the opportunities of one round."""
    return offered(literal(round_.id))
