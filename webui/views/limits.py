"""Limits, balance and alliances of a round: one table, saved at once."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.queries.board import find_round
from models.queries.limits import Limits, limits
from models.services import limits as verbs
from models.services.rules import OPEN
from webui.filters import plural
from webui.forms.limits import FIGURES, HEADINGS, Edits, LimitsForm
from webui.guards import guard

blueprint = Blueprint("limits", __name__)


@blueprint.get("/rounds/<slug>/limits")
@guard("limits.save", load=find_round)
def table(slug: str) -> ResponseReturnValue:
    """What is set, with people, seats and the last flows beside it."""
    shown = limits(g.db, g.obj)
    form = LimitsForm()
    form.begin(shown)
    return _page(form, shown, Edits())


def _page(form: LimitsForm, shown: Limits, edits: Edits, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "limits/table.html",
        round=g.obj,
        form=form,
        table=shown,
        lines=form.lines(shown),
        edits=edits,
        faults=list(form.faults(shown)),
        crossings=form.crossings(shown),
        figures=FIGURES,
        headings=HEADINGS,
        editable=g.obj.state in OPEN,
    ), status


@blueprint.post("/rounds/<slug>/limits")
@guard("limits.save", load=find_round)
def save(slug: str) -> ResponseReturnValue:
    """Save every change at once, unless somebody set the same thing differently meanwhile."""
    shown, form = limits(g.db, g.obj), LimitsForm()
    if not form.validate():
        return _page(form, shown, Edits(), 422)
    edits = form.edits(shown)
    if edits.undecided:
        form.reconcile(shown, edits)
        return _page(form, shown, edits, 409)
    verbs.save(g.db, actor=g.actor, now=g.now, round_=g.obj, limits=edits.limits, alliances=edits.alliances)
    flash(_said(edits), "success" if edits else "info")
    return redirect(url_for("limits.table", slug=slug), 303)


def _said(edits: Edits) -> str:
    if not edits:
        return "Nothing was changed."
    agencies = plural(len(edits.limits), "agency", "agencies")
    allied = " The alliances are set." if edits.alliances is not None else ""
    return f"Saved: limits of {agencies} changed.{allied}" if edits.limits else f"Saved.{allied}"
