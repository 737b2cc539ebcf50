"""Whoever is to sign an agreement, or a change to it, and does not agree: sent back, with what is wrong."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.agreements import AgreementState
from models.errors import Conflict, Invalid
from models.queries.agreements import open_event
from models.services import agreement_events
from webui.forms.agreements import SendBackForm
from webui.forms.fields import refuse as show
from webui.guards import guard
from webui.views.agreements import one

blueprint = Blueprint("agreement_refusals", __name__, url_prefix="/agreements")


@blueprint.get("/<number>/send-back")
@guard("agreement_events.refuse", load=one)
def page(number: str) -> ResponseReturnValue:
    """What it does, before it is done."""
    event = open_event(g.obj)
    if event is None:
        return redirect(url_for("agreements.page", number=number))
    return _page(SendBackForm(formdata=None), event.sha256)


def _page(form: SendBackForm, sha256: str, status: int = 200) -> ResponseReturnValue:
    """With the hash of the text that was read, which another may have replaced meanwhile."""
    return render_template(
        "agreements/refuse.html",
        form=form,
        agreement=g.obj,
        event=open_event(g.obj),
        sha256=sha256,
        is_executive=g.actor.executive_id == g.obj.executive_id,
    ), status


@blueprint.post("/<number>/send-back")
@guard("agreement_events.refuse", load=one)
def refuse(number: str) -> ResponseReturnValue:
    """Send it back."""
    form, sha256 = SendBackForm(), request.form.get("sha256", "")
    if open_event(g.obj) is not None and not form.validate():
        return _page(form, sha256, 422)
    in_force = g.obj.state is AgreementState.IN_FORCE
    known = {"agreement": g.obj, "sha256": sha256, "reason": form.reason.data or ""}
    try:
        agreement_events.refuse(g.db, actor=g.actor, now=g.now, **known)
    except Invalid as fault:
        show(form, fault)
        return _page(form, sha256, 422)
    except Conflict as fault:
        flash(str(fault), "error")
        return redirect(url_for("agreements.page", number=number), 303)
    stands = "what was agreed on before stands" if in_force else "nothing is in force"
    told = "The coordinators of both agencies and whoever had signed are told"
    flash(f"Sent back. {told}, and {stands}.", "success")
    return redirect(url_for("agreements.page", number=number), 303)
