"""What policy says of an agreement: the facts it asks for, what was read, what was waived."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.errors import Conflict, Invalid
from models.queries.agreement_findings import facts_row, findings_of, orders_of
from models.services import agreement_policy
from webui.errors import status_of
from webui.forms.agreement_policy import (
    FactsForm,
    OrderForm,
    WaiverForm,
    facts_form,
    names,
    stored_facts,
)
from webui.forms.fields import refuse
from webui.guards import guard
from webui.views.agreements import one
from webui.words import FORCES

blueprint = Blueprint("agreement_policy", __name__, url_prefix="/agreements")
blueprint.add_app_template_filter(FORCES.__getitem__, "force")


def _back(place: str | None = "policy") -> ResponseReturnValue:
    return redirect(url_for("agreements.page", number=g.obj.id, _anchor=place), 303)


@blueprint.post("/<number>/policy/read")
@guard("agreement_policy.acknowledge", load=one)
def acknowledge(number: str) -> ResponseReturnValue:
    """I have read these."""
    sentences = request.form.getlist("sentence")
    agreement_policy.acknowledge(g.db, actor=g.actor, now=g.now, agreement=g.obj, sentences=sentences)
    flash("It is on record that you read what policy says.", "success")
    return _back(None)


@blueprint.get("/<number>/policy/facts")
@guard("agreement_policy.record_facts", load=one)
def facts(number: str) -> ResponseReturnValue:
    """What policy has to know."""
    stored = stored_facts(facts_row(g.db, g.obj), g.obj.kind)
    return _page(facts_form(g.obj.kind, formdata=None, data=stored), OrderForm(formdata=None))


def _page(form: FactsForm, order: OrderForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "agreements/facts.html",
        form=form,
        order=order,
        failed=order if order.errors else form,
        names=names(g.obj.kind),
        orders=orders_of(g.db, g.obj),
        agreement=g.obj,
    ), status


@blueprint.post("/<number>/policy/facts")
@guard("agreement_policy.record_facts", load=one)
def record_facts(number: str) -> ResponseReturnValue:
    """Write it down."""
    form = facts_form(g.obj.kind)
    if not form.validate():
        return _page(form, OrderForm(formdata=None), 422)
    typed = {"version": form.version.data, "facts": form.facts(g.obj.kind)}
    try:
        agreement_policy.record_facts(g.db, actor=g.actor, now=g.now, agreement=g.obj, **typed)
    except (Conflict, Invalid) as fault:
        refuse(form, fault)
        row = facts_row(g.db, g.obj)
        form.version.raw_data, form.version.data = None, 0 if row is None else row.version
        return _page(form, OrderForm(formdata=None), status_of(fault))
    flash("It is on record; what policy says is looked at anew.", "success")
    return _back()


@blueprint.post("/<number>/policy/orders")
@guard("agreement_policy.add_order", load=one)
def add_order(number: str) -> ResponseReturnValue:
    """One more written order."""
    form = OrderForm()
    stored = facts_form(g.obj.kind, formdata=None, data=stored_facts(facts_row(g.db, g.obj), g.obj.kind))
    if not form.validate():
        return _page(stored, form, 422)
    try:
        agreement_policy.add_order(g.db, actor=g.actor, now=g.now, agreement=g.obj, order=form.order())
    except (Conflict, Invalid) as fault:
        refuse(form, fault)
        return _page(stored, form, status_of(fault))
    flash("The order is on record.", "success")
    return redirect(url_for("agreement_policy.facts", number=number), 303)


@blueprint.get("/<number>/policy/waive/<code>")
@guard("agreement_policy.waive", load=one)
def ask_for_waiver(number: str, code: str) -> ResponseReturnValue:
    """Who waived it, and where is the paper?"""
    return _waiver_page(WaiverForm(formdata=None), code)


def _waiver_page(form: WaiverForm, code: str, status: int = 200) -> ResponseReturnValue:
    found = [item for item in findings_of(g.db, g.obj, g.now) if item.reason.code == code]
    if not any(item.is_waivable for item in found):
        abort(404)
    return render_template("agreements/waive.html", form=form, agreement=g.obj, found=found), status


@blueprint.post("/<number>/policy/waive/<code>")
@guard("agreement_policy.waive", load=one)
def waive(number: str, code: str) -> ResponseReturnValue:
    """Put the waiver on record."""
    form = WaiverForm()
    if not form.validate():
        return _waiver_page(form, code, 422)
    typed = {"code": code, "document": form.document.data}
    try:
        agreement_policy.waive(g.db, actor=g.actor, now=g.now, agreement=g.obj, **typed)
    except Invalid as fault:
        refuse(form, fault)
        return _waiver_page(form, code, 422)
    flash("The waiver is on record.", "success")
    return _back()
