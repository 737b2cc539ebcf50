"""What waits for each role: a provider for each, gathered here."""

from __future__ import annotations

from webui.desk import Provider
from webui.desks import (
    asks,
    auditor,
    calendar,
    checklists,
    coordinator,
    development,
    executive,
    host,
    mentor,
    mentoring,
    office,
    roles,
    waiting,
)

PROVIDERS: tuple[Provider, ...] = (
    executive.provide,
    development.provide,
    mentor.provide,
    host.provide,
    coordinator.provide,
    office.provide,
    mentoring.provide,
    auditor.provide,
    roles.provide,
    calendar.provide,
    asks.provide,
    waiting.provide,
    checklists.provide,
)
"""A provider looks only at what its own role does."""
