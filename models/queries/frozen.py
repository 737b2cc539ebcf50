"""What is frozen of a round now: the newest of its snapshots, and why it was frozen anew."""

import enum
from collections.abc import Hashable
from datetime import datetime
from threading import Lock

from cachetools import LRUCache, cached
from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, case, func, literal, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.errors import Conflict
from models.outcomes import Outcome, Snapshot
from models.repairs import Repair
from models.rounds import PairRule, Round

Id = int | InstrumentedAttribute[int]
"""The id of a row, or the column of it in a statement about such rows."""


class Anew(enum.StrEnum):
    """Why a round was frozen anew, as half a sentence."""

    OBJECTION = "an agency objected"
    WITHDRAWAL = "somebody withdrew"
    BOTH = "an agency objected and somebody withdrew"


COUNTED = 64
"""Of as many snapshots a process remembers how many people they hold."""
OBJECTIONS = (Anew.OBJECTION, Anew.BOTH)


def newest_snapshot_id(round_id: Id) -> ScalarSelect[int]:
    """The id of the newest snapshot, as an expression; NULL before the freeze."""
    newest = select(func.max(Snapshot.id)).where(Snapshot.round_id == round_id)
    return newest.correlate(Round).scalar_subquery()


def newest_freeze_id(round_id: Id) -> ScalarSelect[int]:
    """As `newest_snapshot_id`, those of repairs left aside: a repair freezes nothing anew."""
    ours = aliased(Snapshot)
    newest = select(func.max(ours.id)).where(ours.round_id == round_id, _is_no_repair(ours))
    return newest.correlate(Round).scalar_subquery()


def _is_no_repair(snapshot: type[Snapshot]) -> ColumnElement[bool]:
    repairing = aliased(Outcome)
    of_repairs = select(repairing.snapshot_id).join(Repair, Repair.outcome_id == repairing.id)
    return snapshot.id.not_in(of_repairs.where(repairing.round_id == snapshot.round_id).correlate(snapshot))


def newest_snapshot(session: Session, round_: Round) -> Snapshot:
    """The newest snapshot; Conflict before the freeze."""
    found = session.scalar(select(Snapshot).where(Snapshot.id == newest_snapshot_id(round_.id)))
    if found is None:
        raise Conflict("The round is not frozen yet.")
    return found


def frozen_at(round_id: SQLColumnExpression[int] | int) -> ScalarSelect[datetime]:
    """When the round was first frozen, as an expression; NULL before the freeze."""
    ours = aliased(Snapshot)
    query = select(func.min(ours.frozen_at)).where(ours.round_id == round_id)
    return query.correlate_except(ours).scalar_subquery()


def _key(snapshot: Snapshot) -> Hashable:
    return snapshot.id, snapshot.sha256


@cached(LRUCache[Hashable, int](COUNTED), key=_key, lock=Lock())
def people(snapshot: Snapshot) -> int:
    """How many executives the snapshot holds; its file is opened to count them the first time alone."""
    return len(snapshot.content["executives"])


def why_frozen_anew(round_id: Id, snapshot_id: Id) -> ColumnElement[str | None]:
    """What happened since that snapshot of the round, as an expression; NULL where it is the newest, those of
    repairs left aside. A snapshot of the moment of an objection was taken for it."""
    later = aliased(Snapshot)
    since = later.round_id == round_id, later.id > snapshot_id
    taken = select(func.count()).where(*since, _is_no_repair(later))
    moment = PairRule.round_id == round_id, PairRule.objected_at == later.frozen_at
    told = taken.where(select(PairRule.id).where(*moment).correlate(later, Round).exists())
    snapshots, objections = (one.correlate(Round, Outcome).scalar_subquery() for one in (taken, told))
    return case(
        (snapshots == 0, null()),
        (objections == 0, literal(Anew.WITHDRAWAL.value)),
        (objections < snapshots, literal(Anew.BOTH.value)),
        else_=literal(Anew.OBJECTION.value),
    )
