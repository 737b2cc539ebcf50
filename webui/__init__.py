"""The floor people meet: pages, commands, schedule. It opens and commits transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webui.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The web application; without settings those of the environment."""
    from webui.app import build_app
    from webui.config import settings_from

    return build_app(settings or settings_from())
