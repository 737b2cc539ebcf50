"""What waits for those who keep mentoring going: requests at the desk, reports of misuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models.access import can
from models.actors import Actor
from models.engagements import Engagement
from models.queries.mentoring_desk import Waiting, desk, waiting_reports
from webui.desk import News, Task
from webui.filters import plural
from webui.words import HELPERS

MOST = 3
"""Requests that stand on the desk one by one; more of them stand together."""


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task | News]:
    """For the coordinator what is stuck, and who should have a date by now; for the programme office what was
    reported."""
    if can(actor, "mentoring_desk.see", None, now=now):
        waits = desk(session)
        yield from _stuck(waits.stuck)
        yield from _undated(waits.overdue(now), len(waits.undated))
    may_read = can(actor, "mentoring_desk.see_reports", None, now=now)
    if may_read and (reports := waiting_reports(session, actor)):
        wait = plural(len(reports), "report of misuse waits", "reports of misuse wait")
        address = url_for("misuse_reports.index")
        yield Task(f"{wait} to be looked into", reports[0], "Read", address)


def _stuck(found: list[Waiting]) -> Iterator[Task]:
    if len(found) > MOST:
        sentence = f"{len(found)} mentoring requests found nobody by themselves"
        yield Task(
            sentence, found[0].request.due_at, "Find somebody for each", url_for("mentoring_desk.index")
        )
        return
    for one in found:
        helper = HELPERS[one.request.kind]
        sentence = f"A mentoring request of {one.request.executive.name} found no {helper} by itself"
        address = url_for("mentoring_desk.page", number=one.request.id)
        yield Task(sentence, one.request.due_at, f"Find a {helper}", address)


def _undated(late: list[Engagement], count: int) -> Iterator[Task]:
    """The conversations whose first meeting should be booked by now, together, of all that have none."""
    if late:
        wait = plural(count, "accepted request has", "accepted requests have")
        some = f", {len(late)} of them past their day" if len(late) < count else ""
        address = url_for("mentoring_desk.index", _anchor="undated")
        yield Task(f"{wait} no date yet{some}", late[0].book_by, "Look", address)
