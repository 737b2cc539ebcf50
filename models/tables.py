"""Every table, imported once: whoever needs the whole metadata imports this."""

from models import (
    accounts,
    actors,
    agencies,
    agreements,
    alliances,
    audit,
    availability,
    calendar_feeds,
    competencies,
    consents,
    delegations,
    dreamsheets,
    engagements,
    executives,
    feedback,
    jobs,
    meetings,
    mentoring_offers,
    mentors,
    opportunities,
    outbox,
    outcomes,
    plans,
    positions,
    proposals,
    rankings,
    relations,
    releases,
    requests,
    restores,
    returns,
    rounds,
    scenarios,
    situations,
    solves,
    sources,
    sweeps,
    uploads,
)
from models.base import Base

__all__ = [
    "accounts", "actors", "agencies", "agreements", "alliances", "audit", "availability", "calendar_feeds",
    "competencies", "consents", "delegations", "dreamsheets", "engagements", "executives", "feedback",
    "jobs", "meetings", "mentoring_offers", "mentors", "metadata", "opportunities", "outbox", "outcomes",
    "plans", "positions", "proposals", "rankings", "relations", "releases", "requests", "restores",
    "returns", "rounds", "scenarios", "situations", "solves", "sources", "sweeps", "uploads",
]  # fmt: skip

metadata = Base.metadata
