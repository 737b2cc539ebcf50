"""The audit trail."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from models.queries import record, trail
from webui.forms.outcomes import TrailFilter
from webui.guards import guard
from webui.paging import Page, asked

blueprint = Blueprint("trail", __name__)

DISCLOSED = {
    trail.ACCOUNT: "opened somebody’s account of a result",
    "exports.take": "took a table out of Roundtrip",
    "outcomes.take_outcome_file": "took the file of an outcome",
    "outcomes.take_round_file": "took the file of a round",
    "rankings.see_applicants": "opened the applicants of an opportunity",
}


@blueprint.get("/record/trail")
@guard("audit.see")
def page() -> ResponseReturnValue:
    """Everything on the trail, filtered."""
    return list_entries("record/trail.html", disclosures=False)


def list_entries(template: str, *, disclosures: bool) -> ResponseReturnValue:
    """The rows the address asks for; with `disclosures` only those that disclosed something."""
    form = TrailFilter(request.args)
    known = trail.DISCLOSURES if disclosures else trail.actions(g.db)
    form.action.choices = [
        SelectChoice("", "Everything"),
        *(SelectChoice(action, told(action)) for action in known),
    ]
    if not form.validate():
        empty: Page[trail.Entry] = Page([], 1, 1, 0, trail.PAGE)
        return render_template(template, form=form, entries=empty), 422
    sought = form.sought(round_id=_round_id(), disclosures=disclosures)
    total = trail.count(g.db, sought)
    number, last = asked(total, trail.PAGE)
    found = Page(trail.entries(g.db, sought, number), number, last, total, trail.PAGE)
    return render_template(template, form=form, entries=found)


def _round_id() -> int | None:
    slug = request.args.get("round", "")
    if not slug:
        return None
    found = record.find_round(g.db, slug)
    if found is None:
        abort(404)
    return found.id


@blueprint.app_template_filter()
def told(action: str) -> str:
    """An action of the trail in words: "rounds.open_posting" as "rounds: open posting", a disclosure said
    out."""
    return DISCLOSED.get(action) or action.replace(".", ": ").replace("_", " ")


@blueprint.app_template_filter()
def fact(value: Any) -> str:
    """A fact of the trail in words; facts within facts follow one another."""
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {fact(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(fact, value))
    words = {None: "none", True: "yes", False: "no"}
    return words[value] if value is None or isinstance(value, bool) else str(value)
