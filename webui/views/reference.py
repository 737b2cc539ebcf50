"""Reference data: where each fact comes from, and as of when."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from matcher.policy.book import CLAUSES
from models.queries import reference
from webui.guards import guard
from webui.words import READINGS

blueprint = Blueprint("reference", __name__, url_prefix="/reference")
blueprint.add_app_template_filter(READINGS.__getitem__, "how_read")


@blueprint.get("")
@guard("reference.see")
def index() -> ResponseReturnValue:
    """Every file that was loaded."""
    return render_template("reference/index.html", sources=reference.sources(g.db))


@blueprint.get("/qualifications")
@guard("reference.see")
def qualifications() -> ResponseReturnValue:
    """The Executive Core Qualifications by version."""
    return render_template("reference/qualifications.html", frameworks=reference.frameworks(g.db))


@blueprint.get("/policy")
@guard("reference.see")
def policy() -> ResponseReturnValue:
    """Every figure of law and policy that Roundtrip uses."""
    return render_template("reference/policy.html", clauses=sorted(CLAUSES, key=lambda one: one.code))
