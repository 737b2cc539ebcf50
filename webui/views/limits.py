"""Limits, balance and alliances of a round: one table, saved at once."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.errors import Conflict
from models.pools import code_of
from models.queries.balances import Proposed, in_one_word, pools, proposals
from models.queries.board import find_round
from models.queries.limits import Limits, limits
from models.services import limits as verbs
from models.services.rules import OPEN
from webui.filters import plural
from webui.forms.limits import FIGURES, HEADINGS, Edits, LimitsForm
from webui.guards import guard

blueprint = Blueprint("limits", __name__)
MOST_KEPT = 50
"""Rows saved a moment ago that stay shown; an address holds no more of them."""


@blueprint.get("/rounds/<slug>/limits")
@guard("limits.save", load=find_round)
def table(slug: str) -> ResponseReturnValue:
    """What is set, with people, seats and the last flows beside it."""
    shown = limits(g.db, g.obj)
    form = LimitsForm()
    owed = _owed(shown)
    form.begin(shown, owed, every="every" in request.args, also=request.args.getlist("saved"))
    return _page(form, shown, Edits(), owed=owed)


def _page(
    form: LimitsForm,
    shown: Limits,
    edits: Edits,
    status: int = 200,
    owed: dict[str, Proposed] | None = None,
) -> ResponseReturnValue:
    form.offer(shown)
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
        owed=_owed(shown) if owed is None else owed,
        hidden=form.hidden(shown),
    ), status


def _owed(shown: Limits) -> dict[str, Proposed]:
    """What the ledger proposes, or has proposed where nothing can be taken over any more, by the code of an
    agency outside a pool, else of its pool."""
    together = pools(g.db, g.obj)
    found = [one for one in proposals(g.db, g.now, shown, together) if one.is_taken or g.obj.state in OPEN]
    codes = {row.id: row.code for row in shown.rows}
    return {codes[one.id] if one.pool is None else code_of(one.pool): one for one in found}


@blueprint.post("/rounds/<slug>/limits")
@guard("limits.save", load=find_round)
def save(slug: str) -> ResponseReturnValue:
    """Save every change at once, unless somebody set the same thing differently meanwhile."""
    shown, form = limits(g.db, g.obj), LimitsForm()
    if "more" in request.form:
        valid = form.validate()
        form.show_more(shown, request.form["more"])
        return _page(form, shown, Edits(), 200 if valid else 422)
    if not form.validate():
        return _page(form, shown, Edits(), 422)
    edits = form.edits(shown)
    if edits.undecided:
        form.reconcile(shown, edits)
        return _page(form, shown, edits, 409)
    verbs.save(g.db, actor=g.actor, now=g.now, round_=g.obj, limits=edits.limits, alliances=edits.alliances)
    flash(_said(edits), "success" if edits else "info")
    saved = [row.code for row in shown.rows if row.id in edits.limits][:MOST_KEPT]
    return redirect(url_for("limits.table", slug=slug, saved=saved), 303)


@blueprint.get("/rounds/<slug>/limits/balances")
@guard("limits.take_over", load=find_round)
def balances(slug: str) -> ResponseReturnValue:
    """What the ledger proposes, before it is taken over."""
    return _balances()


def _balances(fault: str = "", status: int = 200) -> ResponseReturnValue:
    found = proposals(g.db, g.now, limits(g.db, g.obj), pools(g.db, g.obj))
    return render_template(
        "limits/balances.html",
        round=g.obj,
        proposed=found,
        waiting=sum(not one.is_taken for one in found),
        shown=in_one_word(found),
        fault=fault,
        editable=g.obj.state in OPEN,
    ), status


@blueprint.post("/rounds/<slug>/limits/balances")
@guard("limits.take_over", load=find_round)
def take_over(slug: str) -> ResponseReturnValue:
    """Put every balance that was shown into the limits."""
    shown = request.form.get("shown", "")
    try:
        count = verbs.take_over(g.db, actor=g.actor, now=g.now, round_=g.obj, shown=shown)
    except Conflict as fault:
        return _balances(str(fault), 409)
    flash(f"{plural(count, 'balance is', 'balances are')} taken over from the ledger.", "success")
    return redirect(url_for("limits.table", slug=slug), 303)


def _said(edits: Edits) -> str:
    if not edits:
        return "Nothing was changed."
    agencies = plural(len(edits.limits), "agency", "agencies")
    allied = " The alliances are set." if edits.alliances is not None else ""
    return f"Saved: limits of {agencies} changed.{allied}" if edits.limits else f"Saved.{allied}"
