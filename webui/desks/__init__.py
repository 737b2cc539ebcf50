"""What waits for each role: a provider for each, gathered here."""

from __future__ import annotations

from webui.desk import Provider
from webui.desks import executive, host

PROVIDERS: tuple[Provider, ...] = (executive.provide, host.provide)
"""A provider looks only at what its own role does."""
