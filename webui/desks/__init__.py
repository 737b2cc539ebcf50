"""What waits for each role: a provider for each, gathered here."""

from __future__ import annotations

from webui.desk import Provider
from webui.desks import auditor, calendar, coordinator, executive, host, mentor, mentoring, office

PROVIDERS: tuple[Provider, ...] = (
    executive.provide,
    mentor.provide,
    host.provide,
    coordinator.provide,
    office.provide,
    mentoring.provide,
    auditor.provide,
    calendar.provide,
)
"""A provider looks only at what its own role does."""
