"""Looking at what is confidential, for a reason: recorded before it is shown."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.executives import Executive
from models.outcomes import Outcome
from models.queries.trail import ACCOUNT


def open_account(
    session: Session, *, actor: Actor, now: datetime, outcome: Outcome, executive: Executive
) -> None:
    """Record that the actor looks at one person's account of a run, which shows the person's dream sheet."""
    require(actor, "disclosures.open_account", outcome.round, now=now)
    slug, number = outcome.round.slug, outcome.number
    record(session, executive, ACCOUNT, actor=actor, now=now, round=slug, run=number)
    session.flush()
