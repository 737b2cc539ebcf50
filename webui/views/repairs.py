"""Repair of a published outcome: shown with everybody whose placement changes, then made as it was shown."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.errors import Conflict, NotPublishable, WrongState
from models.machines import ROUND
from models.queries.board import find_round
from models.queries.freed import refused_by_hosts
from models.queries.names import names
from models.queries.scramble import awaits_pass
from models.queries.units import unit_names
from models.services import repairs
from models.services.proposals import offer_due
from webui.filters import day, last_day, plural
from webui.forms.repairs import NOT_SEEN, RepairForm
from webui.guards import guard
from webui.repair_words import RepairWords

blueprint = Blueprint("repairs", __name__, url_prefix="/rounds/<slug>/repair")


@blueprint.get("")
@guard("repairs.make", load=find_round)
def page(slug: str) -> ResponseReturnValue:
    """Who would get a freed seat, and that nobody else moves."""
    return _page()


def _page(fault: str = "", status: int = 200) -> ResponseReturnValue:
    possible = "repair" in ROUND.actions(g.obj.state)
    found = repairs.prepare(g.db, g.obj) if possible else None
    kept, asked = awaits_pass(g.db, g.obj)
    form, called = RepairForm(formdata=None, shown=found.sha256 if found else ""), _names(found)
    return render_template(
        "repairs/page.html",
        round=g.obj,
        found=found,
        words=RepairWords(found, g.obj, called["places"], called["units"]) if found else None,
        **called,
        refused=refused_by_hosts(g.db, g.obj) if found and found.new else {},
        due=offer_due(g.obj, g.now),
        form=form,
        asked=asked,
        opens="open_scramble" in ROUND.actions(g.obj.state) and kept > 0,
        fault=fault,
    ), status


def _names(found: repairs.Prepared | None) -> dict[str, dict[str, str]]:
    """What the page calls people, opportunities and units, by slug and code."""
    if found is None:
        return {}
    people = {move.executive for move in found.moves}
    places = {place for move in found.moves for place in (move.before, move.after) if place}
    places |= {one.opportunity for one in found.idle} | {one.id for one in found.eased}
    units = [one.id for one in found.eased]
    called = unit_names(g.db, g.obj.id, units) if units else {}
    return names(g.db, people, places) | {"units": called}


@blueprint.post("")
@guard("repairs.make", load=find_round, step_up=True)
def make(slug: str) -> ResponseReturnValue:
    """Offer the freed seats."""
    form = RepairForm()
    if not form.validate():
        return _page(NOT_SEEN, 422)
    try:
        outcome = repairs.make(g.db, actor=g.actor, now=g.now, round_=g.obj, shown=form.shown.data)
    except (Conflict, NotPublishable) as fault:
        return _page(str(fault), 409)
    held = plural(outcome.placed, "person holds", "people hold")
    due = day(last_day(offer_due(g.obj, g.now)))
    flash(
        f"Repaired as run {outcome.number}: {held} a place. The new offers are answered by {due}.", "success"
    )
    return redirect(url_for("publication.page", slug=slug), 303)


@blueprint.post("/set-aside")
@guard("repairs.set_aside", load=find_round)
def set_aside(slug: str) -> ResponseReturnValue:
    """Take the free seats off the desk that nobody can be offered."""
    form = RepairForm()
    if not form.validate():
        return _page(NOT_SEEN, 422)
    try:
        repairs.set_aside(g.db, actor=g.actor, now=g.now, round_=g.obj, shown=form.shown.data)
    except (Conflict, NotPublishable, WrongState) as fault:
        return _page(str(fault), 409)
    flash("The free seats are off the desk; it asks again when another offer ends.", "success")
    return redirect(url_for("rounds.board", slug=slug), 303)
