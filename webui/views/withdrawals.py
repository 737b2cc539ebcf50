"""Withdrawing from a round that is frozen: what it does at this stage, before it is done."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.errors import Conflict
from models.queries.answers import agreement_of
from models.queries.withdrawals import Effect, leaving
from models.rounds import Round
from models.services import withdrawals
from webui.guards import guard
from webui.mine import find_round, me

blueprint = Blueprint("withdrawals", __name__, url_prefix="/dream-sheet")


@blueprint.get("/<slug>/leave")
@guard("withdrawals.withdraw", load=me)
def page(slug: str) -> ResponseReturnValue:
    """What happens to the round, to the place and to oneself."""
    round_ = find_round(slug)
    if round_.frozen_sha256 is None:
        return redirect(url_for("sheets.withdraw_page", slug=slug), 303)
    return _page(round_)


def _page(round_: Round, fault: str = "", status: int = 200) -> ResponseReturnValue:
    found = leaving(g.db, round_, g.obj)
    agreement = agreement_of(g.db, found.place)
    return render_template(
        "sheets/leave.html", round=round_, found=found, agreement=agreement, fault=fault
    ), status


@blueprint.post("/<slug>/leave")
@guard("withdrawals.withdraw", load=me)
def withdraw(slug: str) -> ResponseReturnValue:
    """Out of the round, with the effect that was shown."""
    round_, shown = find_round(slug), request.form.get("effect", "")
    if shown not in list(Effect):
        return _page(round_, "Use the page's own button.", 422)
    try:
        withdrawals.withdraw(
            g.db, actor=g.actor, now=g.now, round_=round_, executive=g.obj, shown=Effect(shown)
        )
    except Conflict as fault:
        return _page(round_, str(fault), 409)
    flash(f"You withdrew from {round_.name}. Nobody asks why, and it never counts against you.", "success")
    return redirect(url_for("sheets.page", slug=slug), 303)
