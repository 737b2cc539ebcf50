"""What the verbs of times and meetings are tried with, and by whom."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from matcher.availability.problem import Difference
from models.engagements import Side
from models.executives import Executive
from models.services import availability, calendar_feeds, delegations
from tests.models.talks import WEDNESDAY_9, booked, engage, open_week, week
from tests.models.world import NOW, actor, find

Given = Callable[[Session], dict[str, Any]]
OWNER, BOTH, CLOCK = {"e-05"}, {"e-05", "e-01"}, {"system"}
SATURDAY = date(2026, 11, 28)


def owner(session: Session) -> dict[str, Any]:
    return {"executive": find(session, Executive, "E-05")}


def new_week(session: Session) -> dict[str, Any]:
    return owner(session) | {"version": 0, "week": week()}


def days(session: Session) -> dict[str, Any]:
    open_week(session)
    return owner(session) | {"kind": Difference.BLOCK, "first": SATURDAY, "last": SATURDAY}


def added_days(session: Session) -> dict[str, Any]:
    facts = days(session)
    made = availability.add_exception(session, actor=actor(session, "e-05"), now=NOW, **facts)
    return owner(session) | {"exception": made}


def delegate(session: Session) -> dict[str, Any]:
    actor(session, "supervisor-EN").email = "someone@agency.example"
    session.flush()
    return owner(session) | {"email": "Someone@agency.example "}


def named_delegate(session: Session) -> dict[str, Any]:
    made = delegations.begin(session, actor=actor(session, "e-05"), now=NOW, **delegate(session))
    return owner(session) | {"given": made}


def feed(session: Session) -> dict[str, Any]:
    calendar_feeds.make(session, actor=actor(session, "e-05"), now=NOW, **owner(session))
    return owner(session)


def to_book(session: Session) -> dict[str, Any]:
    open_week(session)
    return {"engagement": engage(session), "start": WEDNESDAY_9}


def meeting(hours: int) -> Given:
    """A meeting that begins so many hours from now."""
    return lambda session: {"meeting": booked(session, engage(session), NOW + timedelta(hours=hours))}


def to_move(session: Session) -> dict[str, Any]:
    open_week(session)
    return meeting(100)(session) | {"start": WEDNESDAY_9}


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "start": {
        "availability.save_week": (OWNER, new_week),
        "availability.add_exception": (OWNER, days),
        "availability.drop_exception": (OWNER, added_days),
        "calendar_feeds.make": (OWNER, owner),
        "calendar_feeds.revoke": (OWNER, feed),
        "delegations.begin": (OWNER, delegate),
        "delegations.end": (OWNER, named_delegate),
        "meetings.book": (BOTH, to_book),
        "meetings.move": (BOTH, to_move),
        "meetings.cancel": (BOTH, meeting(100)),
        "meetings.miss": (BOTH, lambda session: meeting(-2)(session) | {"absent": Side.MENTEE}),
        "meetings.hold": (BOTH | CLOCK, meeting(-2)),
        "meetings.remind": (CLOCK, meeting(1)),
    },
}
