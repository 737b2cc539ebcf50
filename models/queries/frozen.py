"""What is frozen of a round now: the newest of its snapshots."""

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from models.errors import Conflict
from models.outcomes import Snapshot
from models.rounds import Round


def newest_snapshot_id(round_id: int) -> ScalarSelect[int]:
    """The id of the newest snapshot, as an expression; NULL before the freeze."""
    newest = select(func.max(Snapshot.id)).where(Snapshot.round_id == round_id)
    return newest.correlate(None).scalar_subquery()


def newest_snapshot(session: Session, round_: Round) -> Snapshot:
    """The newest snapshot; Conflict before the freeze."""
    found = session.scalar(select(Snapshot).where(Snapshot.id == newest_snapshot_id(round_.id)))
    if found is None:
        raise Conflict("The round is not frozen yet.")
    return found
