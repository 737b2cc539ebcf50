"""The settings of a round in preparation, in the form it was begun with; and another outside value."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matcher.policy.clauses import RELEASE_DAYS
from models.errors import Conflict, Invalid
from models.queries.board import find_round
from models.queries.calendar import lists_are_closed
from models.rounds import RoundState
from models.services import round_settings
from webui.forms.fields import refuse
from webui.forms.rounds import AnotherOutside, Settings
from webui.guards import guard

blueprint = Blueprint("round_settings", __name__, url_prefix="/rounds/<slug>/settings")


@blueprint.get("")
@guard("round_settings.change", load=find_round)
def page(slug: str) -> ResponseReturnValue:
    """The form, filled with what the round has, while it is in preparation."""
    if g.obj.state is not RoundState.DRAFT:
        return redirect(url_for("rounds.board", slug=slug), 303)
    form = Settings(formdata=None)
    form.show(g.obj)
    return _page(form)


def _page(form: Settings, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "rounds/new.html", form=form, rounds=[], round=g.obj, release_days=RELEASE_DAYS.figure
    ), status


@blueprint.post("")
@guard("round_settings.change", load=find_round)
def change(slug: str) -> ResponseReturnValue:
    """Replace them."""
    form = Settings()
    if not form.validate():
        return _page(form, 422)
    try:
        round_settings.change(
            g.db,
            actor=g.actor,
            now=g.now,
            round_=g.obj,
            seen=form.seen.data,
            **form.settings(),
        )
    except Conflict as fault:
        if g.obj.state is not RoundState.DRAFT:
            flash(str(fault), "error")
            return redirect(url_for("rounds.board", slug=slug), 303)
        form.seen.raw_data, form.seen.data = None, g.obj.version
        refuse(form, fault)
        return _page(form, 409)
    except Invalid as fault:
        refuse(form, fault)
        return _page(form, 422)
    flash("The settings are changed.", "success")
    return redirect(url_for("rounds.board", slug=slug), 303)


@blueprint.get("/outside-value")
@guard("round_settings.correct_outside", load=find_round)
def outside_page(slug: str) -> ResponseReturnValue:
    """Which value is announced, and a form for another, once the settings stay and until the lists close."""
    if g.obj.state is RoundState.DRAFT:
        return redirect(url_for("round_settings.page", slug=slug), 303)
    if lists_are_closed(g.obj, g.now):
        return redirect(url_for("rounds.outside_page", slug=slug), 303)
    return _outside_page(AnotherOutside(formdata=None, outside_source=g.obj.outside_source))


def _outside_page(form: AnotherOutside, status: int = 200) -> ResponseReturnValue:
    return render_template("rounds/outside_source.html", form=form, round=g.obj), status


@blueprint.post("/outside-value")
@guard("round_settings.correct_outside", load=find_round)
def correct_outside(slug: str) -> ResponseReturnValue:
    """Announce it in place of the one before."""
    form = AnotherOutside()
    if not form.validate():
        return _outside_page(form, 422)
    source, reason = form.outside_source.data.strip(), form.reason.data.strip()
    try:
        round_settings.correct_outside(
            g.db, actor=g.actor, now=g.now, round_=g.obj, outside_source=source, reason=reason
        )
    except Invalid as fault:
        refuse(form, fault)
        return _outside_page(form, 422)
    except Conflict as fault:
        flash(str(fault), "error")
        return redirect(url_for("rounds.outside_page", slug=slug), 303)
    flash("The other outside value is announced; it stands on the record of the round.", "success")
    return redirect(url_for("chase.page", slug=slug), 303)
