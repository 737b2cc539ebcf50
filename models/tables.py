"""Every table, imported once: whoever needs the whole metadata imports this."""

from models import (
    actors,
    agencies,
    alliances,
    audit,
    competencies,
    consents,
    dreamsheets,
    executives,
    opportunities,
    outbox,
    outcomes,
    positions,
    proposals,
    rankings,
    rounds,
    sources,
)
from models.base import Base

__all__ = [
    "actors", "agencies", "alliances", "audit", "competencies", "consents", "dreamsheets", "executives",
    "metadata", "opportunities", "outbox", "outcomes", "positions", "proposals", "rankings", "rounds",
    "sources",
]  # fmt: skip

metadata = Base.metadata
