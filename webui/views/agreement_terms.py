"""The terms of a drafted agreement."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.agreement_texts import WORDED
from models.agreements import Agreement
from models.errors import Conflict, Invalid, WrongState
from models.services import agreements
from webui.errors import status_of
from webui.forms.agreements import TermsForm, stored_terms
from webui.forms.fields import refuse
from webui.forms.versions import versions
from webui.guards import guard
from webui.views.agreement_entry import named, terms_form
from webui.views.agreements import one

blueprint = Blueprint("agreement_terms", __name__, url_prefix="/agreements")


@blueprint.get("/<number>/terms")
@guard("agreements.revise", load=one)
def page(number: str) -> ResponseReturnValue:
    """The terms of a draft."""
    return _page(_form(g.obj, formdata=None, data=stored_terms(g.obj)), g.obj)


@blueprint.post("/<number>/terms")
@guard("agreements.revise", load=one)
def revise(number: str) -> ResponseReturnValue:
    """Change them."""
    agreement, form = g.obj, _form(g.obj)
    if not form.validate():
        return _page(form, agreement, 422)
    parties = named(form, agreement.executive, agreement.host_agency)
    facts = {"version": form.version.data, "parties": parties, "terms": form.terms()}
    try:
        agreements.revise(g.db, actor=g.actor, now=g.now, agreement=agreement, **facts)
    except (Conflict, Invalid, WrongState) as fault:
        if form.version.data == agreement.version:
            refuse(form, fault)
            return _page(form, agreement, status_of(fault))
        clash = versions(form, _form(agreement, formdata=None, data=stored_terms(agreement)))
        form.version.raw_data, form.version.data = None, agreement.version
        return _page(form, agreement, 409, clash)
    flash("The terms are saved.", "success")
    return redirect(url_for("agreements.page", number=number), 303)


def _form(agreement: Agreement, **how: Any) -> TermsForm:
    return terms_form(agreement.executive, agreement.host_agency, **how)


def _page(
    form: TermsForm, agreement: Agreement, status: int = 200, clash: list[tuple[str, str, str]] | None = None
) -> ResponseReturnValue:
    worded = [name for name, _ in WORDED]
    return render_template(
        "agreements/terms.html", form=form, agreement=agreement, worded=worded, clash=clash
    ), status
