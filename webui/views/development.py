"""Development due: for an agency's coordinator, who is due, what and by when; never what a plan says."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from matcher.mentoring.business import local_day
from models.actors import Role
from models.queries.development import who_is_due
from models.queries.our_offers import agencies_of
from webui.guards import guard
from webui.paging import cut

blueprint = Blueprint("development", __name__, url_prefix="/development-due")
COORDINATOR = frozenset({Role.AGENCY_COORDINATOR})
ROWS = 20
"""People on a page: on a telephone each takes several lines."""


@blueprint.get("")
@guard("development.see_due")
def index() -> ResponseReturnValue:
    """The people of my agency for whom something is due."""
    today = local_day(g.now)
    rows = who_is_due(g.db, agencies_of(g.db, g.actor, g.now, COORDINATOR), today)
    return render_template("plans/due.html", page=cut(rows, ROWS), today=today)
