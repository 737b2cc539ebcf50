"""What the supervisor at the host has in hand for whoever is away there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from matcher.mentoring.business import end_of_day
from matcher.policy.away import HOST_APPRAISAL, HOST_PLAN
from models.actors import Actor, Role
from models.holding import Holder
from models.queries.away_checks import lines_at_host
from webui.desk import Task

ASKED = {
    HOST_PLAN: "Write the goals and requirements of {} for the time with you",
    HOST_APPRAISAL: "Appraise {} in writing for the time with you",
}
"""What each line of the checklist asks of the host."""


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """A task for each line that is due within a month or over."""
    if not Holder(actor, now).has(Role.SUPERVISOR):
        return
    for right, line in lines_at_host(session, actor, now):
        sentence = ASKED[line.code].format(right.executive.name)
        address = url_for("checklists.page", number=right.agreement_id)
        due = None if line.due is None else end_of_day(line.due)
        yield Task(sentence, due, "Enter it", address)
