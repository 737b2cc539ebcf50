"""What is next in conversations that run, in the same words on the desk and on the page of the request."""

from __future__ import annotations

from datetime import datetime, timedelta

from matcher.policy.mentoring_clauses import FEEDBACK_HOURS
from webui.when import local

AGAIN = "Meet {name} again, or say that the question is answered"
TOOK_PLACE = "Your conversation with {name} is over: say whether it took place"


def meets(name: str, starts_at: datetime, zone: str) -> str:
    """Whom one meets when, on the clock of the reader."""
    return f"You meet {name} on {local(starts_at, zone)}"


def counts_at(ends_at: datetime) -> datetime:
    """When a conversation of which nobody said anything counts as held."""
    return ends_at + timedelta(hours=FEEDBACK_HOURS.figure)
