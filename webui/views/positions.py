"""Positions of record of an agency: who holds them, who comes back, and what a change would do."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matcher.policy.return_clauses import RISK_OPEN
from models.agencies import Organization
from models.agreement_rules import ARRANGERS
from models.errors import Conflict, Invalid, Unmet
from models.positions import Position
from models.queries.agencies import find_agency, open_agencies
from models.queries.held_positions import (
    equivalents,
    find_position,
    incumbent_of,
    positions_of,
    rights_on,
    units_of,
)
from models.queries.our_offers import agencies_of
from models.returns import ReturnRight, RiskKind
from models.services import positions
from models.services.positions import Change
from webui.errors import status_of
from webui.forms.fields import refuse
from webui.forms.positions import CHANGES, PositionForm
from webui.guards import guard
from webui.paging import cut

blueprint = Blueprint("positions", __name__, url_prefix="/positions")


def one(session: Session, slug: str, **_address: Any) -> Position | None:
    """The position of the address."""
    return find_position(session, slug)


@blueprint.get("")
@guard("positions.list")
def index() -> ResponseReturnValue:
    """Those of my agencies; whoever comes back to one stands first."""
    title = request.args.get("title", "").strip()[:100]
    rows = positions_of(g.db, agencies_of(g.db, g.actor, g.now, ARRANGERS), title)
    return render_template("positions/index.html", page=cut(rows), title=title)


@blueprint.get("/<slug>")
@guard("positions.change", load=one)
def page(slug: str) -> ResponseReturnValue:
    """One position, and what may become of it."""
    return _page(_form(formdata=None, data={"version": g.obj.version}))


def _form(**how: Any) -> PositionForm:
    form = PositionForm(**how)
    others = [each for each in open_agencies(g.db) if each.id != g.obj.agency_id]
    form.offer(equivalents(g.db, g.obj), others, units_of(g.db, g.obj))
    return form


def _page(form: PositionForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "positions/page.html",
        form=form,
        position=g.obj,
        holder=incumbent_of(g.db, g.obj),
        rights=rights_on(g.db, g.obj),
    ), status


@blueprint.post("/<slug>")
@guard("positions.change", load=one)
def change(slug: str) -> ResponseReturnValue:
    """First what it would do, then, said once more, the change itself."""
    form = _form()
    if not form.validate():
        return _page(form, 422)
    wanted = _wanted(form)
    try:
        if not request.form.get("sure"):
            return _effect(form, wanted, positions.check_change(g.db, g.obj, wanted))
        facts = {"position": g.obj, "version": form.version.data, "change": wanted}
        rights = positions.change(g.db, actor=g.actor, now=g.now, **facts)
    except (Conflict, Invalid, Unmet) as fault:
        refuse(form, fault)
        form.version.raw_data, form.version.data = None, g.obj.version
        return _page(form, status_of(fault))
    told = f" {len(rights)} return at risk is told of it." if len(rights) == 1 else ""
    flash(f"The position is changed.{told}", "success")
    return redirect(url_for("positions.index"), 303)


def _wanted(form: PositionForm) -> Change:
    equivalent = find_position(g.db, form.equivalent.data) if form.equivalent.data else None
    agency = find_agency(g.db, form.agency.data) if form.agency.data else None
    kind, place = RiskKind(form.kind.data), form.place.data or ""
    unit = g.db.get(Organization, int(form.unit.data)) if form.unit.data else None
    return Change(kind, form.reason.data or "", equivalent, agency, place, unit)


def _effect(form: PositionForm, wanted: Change, rights: list[ReturnRight]) -> ResponseReturnValue:
    words = CHANGES[wanted.kind]
    return render_template(
        "positions/effect.html",
        form=form,
        position=g.obj,
        wanted=wanted,
        words=words,
        rights=rights,
        unsettled=RISK_OPEN.figure,
    )
