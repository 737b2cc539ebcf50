"""Notices that an invented mail server refused, and one that was dropped, by their own verbs."""

from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.outbox import Notice, NoticeState
from models.services import mail
from seed.loading.people import OFFICER, SYSTEM, get_actor

REFUSED = 3
ANSWER = "550 5.1.1 The address is not known here (invented)."
REASON = "Told by telephone (invented)."


def load_letters(engine: Engine, *, now: datetime) -> int:
    """Where none has failed, give the newest up and drop the last of them; how many. Mail comes before."""
    with unit_of_work(engine) as session:
        failed = select(func.count()).where(Notice.state.in_((NoticeState.FAILED, NoticeState.DROPPED)))
        if session.scalar(failed):
            return 0
        letters = _newest(session)
        for letter in letters:
            mail.claim(session, now=now, notice=letter)
            mail.give_up(session, actor=get_actor(session, SYSTEM), now=now, notice=letter, answer=ANSWER)
        for letter in letters[REFUSED - 1 :]:
            mail.drop(session, actor=get_actor(session, OFFICER.slug), now=now, notice=letter, reason=REASON)
        return len(letters)


def _newest(session: Session) -> list[Notice]:
    waits = select(Notice).where(Notice.state == NoticeState.WAITING)
    return list(session.scalars(waits.order_by(Notice.id.desc()).limit(REFUSED)))
