"""Which states of an agreement and of its return right go together."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from models.agreements import AgreementState
from models.returns import OPEN, ReturnState

A, R = AgreementState, ReturnState
AWAY = frozenset({*OPEN, R.BREACHED, R.WAIVED})
BACK = frozenset({R.RETURNED, R.REVIEWED, R.CLOSED})
LEGAL: dict[AgreementState, frozenset[ReturnState]] = {
    A.DRAFT: frozenset(),
    A.IN_SIGNATURE: frozenset(),
    A.CANCELLED: frozenset(),
    A.IN_FORCE: AWAY,
    A.ENDED: BACK,
    A.ENDED_EARLY: BACK,
}
"""The states in which a right may be, by the state of its agreement."""
PAIRS = "SELECT a.state, r.state FROM agreements a LEFT JOIN return_rights r ON r.agreement_id = a.id"


def illegal_pairs(session: Session) -> list[tuple[str, str | None]]:
    """Pairs that must not be; an agreement that was in force has its right."""
    found = []
    for agreement, right in session.execute(text(PAIRS)):
        allowed = LEGAL[A(agreement)]
        if (right is None) == bool(allowed) or (right is not None and R(right) not in allowed):
            found.append((agreement, right))
    return found
