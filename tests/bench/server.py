"""The pages as gunicorn serves them, with one more view: the yardstick."""

from __future__ import annotations

import os

from flask import Blueprint, Flask, g, render_template_string, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.actors import Actor
from webui.app import build_app
from webui.config import Settings
from webui.guards import SIGNED_IN, guard
from webui.preload import preload

PAGE = """\
{% extends "base.html" %}
{% block heading %}Yardstick{% endblock %}
{% block main %}<table><tbody>
{% for row in rows %}<tr><td>{{ row.id }}</td><td>{{ row.slug }}</td><td>{{ row.name }}</td></tr>
{% endfor %}</tbody></table>{% endblock %}"""

blueprint = Blueprint("yardstick", __name__)


@blueprint.get("/yardstick/<int:selects>/<int:rows>")
@guard(SIGNED_IN)
def yardstick(selects: int, rows: int) -> ResponseReturnValue:
    """So many plain SELECTs, so many plain rows in all."""
    share, rest = divmod(rows, selects) if selects else (0, 0)
    found = []
    for number in range(selects):
        wanted = share + (number < rest)
        query = select(Actor.id, Actor.slug, Actor.name).where(Actor.id > number).limit(max(wanted, 1))
        found += g.db.execute(query).all()[:wanted]
    return render_template_string(PAGE, rows=found, again=request.args)


def build() -> Flask:
    """The demonstration over DATABASE_URL."""
    app = build_app(Settings(os.environ["DATABASE_URL"], demonstration=True, https=False))
    app.register_blueprint(blueprint)
    return preload(app)
