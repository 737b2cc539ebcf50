"""The Federal Coaching Network: internal coaches, to be searched by every executive."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from models.queries import coaches, mentor_profiles
from webui.guards import guard
from webui.mine import me
from webui.paging import cut, whole

blueprint = Blueprint("coaches", __name__, url_prefix="/coaches")


@blueprint.get("")
@guard("coaches.see", load=me)
def index() -> ResponseReturnValue:
    """Coaches, narrowed by the address."""
    given = request.args.get
    words, situation, competency = (
        given("who", "").strip(),
        whole(given("situation", "")),
        whole(given("skill", "")),
    )
    found = coaches.coaches(g.db, words, situation, competency)
    return render_template(
        "coaches/index.html",
        page=cut(found),
        options=mentor_profiles.options(g.db),
        words=words,
        situation=situation,
        competency=competency,
    )


@blueprint.get("/<int:number>")
@guard("coaches.see", load=lambda session, number: me(session))
def page(number: int) -> ResponseReturnValue:
    """One coach."""
    profile = coaches.find_coach(g.db, number)
    if profile is None:
        abort(404)
    return render_template(
        "coaches/page.html",
        profile=profile,
        said=mentor_profiles.said(g.db, profile),
        mine=profile.executive_id == g.obj.id,
        at_home=coaches.is_at_home(g.db, profile, g.obj),
        free=coaches.free_places(g.db, profile),
    )
