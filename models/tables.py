"""Every table, imported once: whoever needs the whole metadata imports this."""

from models import (
    accounts,
    actors,
    agencies,
    alliances,
    audit,
    competencies,
    consents,
    dreamsheets,
    executives,
    jobs,
    opportunities,
    outbox,
    outcomes,
    plans,
    positions,
    proposals,
    rankings,
    rounds,
    solves,
    sources,
)
from models.base import Base

__all__ = [
    "accounts", "actors", "agencies", "alliances", "audit", "competencies", "consents", "dreamsheets",
    "executives", "jobs", "metadata", "opportunities", "outbox", "outcomes", "plans", "positions",
    "proposals", "rankings", "rounds", "solves", "sources",
]  # fmt: skip

metadata = Base.metadata
