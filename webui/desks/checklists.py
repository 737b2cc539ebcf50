"""What host and home have in hand so that nobody loses by being away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from matcher.mentoring.business import end_of_day
from matcher.policy.away import HOME, HOST_APPRAISAL, HOST_PLAN, Line
from models.actors import Actor, Role
from models.agreement_rules import ARRANGERS
from models.holding import Holder
from models.queries.away_checks import coming_to, lines_at_host, open_at_home
from webui.desk import News, Task
from webui.desks.folded import MANY
from webui.filters import day

ASKED = {
    HOST_PLAN: "Write the goals and requirements of {} for the time with you",
    HOST_APPRAISAL: "Appraise {} in writing for the time with you",
}
"""What each line of the checklist asks of the host."""
CHECK = "check the lines of “No penalty while away” for"


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task | News]:
    """At the host who comes, and a task for each line that is due within a month or over; at home one for
    whoever came back while a line of home's is open, and from the third on one for all."""
    if Holder(actor, now).has(Role.SUPERVISOR):
        yield from _coming(session, actor, now)
        yield from _at_host(session, actor, now)
    if Holder(actor, now).has(Role.SUPERVISOR, *ARRANGERS):
        yield from _at_home(session, actor, now)


def _coming(session: Session, actor: Actor, now: datetime) -> Iterator[News]:
    for agreement, due in coming_to(session, actor, now):
        sentence = f"{agreement.executive.name} comes to you on {day(agreement.starts_on)}"
        if due is not None:
            sentence += f"; the goals and requirements in writing are due by {day(due)}"
        begins = end_of_day(agreement.starts_on)
        yield News(sentence, address=url_for("agreements.page", number=agreement.id), at=begins)


def _at_host(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    for right, line in lines_at_host(session, actor, now):
        sentence = ASKED[line.code].format(right.executive.name)
        address = url_for("checklists.page", number=right.agreement_id)
        due = None if line.due is None else end_of_day(line.due)
        yield Task(sentence, due, "Enter it", address)


def _at_home(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    found = open_at_home(session, actor, now)
    dues = {right: _due(lines) for right, lines in found.items()}
    if len(found) >= MANY:
        due = min((day for day in dues.values() if day is not None), default=None)
        address = url_for("returns.index", checklist="open")
        yield Task(f"{len(found)} people are back: {CHECK} each", due, "See who", address)
        return
    for right, due in dues.items():
        sentence = f"{right.executive.name} is back: {CHECK} the time away"
        address = url_for("checklists.page", number=right.agreement_id)
        yield Task(sentence, due, "Check them", address)


def _due(lines: list[Line]) -> datetime | None:
    """The end of the first day that a clause gives to a line of home's."""
    return min((end_of_day(one.due) for one in lines if one.who == HOME and one.due), default=None)
