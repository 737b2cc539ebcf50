"""Which of its opportunities a round offers."""

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, literal, or_, select
from sqlalchemy.orm import aliased

from models.audit import AuditEvent
from models.opportunities import Opportunity, OpportunityState
from models.rounds import Round


def offered(round_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """The approved ones, and those whose seats were all taken since the round was frozen, for they are in the
    sealed file; what was filled before is not. The trail says which came first."""
    freeze = aliased(AuditEvent)
    filled_since = (
        select(AuditEvent.id)
        .join(freeze, freeze.id < AuditEvent.id)
        .where(
            AuditEvent.object_type == Opportunity.__tablename__,
            AuditEvent.object_id == Opportunity.id,
            AuditEvent.action == f"{Opportunity.__tablename__}.fill",
            freeze.object_type == Round.__tablename__,
            freeze.object_id == round_id,
            freeze.action == f"{Round.__tablename__}.freeze",
        )
    )
    held = filled_since.correlate(Opportunity, Round).exists()
    filled = Opportunity.state == OpportunityState.FILLED
    return or_(Opportunity.state == OpportunityState.APPROVED, and_(filled, held))


def offered_in(round_: Round) -> ColumnElement[bool]:
    """The same in a statement about the opportunities of one round."""
    return offered(literal(round_.id))
