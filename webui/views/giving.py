"""Mentoring I give: what waits for me, the conversations, and what they add up to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from matcher.policy.mentoring_clauses import LEAST_SHOWN
from models.queries import giving, mentor_profiles
from webui.guards import guard
from webui.mine import me
from webui.words import SITES, SIZES

blueprint = Blueprint("giving", __name__, url_prefix="/giving")
blueprint.add_app_template_filter(SITES.__getitem__, "site_words")
blueprint.add_app_template_filter(SIZES.__getitem__, "size_words")


@blueprint.get("")
@guard("mentors.see", load=me)
def index() -> ResponseReturnValue:
    """Offers that wait, conversations, my profiles."""
    return render_template(
        "giving/index.html",
        profiles=mentor_profiles.mine(g.db, g.obj),
        offers=giving.waiting_offers(g.db, g.obj.id),
        **_record(),
    )


@blueprint.get("/record")
@guard("mentors.see", load=me)
def record() -> ResponseReturnValue:
    """The same figures on one sheet of paper; it names no mentee."""
    return render_template("giving/record.html", person=g.obj, today=g.now, **_record())


def _record() -> dict[str, Any]:
    talks = giving.talks(g.db, g.obj)
    return {
        "talks": talks,
        "held": sum(one.held for one in talks),
        "hours": sum(one.minutes for one in talks) / 60,
        "thanks": giving.thanks(talks),
        "least": LEAST_SHOWN.figure,
    }
