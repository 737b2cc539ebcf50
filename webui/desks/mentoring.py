"""What waits for those who keep mentoring going: requests at the desk, reports of misuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models.access import can
from models.actors import Actor
from models.queries.mentoring_desk import stuck, waiting_reports
from webui.desk import News, Task
from webui.filters import plural

MOST = 3
"""Requests that stand on the desk one by one; more of them stand together."""


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task | News]:
    """For the coordinator what is stuck; for the programme office what was reported."""
    if can(actor, "mentoring_desk.see", None, now=now):
        yield from _stuck(session)
    may_read = can(actor, "mentoring_desk.see_reports", None, now=now)
    if may_read and (reports := waiting_reports(session, actor)):
        wait = plural(len(reports), "report of misuse waits", "reports of misuse wait")
        yield Task(f"{wait} for an answer", None, "Read", url_for("misuse_reports.index"))


def _stuck(session: Session) -> Iterator[Task]:
    found = stuck(session)
    if len(found) > MOST:
        sentence = f"{len(found)} mentoring requests found no mentor by themselves"
        yield Task(sentence, found[0].request.due_at, "Find mentors", url_for("mentoring_desk.index"))
        return
    for one in found:
        sentence = f"A mentoring request of {one.request.executive.name} found no mentor by itself"
        address = url_for("mentoring_desk.page", number=one.request.id)
        yield Task(sentence, one.request.due_at, "Find a mentor", address)
