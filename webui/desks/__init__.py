"""What waits for each role: a provider for each, gathered here."""

from __future__ import annotations

from webui.desk import Provider
from webui.desks import coordinator, executive, host

PROVIDERS: tuple[Provider, ...] = (executive.provide, host.provide, coordinator.provide)
"""A provider looks only at what its own role does."""
