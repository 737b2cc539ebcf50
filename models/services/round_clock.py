"""The moves of a round that the calendar makes by itself, and what it tells when one is refused."""

import hashlib
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict
from models.outbox import Notice, post
from models.rounds import PairRule, Round
from models.services import rounds

MOVES = {
    "open_preferences": rounds.open_preferences,
    "close_preferences": rounds.close_preferences,
    "open_ranking": rounds.open_ranking,
    "freeze": rounds.freeze,
}


def move(session: Session, *, actor: Actor, now: datetime, round_: Round, action: str) -> None:
    """Take one step whose moment has come.

    Raises what the step itself raises; Conflict where a person has to decide before it: a pair rule that
    waits for a second person would be left out of the freeze without anybody's word.
    """
    require(actor, "round_clock.move", round_, now=now)
    if action == "freeze" and (count := _undecided(session, round_)):
        rules = "A pin or forbidden pair waits" if count == 1 else f"{count:,} pins and forbidden pairs wait"
        raise Conflict(f"{rules} for a second person: approve or drop what waits, or freeze by hand.")
    MOVES[action](session, actor=actor, now=now, round_=round_)


def _undecided(session: Session, round_: Round) -> int:
    waits = PairRule.approver_id.is_(None), PairRule.objected_at.is_(None)
    query = select(func.count()).select_from(PairRule).where(PairRule.round_id == round_.id, *waits)
    return session.scalars(query).one()


def tell_refused(
    session: Session, *, actor: Actor, now: datetime, round_: Round, action: str, reason: str
) -> bool:
    """Tell whoever answers for the round, once for each reason, that a step was refused; whether it was told
    now."""
    require(actor, "round_clock.tell_refused", round_, now=now)
    mark = hashlib.sha256(f"{action} {round_.lists_open_at} {reason}".encode()).hexdigest()[:16]
    key = f"round/{round_.slug}/refused/{mark}"
    if session.scalar(select(Notice.id).where(Notice.key == key)) is not None:
        return False
    to, name = round_.created_by_id, round_.name
    post(session, key=key, recipient_id=to, template="round_refused", now=now, round=name)
    record(session, round_, "rounds.refused", actor=actor, now=now, reason=reason, step=action)
    session.flush()
    return True
