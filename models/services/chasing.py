"""The chase: everybody whom one line of the readiness list waits for is reminded by one act."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import local_day
from models.access import require
from models.actors import Actor
from models.audit import record
from models.errors import Conflict
from models.locks import lock_round
from models.outbox import post
from models.queries.chase import waits_for
from models.queries.waivers import BEFORE_FREEZE
from models.reminders import Chased, Reminder
from models.rounds import Round, RoundState

_S = RoundState
OPEN_IN: dict[Chased, tuple[RoundState, ...]] = {
    Chased.CERTIFY: (_S.PREFERENCES,),
    Chased.CONSENT: (_S.PREFERENCES, _S.RELEASE_REVIEW),
    Chased.RELEASE: (_S.PREFERENCES, _S.RELEASE_REVIEW),
    Chased.WAIVE: BEFORE_FREEZE,
    Chased.RANK: (_S.RANKING,),
    Chased.APPROVE: (_S.CONFERENCE,),
    Chased.ANSWER: (_S.PUBLISHED, _S.SCRAMBLE),
}
"""When what the line says can still be done."""


def is_closed(rankings_close_at: datetime, line: Chased, now: datetime) -> bool:
    """Whether nobody can do what the line says unless more time is given, though the round is not past it."""
    return line is Chased.RANK and now > rankings_close_at


def remind(session: Session, *, actor: Actor, now: datetime, round_: Round, line: Chased) -> Reminder:
    """Write to everybody the line waits for; Conflict the second time in a day, or for nobody."""
    require(actor, "chasing.remind", round_, now=now)
    if lock_round(session, round_, write=True).state not in OPEN_IN[line]:
        raise Conflict("The round is past that: nobody can do it any more.")
    if is_closed(round_.rankings_close_at, line, now):
        raise Conflict("The rankings are closed. Give more time first: that tells the hosts.")
    day = local_day(now)
    same = Reminder.round_id == round_.id, Reminder.line == line, Reminder.is_of_today(now)
    earlier = session.scalar(select(Reminder).where(*same))
    if earlier is not None:
        were = "1 person was" if earlier.people == 1 else f"{earlier.people:,} people were"
        raise Conflict(f"{were} reminded of this today already; tomorrow it is possible again.")
    people = waits_for(session, round_, line, now)
    if not people:
        raise Conflict("There is nobody to remind of this.")
    for person in sorted(people):
        key = f"round/{round_.slug}/remind/{line}/{day}/{person}"
        post(session, key=key, recipient_id=person, template="round_reminder", now=now, round=round_.name)
    made = Reminder(
        round_id=round_.id, line=line, day=day, sent_at=now, sent_by_id=actor.id, people=len(people)
    )
    session.add(made)
    record(session, round_, "rounds.remind", actor=actor, now=now, line=line, people=len(people))
    session.flush()
    return made
