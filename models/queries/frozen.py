"""What is frozen of a round now: the newest of its snapshots."""

from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, exists, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.base import by_value
from models.errors import Conflict
from models.outcomes import Snapshot
from models.rounds import PairRule, Round

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


class Anew(StrEnum):
    """Why a round was frozen anew since a run of it."""

    OBJECTED = "objected"
    WITHDREW = "withdrew"
    BOTH = "both"

    @property
    def words(self) -> str:
        """Half a sentence."""
        return _WHY[self]


_WHY = {
    Anew.OBJECTED: "an agency objected",
    Anew.WITHDREW: "somebody withdrew",
    Anew.BOTH: "an agency objected and somebody withdrew",
}


def frozen_anew(before: type[Snapshot]) -> ColumnElement[Anew | None]:
    """Why the round was frozen anew since that snapshot, in a statement with it; NULL where it was not.

    An objection freezes once, and so does a withdrawal; what is no objection is a withdrawal.
    """
    since = aliased(Snapshot)
    later = since.round_id == before.round_id, since.number > before.number
    objection = PairRule.round_id == since.round_id, PairRule.objected_at == since.frozen_at
    objected = exists().where(*later, *objection).correlate(before)
    withdrew = exists().where(*later, ~exists().where(*objection).correlate(since)).correlate(before)
    why = case(
        (and_(objected, withdrew), Anew.BOTH.value),
        (objected, Anew.OBJECTED.value),
        (withdrew, Anew.WITHDREW.value),
        else_=None,
    )
    found: ColumnElement[Anew | None] = type_coerce(why, by_value(Anew, "anew"))  # type: ignore[arg-type]
    return found


def why_frozen_anew(session: Session, before: Snapshot) -> Anew | None:
    """What happened between a snapshot and the newest one of its round."""
    return session.scalar(select(frozen_anew(Snapshot)).where(Snapshot.id == before.id))
