"""My desk."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from webui.desk import collect
from webui.desks import PROVIDERS
from webui.guards import SIGNED_IN, guard

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
@guard(SIGNED_IN)
def page() -> ResponseReturnValue:
    """Where everyone lands."""
    tasks, news = collect(PROVIDERS, g.db, g.actor, g.now)
    return render_template("desk/page.html", tasks=tasks, news=news)
