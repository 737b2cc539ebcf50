"""What is frozen of a round now: the newest of its snapshots."""

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.errors import Conflict
from models.outcomes import Snapshot
from models.rounds import Round

RoundId = int | InstrumentedAttribute[int]
"""A round's id, or the column of it in a statement about rounds."""


def newest_snapshot_id(round_id: RoundId) -> ScalarSelect[int]:
    """The id of the newest snapshot, as an expression; NULL before the freeze."""
    newest = select(func.max(Snapshot.id)).where(Snapshot.round_id == round_id)
    return newest.correlate(Round).scalar_subquery()


def newest_snapshot(session: Session, round_: Round) -> Snapshot:
    """The newest snapshot; Conflict before the freeze."""
    found = session.scalar(select(Snapshot).where(Snapshot.id == newest_snapshot_id(round_.id)))
    if found is None:
        raise Conflict("The round is not frozen yet.")
    return found


def why_frozen_anew(session: Session, before: Snapshot) -> str:
    """What happened between a snapshot and the newest one of its round, as half a sentence."""
    now, then = newest_snapshot(session, before.round).content, before.content
    objected = "an agency objected" if now.get("forbidden") != then.get("forbidden") else ""
    withdrew = "somebody withdrew" if now.get("declined") != then.get("declined") else ""
    return " and ".join(filter(None, (objected, withdrew))) or "it was frozen anew"
