"""A frozen round frozen anew with what was said since, and the conference that ends with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import snapshots
from models.actors import Actor
from models.conference import AgencyApproval
from models.outcomes import Decision, Snapshot
from models.queries.freed import gone_from


def freeze_again(
    session: Session, before: Snapshot, content: dict[str, Any], *, by: Actor, now: datetime
) -> Snapshot:
    """The next snapshot of the round: `content` without the choices of whoever withdrew or left since.
    Runs of the one before cannot be published any more."""
    from matcher import amend  # the tables work without the engine

    gone = gone_from(session, before.round) & {one["id"] for one in content["executives"]}
    if gone:
        content = amend(content, withdrawn=sorted(gone))
    taken = Snapshot(
        round_id=before.round_id,
        number=before.number + 1,
        content=content,
        sha256=snapshots.checked_digest(content),
        frozen_at=now,
        frozen_by_id=by.id,
    )
    session.add(taken)
    session.flush()
    return taken


def end_conference(session: Session, decision: Decision) -> None:
    """Take back the choice of a run and every approval of it."""
    said = AgencyApproval.outcome_id == decision.outcome_id
    for one in session.scalars(select(AgencyApproval).where(said)).all():
        session.delete(one)
    session.delete(decision)
