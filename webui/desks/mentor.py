"""What waits for a mentor: requests to answer; and for an agency, mentors to approve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from models.actors import Actor, Role
from models.mentoring_offers import OfferState
from models.queries.giving import waiting_offers
from models.queries.mentor_profiles import to_approve
from models.queries.our_offers import agencies_of
from webui.desk import News, Task
from webui.filters import plural

APPROVERS = frozenset({Role.AGENCY_COORDINATOR, Role.EXECUTIVE_RESOURCES_BOARD})


def provide(session: Session, actor: Actor, now: datetime) -> Iterator[Task | News]:
    """Each offer with its day; all profiles that wait for the agency in one sentence."""
    if actor.executive_id is not None:
        yield from _offers(session, actor.executive_id)
    if agencies := agencies_of(session, actor, now, APPROVERS):
        count = len(to_approve(session, agencies))
        if count:
            wait = plural(count, "mentor or coach waits", "mentors and coaches wait")
            yield Task(f"{wait} for your agency's approval", None, "Decide", url_for("approvals.index"))


def _offers(session: Session, executive: int) -> Iterator[Task | News]:
    for one in waiting_offers(session, executive):
        about = one.about[:1].lower() + one.about[1:]
        address = url_for("mentor_offers.page", number=one.offer.id)
        if one.offer.state is OfferState.OFFERED:
            yield Task(f"Answer a request about {about}", one.offer.due_at, "Read it", address)
        else:
            yield News(
                f"You asked for more on a request about {about}; the reply comes here", one.offer.due_at
            )
