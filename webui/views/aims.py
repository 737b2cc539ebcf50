"""What my choices serve: objectives of my own development plan."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.errors import Invalid
from models.queries.aims import aims_of, open_objectives
from models.queries.my_sheet import lines
from models.rounds import Round
from models.services import aims, dreamsheets
from webui.guards import guard
from webui.mine import find_round, me

blueprint = Blueprint("aims", __name__, url_prefix="/dream-sheet")


@blueprint.get("/<slug>/serves")
@guard("dreamsheets.see", load=me)
def page(slug: str) -> ResponseReturnValue:
    """One question for each choice."""
    round_ = find_round(slug)
    sheet = dreamsheets.find_sheet(g.db, round_, g.obj)
    return _page(round_, {} if sheet is None else aims_of(g.db, sheet))


def _page(round_: Round, chosen: dict[str, int], status: int = 200, wrong: str = "") -> ResponseReturnValue:
    sheet = dreamsheets.find_sheet(g.db, round_, g.obj)
    return render_template(
        "sheets/aims.html",
        round=round_,
        lines=[] if sheet is None else lines(g.db, round_, g.obj, sheet.draft),
        objectives=open_objectives(g.db, g.obj),
        chosen=chosen,
        wrong=wrong,
    ), status


@blueprint.post("/<slug>/serves")
@guard("dreamsheets.file_sheet", load=me)
def save(slug: str) -> ResponseReturnValue:
    """Keep all answers."""
    round_ = find_round(slug)
    sheet = dreamsheets.find_sheet(g.db, round_, g.obj)
    if sheet is None:
        abort(404)
    listed = [one for group in sheet.draft for one in group]
    chosen = {one: number for one in listed if (number := request.form.get(one, type=int)) is not None}
    try:
        aims.set_aims(g.db, actor=g.actor, now=g.now, sheet=sheet, aims=chosen)
    except Invalid as fault:
        return _page(round_, chosen, 422, str(fault))
    flash("Saved.", "success")
    return redirect(url_for("sheets.page", slug=slug), 303)
