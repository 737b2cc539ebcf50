"""What time does to offers before they lapse: whoever has still to answer is reminded once."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.mentoring.business import DAY, add_business_time, local_day
from matcher.policy.offer_clauses import ANSWER_REMINDER
from models.access import require
from models.actors import Actor
from models.audit import record
from models.outbox import Notice, post
from models.proposals import Proposal
from models.queries.answers import due_between
from models.queries.chase import asked_now
from models.reminders import Chased
from models.rounds import Round


def remind(session: Session, *, actor: Actor, now: datetime) -> int:
    """Write to those whose answers are soon late: once for the answers of a round that are due on one day.
    How many letters were written; a second run writes none."""
    require(actor, "offer_clock.remind", None, now=now)
    soon: dict[tuple[Round, date], list[Proposal]] = defaultdict(list)
    for offer in due_between(session, now, add_business_time(now, ANSWER_REMINDER.figure * DAY)):
        assert offer.due_at is not None  # noqa: S101 - the statement says so
        soon[offer.round, local_day(offer.due_at)].append(offer)
    return sum(_tell(session, *when, offers, actor, now) for when, offers in soon.items())


def _tell(
    session: Session, round_: Round, due: date, offers: list[Proposal], actor: Actor, now: datetime
) -> int:
    people = asked_now(session, offers, now)
    wanted = {f"round/{round_.slug}/answer/{due}/{person}": person for person in people}
    known = session.scalars(select(Notice.key).where(Notice.key.in_(wanted)))
    new = sorted(wanted.keys() - set(known))
    for key in new:
        to = wanted[key]
        post(session, key=key, recipient_id=to, template="round_reminder", now=now, round=round_.name)
    if new:
        record(session, round_, "rounds.remind", actor=actor, now=now, line=Chased.ANSWER, people=len(new))
    session.flush()
    return len(new)
