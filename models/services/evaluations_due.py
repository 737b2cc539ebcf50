"""Whom the clock asks how a rotation was, 3, 6 and 12 months after the return: each person and day once.

Not verbs: the clock of the way back calls these inside its own transaction.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.return_dates import evaluation_days, instant
from models.actors import Actor
from models.audit import record
from models.evaluations import Evaluation, Side
from models.outbox import post
from models.queries.recipients import actor_of
from models.returns import ReturnRight
from models.services.return_rights import home_of


def ask(session: Session, right: ReturnRight, by: Actor, now: datetime) -> int:
    """Ask everybody whose day has come and who was not asked; how many were."""
    if right.returned_on is None:
        return 0
    zone, done = right.agreement.zone, 0
    days = {
        months: day
        for months, day in evaluation_days(right.returned_on).items()
        if day >= right.counted_from and instant(day, zone) <= now
    }
    known = select(Evaluation.months, Evaluation.side).where(Evaluation.right_id == right.id)
    asked = {(months, side) for months, side in session.execute(known)} if days else set()
    for months, day in days.items():
        for side in Side:
            person = None if (months, side) in asked else _person(session, right, side, now)
            if person is not None:
                one = Evaluation(
                    right_id=right.id, months=months, side=side, due_on=day, asked_at=now, person_id=person
                )
                session.add(one)
                key = f"evaluation/{right.id}/{months}/{side.value}"
                post(session, key=key, recipient_id=person, template="evaluation_due", now=now)
                record(session, right, "evaluations.ask", actor=by, now=now, months=months, side=side.value)
                done += 1
    return done


def next_due(right: ReturnRight, now: datetime) -> datetime | None:
    """When somebody is asked next; None once everybody was."""
    if right.returned_on is None:
        return None
    zone, days = right.agreement.zone, evaluation_days(right.returned_on).values()
    moments = [instant(day, zone) for day in days if day >= right.counted_from]
    return min((moment for moment in moments if moment > now), default=None)


def _person(session: Session, right: ReturnRight, side: Side, now: datetime) -> int | None:
    """The executive, the supervisor at the host, or who looks after the return at home."""
    if side is Side.EXECUTIVE:
        return actor_of(session, right.executive_id)
    agreement = right.agreement
    if side is Side.HOST:
        host = agreement.host_supervisor
        return host.id if host is not None and host.active else None
    home = agreement.home_supervisor
    if home is not None and home.active:
        return home.id
    return next(iter(home_of(session, right, now)), None)
