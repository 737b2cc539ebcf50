"""Every blueprint of the pages."""

from __future__ import annotations

from flask import Blueprint

from webui.views import cards, desk, sign_in

BLUEPRINTS: tuple[Blueprint, ...] = (sign_in.blueprint, desk.blueprint, cards.blueprint)
