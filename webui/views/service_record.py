"""What I write of my service: for the gates of opportunities, and for nobody's eyes but mine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.mentoring.business import local_day
from matcher.policy.assignment_clauses import SABBATICAL_AGAIN
from models.errors import Conflict
from models.queries.pasts import attested, past_of
from models.queries.written_offers import find_opportunity
from models.service_records import DAYS, ServiceRecord
from models.services import service_records
from webui.forms.service_record import ServiceForm
from webui.forms.versions import versions
from webui.guards import guard
from webui.mine import me

blueprint = Blueprint("service_record", __name__, url_prefix="/service-record")


@blueprint.get("")
@guard("service_records.see", load=me)
def page() -> ResponseReturnValue:
    """What is written, and what is known without my writing it."""
    return _page(ServiceForm(formdata=None, **_stored()))


def _stored() -> dict[str, Any]:
    row = g.db.get(ServiceRecord, g.obj.id)
    if row is None:
        return {"version": 0}
    return {name: getattr(row.service, name) for name in DAYS} | {"version": row.version}


def _page(form: ServiceForm, status: int = 200, clash: Any = None) -> ResponseReturnValue:
    past = past_of(g.db, g.obj)
    return render_template(
        "service_record/page.html",
        form=form,
        past=past,
        stated=attested(g.db, past),
        again=SABBATICAL_AGAIN,
        clash=clash,
    ), status


@blueprint.post("")
@guard("service_records.write", load=me)
def save() -> ResponseReturnValue:
    """Write the days down; what changed meanwhile is shown beside what was typed."""
    form = ServiceForm()
    if not form.validate():
        return _page(form, 422)
    for name, why in service_records.wrong_days(form.service(), g.obj, local_day(g.now)).items():
        form[name].errors = [why]
    if form.errors:
        return _page(form, 422)
    typed: dict[str, Any] = {"version": form.version.data, "service": form.service()}
    try:
        service_records.write(g.db, actor=g.actor, now=g.now, executive=g.obj, **typed)
    except Conflict:
        stored = ServiceForm(formdata=None, **_stored())
        clash = versions(form, stored)
        form.version.raw_data, form.version.data = None, stored.version.data
        return _page(form, 409, clash)
    flash("Saved. The catalogue and your sheet are looked at anew.", "success")
    return redirect(url_for("service_record.page"), 303)


@blueprint.post("/attest")
@guard("service_records.attest", load=me)
def attest() -> ResponseReturnValue:
    """State that no immediate annuity is open to me when a sabbatical begins."""
    return _state(service_records.attest, "On record: you stated it for this sabbatical.")


@blueprint.post("/take-back")
@guard("service_records.take_back", load=me)
def take_back() -> ResponseReturnValue:
    """State it no longer."""
    return _state(service_records.take_back, "Taken back. Without it this sabbatical is closed to you.")


def _state(verb: Callable[..., None], said: str) -> ResponseReturnValue:
    opportunity = find_opportunity(g.db, request.form.get("opportunity", ""))
    if opportunity is None:
        abort(404)
    verb(g.db, actor=g.actor, now=g.now, executive=g.obj, opportunity=opportunity)
    flash(said, "success")
    slug = request.form.get("round", "")
    if not slug:
        return redirect(url_for("service_record.page"), 303)
    return redirect(url_for("catalogue.opportunity", slug=slug, opportunity=opportunity.slug), 303)
