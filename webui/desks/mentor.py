"""What waits for an agency: mentors and coaches to approve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models.actors import Actor, Role
from models.queries.mentor_profiles import to_approve
from models.queries.our_offers import agencies_of
from webui.desk import Task
from webui.filters import plural

APPROVERS = frozenset({Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD})


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """All profiles that wait for the agency in one sentence."""
    agencies = agencies_of(session, actor, now, APPROVERS)
    if agencies and (asked := to_approve(session, agencies)):
        wait = plural(len(asked), "mentor or coach waits", "mentors and coaches wait")
        due = min((one.due for one in asked if one.due is not None), default=None)
        yield Task(f"{wait} for your agency's approval", due, "Decide", url_for("approvals.index"))
