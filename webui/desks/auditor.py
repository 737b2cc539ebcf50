"""What an auditor finds on the desk: nothing waits for them, so what was disclosed lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from models.access import can
from models.actors import Actor
from models.queries import trail
from webui.desk import News, Task
from webui.filters import plural

LATELY = timedelta(days=7)


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task | News]:
    """The number of disclosures of the last week, and where a result is checked."""
    if not can(actor, "audit.see", None, now=now):
        return
    count = trail.count(session, trail.Sought(since=now - LATELY, disclosures=True))
    looks = plural(count, "look", "looks") if count else "No look"
    yield News(f"{looks} at confidential matters in the last seven days", address=url_for("disclosures.page"))
    yield News(
        "The record of each round, and the files to check its result with", address=url_for("record.index")
    )
