"""`/healthz`: whether the database answers with current tables, the schedule ticks and mail goes out."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from models.db import unit_of_work
from models.migrate import is_current
from models.queries.health import health
from webui.sessions import site

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def check() -> ResponseReturnValue:
    """503 where the pages cannot work; 200 with "worker": "silent" where only the schedule stands still."""
    now = site().settings.clock()
    try:
        if not is_current(site().settings.database_url):
            return jsonify(database="answers", tables="not current: run roundtrip migrate"), 503
        with unit_of_work(site().engine, read_only=True) as session:
            found = health(session, now)
    except SQLAlchemyError:
        return jsonify(database="does not answer"), 503
    return jsonify(
        database="answers",
        tables="current",
        worker="ticks" if found.ticks(now) else "silent",
        last_tick=found.ticked_at.isoformat() if found.ticked_at else None,
        mail="held" if found.mail_held else "goes out",
        notices_late=found.waiting,
    )
